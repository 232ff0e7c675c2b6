// What the rows have in common, with counts: a press narrows the search by a word of its own grammar.

import * as api from "./api.js";
import { byId, el, fill } from "./dom.js";
import { count, hertz } from "./format.js";
import { complain } from "./status.js";
import { facets as texts, units } from "./texts.js";

/** @typedef {{value?: string, count: number, term?: string}} Value */

/** @param {string} value */
const band = (value) => texts.bands[value] ?? value;
/** What is counted, and how its values are written. @type {[key: keyof typeof texts.kinds, shown: (value: string) => string][]} */
const kinds = [
  ["format", String], ["source", String], ["dur", band],
  ["rate", (value) => hertz(Number(value))],
  ["channels", (value) => (Number(value) <= 2 && units.layouts.get(Number(value))) || texts.channels(value)],
  ["bits", (value) => `${value} ${units.bit}`],
  ["size", band], ["modified", band], ["dir", String], ["label", String], ["state", String],
];
/** Values of a kind that are shown until more are asked for. */
const few = 6;
/** Between two counts, in milliseconds; longer where the daemon cannot count yet. */
const pause = 250;
const longPause = 2000;

/** @type {() => string} */ let query = () => "";
/** @type {(query: string) => void} */ let change = () => {};
/** @type {Set<string>} Kinds of which all values are shown. */ const whole = new Set();
let request = new AbortController();
let timer = 0;
let lastAt = 0;

/**
 * @param {() => string} current The search as it is.
 * @param {(query: string) => void} onChange A value was chosen or let go.
 */
export function startFacets(current, onChange) {
  query = current;
  change = onChange;
  byId("filters").addEventListener("click", () => open(byId("facets").dataset.open !== "true"));
  matchMedia("(min-width: 1100px)").addEventListener("change", () => facetsSoon());
}

/** Shows or hides them where there is no room beside the list. @param {boolean} isOpen */
function open(isOpen) {
  byId("facets").dataset.open = String(isOpen);
  byId("filters").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) facetsSoon();
}

/** True when there was something to close. */
export function closeFacets() {
  const wasOpen = byId("facets").dataset.open === "true";
  open(false);
  return wasOpen;
}

/** Counts soon; many calls make one question, and none is asked that nobody sees. @param {number} [wait] */
export function facetsSoon(wait = Math.max(0, lastAt + pause - Date.now())) {
  clearTimeout(timer);
  timer = setTimeout(load, wait);
}

async function load() {
  if (byId("facets").offsetParent === null) return;
  request.abort();
  request = new AbortController();
  const { signal } = request;
  lastAt = Date.now();
  try {
    show(await api.facets(query().trim(), signal));
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof api.Refused && error.status === 503) facetsSoon(longPause);
    // A search that cannot be read is said where it is typed.
    else if (!(error instanceof api.Refused && error.status === 400)) complain(error);
  }
}

/** @param {Record<string, Value[]>} facets */
function show(facets) {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.term : undefined;
  fill(byId("facets"),
    el("header", {}, el("h2", {}, texts.title), el("button", { type: "button", click: closeFacets }, texts.close)),
    ...kinds.map(([key, shown]) => section(key, texts.kinds[key], shown, facets[key] ?? [])));
  if (focused) byId("facets").querySelector(`[data-term="${CSS.escape(focused)}"]`)?.focus();
}

/** @param {string} key @param {string} title @param {(value: string) => string} shown @param {Value[]} values */
function section(key, title, shown, values) {
  const known = values.filter((value) => value.term);
  // One value for everything narrows nothing.
  if (known.length === 0 || (known.length === 1 && !has(known[0]) && values.length === 1)) return null;
  const some = whole.has(key) ? known : known.slice(0, few);
  return el("section", { "aria-label": title }, el("h3", {}, title),
    ...some.map((value) => el("button.facet", {
      type: "button", "aria-pressed": String(has(value)), "data-term": value.term, title: value.term,
      click: () => toggle(value),
    }, el("span", {}, shown(value.value ?? "")), el("span.count", {}, count(value.count)))),
    known.length > some.length && el("button.facet.all", { type: "button", click: () => { whole.add(key); facetsSoon(0); } },
      texts.more(count(known.length - some.length))));
}

/** @param {Value} value */
function has(value) {
  return ` ${query()} `.includes(` ${value.term} `);
}

/** @param {Value} value */
function toggle(value) {
  const text = query().trim();
  change(has(value) ? ` ${text} `.replace(` ${value.term} `, " ").trim() : `${text} ${value.term}`.trim());
}
