// What is in the catalogue, in charts: formats, sizes, rates, lengths, ages, and what sources share.

import * as api from "./api.js";
import { chart } from "./chart.js";
import { fill } from "./dom.js";
import { bytes, hertz, total } from "./format.js";
import { overlapTable } from "./matrix.js";
import { complain } from "./status.js";
import { facets as texts } from "./texts.js";

/** Between two looks at all this, in milliseconds: nothing here is urgent. */
const pause = 15_000;

let askedAt = 0;
let timer = 0;
let isAsking = false;

/**
 * Fills the place with what is so now; again after a while where it was done a moment ago.
 * @param {HTMLElement} place
 */
export function loadFigures(place) {
  if (isAsking) return;
  clearTimeout(timer);
  timer = setTimeout(() => load(place), Math.max(0, askedAt + pause - Date.now()));
}

/** @param {HTMLElement} place */
async function load(place) {
  if (place.offsetParent === null) return;
  [askedAt, isAsking] = [Date.now(), true];
  try {
    // Of the index nothing can be asked while it is being filled.
    const [stats, overlap, facets] = await Promise.all([api.stats(), api.overlap(), api.facets("").catch(() => null)]);
    show(place, stats, overlap, facets);
  } catch (error) {
    complain(error);
  } finally {
    isAsking = false;
  }
}

/**
 * @param {HTMLElement} place @param {api.Stats} stats @param {api.SourceOverlap} overlap
 * @param {Record<string, {value?: string, count: number, term?: string}[]> | null} facets
 */
function show(place, stats, overlap, facets) {
  const heads = texts.charts;
  /** @param {string} key @param {(value: string) => string} name */
  const counted = (key, name) => (facets?.[key] ?? []).map(({ value, count, term }) =>
    ({ name: value === undefined ? texts.unknown : name(value), value: count, term }));
  const band = (/** @type {string} */ value) => texts.bands[value] ?? value;
  const charts = [
    chart(heads.formats, [heads.format, heads.sounds, heads.size, heads.length], stats.byFormat.map((one) => ({
      name: one.format ?? texts.notAudio, value: one.files, term: one.format && `format:${one.format}`,
      more: [bytes(one.bytes), total(one.hours * 3600)],
    }))),
    chart(heads.lengths, [heads.length, heads.sounds], counted("dur", band)),
    chart(heads.rates, [heads.rate, heads.sounds], counted("rate", (value) => hertz(Number(value)))),
    chart(heads.sizes, [heads.size, heads.sounds], counted("size", band)),
    chart(heads.ages, [heads.when, heads.sounds], counted("modified", band)),
  ];
  const table = overlapTable(overlap);
  const focused = place.contains(document.activeElement);
  if (!focused) fill(place, table, ...charts.filter((chart) => chart.querySelector("tbody tr")));
}
