// What is in the catalogue, in charts: formats, sizes, rates, lengths, ages, and what sources share.

import * as api from "./api.js";
import { chart } from "./chart.js";
import { fill } from "./dom.js";
import { bytes, total } from "./format.js";
import { overlapTable } from "./matrix.js";
import { complain } from "./status.js";

/** Sizes and ages are searched for: term by term, what they are called. @type {[term: string, name: string][]} */
const sizes = [
  ["size:<100k", "under 100 KB"], ["size:>=100k size:<1M", "100 KB to 1 MB"], ["size:>=1M size:<10M", "1 to 10 MB"],
  ["size:>=10M size:<100M", "10 to 100 MB"], ["size:>=100M", "100 MB and more"],
];
/** @type {[term: string, name: string][]} */
const ages = [
  ["modified:<7d", "this week"], ["modified:>=7d modified:<30d", "this month"], ["modified:>=30d modified:<1y", "this year"],
  ["modified:>=1y modified:<5y", "1 to 5 years"], ["modified:>=5y", "older"],
];
const lengths = new Map([
  ["<1s", "under 1 s"], ["1s..10s", "1 to 10 s"], ["10s..1m", "10 s to 1 min"], ["1m..10m", "1 to 10 min"], [">=10m", "10 min and more"],
]);
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
    const [stats, overlap, facets, bySize, byAge] = await Promise.all([
      api.stats(), api.overlap(), api.facets("").catch(() => null), totals(sizes), totals(ages),
    ]);
    show(place, stats, overlap, facets, bySize, byAge);
  } catch (error) {
    complain(error);
  } finally {
    isAsking = false;
  }
}

/** @param {[term: string, name: string][]} terms @returns {Promise<import("./chart.js").Bar[]>} */
async function totals(terms) {
  const answers = await Promise.all(terms.map(async ([term, name]) => {
    const { total: value } = await api.files({ q: term, sort: "", order: "", limit: 1 });
    return { term, name, value };
  }));
  return answers.flatMap(({ term, name, value }) => value === undefined ? [] : [{ term, name, value }]);
}

/**
 * @param {HTMLElement} place @param {api.Stats} stats @param {api.SourceOverlap} overlap
 * @param {Record<string, {value?: string, count: number, term?: string}[]> | null} facets
 * @param {import("./chart.js").Bar[]} bySize @param {import("./chart.js").Bar[]} byAge
 */
function show(place, stats, overlap, facets, bySize, byAge) {
  /** @param {string} key @param {(value: string) => string} name */
  const counted = (key, name) => (facets?.[key] ?? []).map(({ value, count, term }) =>
    ({ name: value === undefined ? "unknown" : name(value), value: count, term }));
  const charts = [
    chart("Formats", ["format", "sounds", "size", "length"], stats.byFormat.map((one) => ({
      name: one.format ?? "not audio", value: one.files, term: one.format && `format:${one.format}`,
      more: [bytes(one.bytes), total(one.hours * 3600)],
    }))),
    chart("Lengths", ["length", "sounds"], counted("dur", (value) => lengths.get(value) ?? value)),
    chart("Sample rates", ["rate", "sounds"], counted("rate", (value) => `${Number(value) / 1000} kHz`)),
    chart("Sizes", ["size", "sounds"], bySize),
    chart("Last changed", ["when", "sounds"], byAge),
  ];
  const table = overlapTable(overlap);
  const focused = place.contains(document.activeElement);
  if (!focused) fill(place, table, ...charts.filter((chart) => chart.querySelector("tbody tr")));
}
