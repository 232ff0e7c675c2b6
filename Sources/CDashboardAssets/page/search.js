// The catalogue: a search, its rows wherever the view is, and what the disk changes in them.

import * as api from "./api.js";
import { byId, el, fill, say } from "./dom.js";
import { facetsSoon, startFacets } from "./facets.js";
import { firstPageSize, rowsOf } from "./first.js";
import { counted } from "./format.js";
import { cells, columns, showRow } from "./hits.js";
import { List } from "./list.js";
import { forgetPeaks } from "./peaks.js";
import { current, expect, play, playSoon, toggleSound } from "./player.js";
import { Shelf } from "./shelf.js";
import { complain } from "./status.js";
import { list as texts } from "./texts.js";

/** @typedef {import("./shelf.js").Row} Row */
/** @typedef {import("./first.js").Question} Question */

/** More changes at once than this are answered by asking for all rows again. */
const fewChanges = 12;
/** Between two of such questions, in milliseconds. */
const reloadPause = 1500;

/** @type {List<Row>} */ let list;
/** @type {HTMLElement} */ let pill;
/** @type {(row: Row) => void} */ let openDetails = () => {};
/** @type {(question: Question) => void} */ let remember = () => {};
/** @type {Question} */ let question = { q: "", sort: "", order: "" };
let isComplete = false;
let isTyped = false;
let isSearching = false;
let reload = 0;
let reloadedAt = 0;
let counting = 0;
/** Rows that came above those that are looked at and were scrolled past unseen. */
let above = 0;
/** @type {Promise<any>} */ let loading = Promise.resolve();
let hasSources = true;
/** Loaded when nothing is found for the first time. @type {typeof import("./nothing.js") | null} */
let nothing = null;
/** @type {Set<number>} Files to be tinted when they are here. */ const fresh = new Set();

const shelf = new Shelf((offset, limit, signal) => ask(question, offset, limit, signal), arrived, refused);

/** @param {Question} question @param {number} offset @param {number} limit @param {AbortSignal} [signal] */
function ask(question, offset, limit, signal) {
  return api.files(rowsOf(question, offset, limit), signal);
}

/**
 * @param {(row: Row) => void} onDetails A row was selected.
 * @param {(question: Question) => void} onQuestion The search or its order was changed here.
 */
export function startSearch(onDetails, onQuestion) {
  openDetails = onDetails;
  remember = onQuestion;
  const view = byId("view-catalogue");
  list = new List(view, {
    label: texts.label,
    columns,
    at: (index) => shelf.at(index),
    place: (file) => shelf.place(file),
    key: (row) => row.file,
    cells,
    show: (cells, row, element) => showRow(cells, row, element, redraw),
    select: (row) => openDetails(row),
    open: (row) => (current() === row.file ? toggleSound() : play(row)),
    need: (first, end) => shelf.need(first, end),
    sort: sortBy,
  });
  pill = el("button.pill", { type: "button", hidden: true, click: toTop });
  list.root.addEventListener("scroll", () => { if (!pill.hidden && list.isAtTop) loadSoon(); }, { passive: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  view.append(pill, el("div.empty", { id: "empty", hidden: true }));
  startFacets(() => question.q, change);
  const field = byId("search");
  field.addEventListener("input", typed);
}

/** Searches with every letter; what is typed while an answer is on its way is asked for when that is here. */
async function typed() {
  isTyped = true;
  if (isSearching) return;
  isSearching = true;
  try {
    while (isTyped) {
      isTyped = false;
      change(byId("search").value);
      await loading;
    }
  } finally {
    isSearching = false;
  }
}

/** The list, for the keys. */
export const rows = () => list;

/** Selects another row and plays it. @param {number} by @param {boolean} [isHeld] The key is held down. */
export function step(by, isHeld = false) {
  list.move(by, (row) => playSoon(row, isHeld));
}

/** Selects the first row once it is here, and plays it as far as the browser lets a page begin by itself. */
export async function playFirst() {
  await loading;
  list.moveTo(0, play);
}

function redraw() {
  list.refresh();
}

/** Searches for something else, in the same order. @param {string} q */
export function change(q) {
  search({ ...question, q });
  remember(question);
}

/** Sorts by a column; again: the other way round; once more: as found. @param {string} sort */
function sortBy(sort) {
  const orders = ["asc", "desc", ""];
  const next = question.sort === sort ? orders[orders.indexOf(question.order) + 1] : "asc";
  search(next ? { ...question, sort, order: next } : { ...question, sort: "", order: "" });
  remember(question);
}

/** Searches, unless these are the rows already. @param {Question} wanted */
export function search(wanted) {
  if (isComplete && wanted.q === question.q && wanted.sort === question.sort && wanted.order === question.order) return;
  const field = byId("search");
  if (field.value !== wanted.q) field.value = wanted.q;
  question = wanted;
  list.heads.mark(question.sort, question.order === "desc");
  list.root.scrollTop = 0;
  load();
}

/** Asks for the rows in view again. Those stay where they are: new ones above them are counted, not shown. */
function load() {
  reloadedAt = Date.now();
  pill.hidden = true;
  const [before, isLookedAt] = [shelf.total, isComplete && !list.isAtTop && question.sort === ""];
  const { first, count } = list.isAtTop ? { first: 0, count: 0 } : list.view;
  list.root.ariaBusy = "true";
  loading = shelf.fill(first, Math.max(count, firstPageSize)).then((isMine) => {
    if (!isMine) return;
    list.root.ariaBusy = "false";
    if (!isLookedAt) above = 0;
    else if (shelf.total > before) {
      list.shift(shelf.total - before);
      above += shelf.total - before;
    }
    if (above > 0) showPill(above);
    isComplete = true;
    says("");
    for (const file of fresh) list.tint(file);
    fresh.clear();
    put();
    facetsSoon();
  });
  return loading;
}

/**
 * True when the rows that are here, or on their way, hold all changes up to an event: what came later is told.
 * @param {string} event
 */
export async function holds(event) {
  await loading;
  const [[run, number], [mine, reached]] = [event, shelf.asOf].map((id) => id.split("-"));
  return run === mine && Number(number) <= Number(reached);
}

function arrived() {
  list.set(shelf.total);
}

/** @param {unknown} error */
function refused(error) {
  list.root.ariaBusy = "false";
  if (error instanceof api.Refused && error.status === 400) says(error.message, error.range);
  else complain(error);
}

/** Takes in what the disk has changed. @param {import("./live.js").Change[]} changes */
export async function take(changes) {
  const files = new Set(changes.filter((change) => change.kind !== "problem").map((change) => change.file));
  const known = [...files].filter((file) => shelf.place(file) >= 0);
  for (const file of files) fresh.add(file);
  if (known.length > fewChanges) loadSoon();
  else for (const file of known) await renew(file).catch(complain);
  put();
  if (known.length === files.size) return;
  // New rows push others down: only where nobody looks at those.
  if (list.isAtTop) loadSoon();
  else countSoon();
}

/** Asks for one file and puts it into its row, or marks the row when it is gone. @param {number} file */
async function renew(file) {
  const row = await detailsOf(file);
  const place = shelf.at(shelf.place(file));
  if (!place) return;
  if (row) Object.assign(place, row, { isGone: row.isGone });
  else place.isGone = true;
  fresh.delete(file);
  forgetPeaks(file);
  list.tint(file);
}

/** @param {number} file @returns {Promise<Row | null>} Null when there is no such row any more. */
async function detailsOf(file) {
  try {
    const details = await api.details(file);
    return { ...details, copies: details.copies.length, isGone: details.deletedAt !== undefined };
  } catch (error) {
    if (error instanceof api.Refused && error.status === 404) return null;
    throw error;
  }
}

/** Asks for the rows again, at once unless that was done a moment ago. */
export function loadSoon() {
  reload ||= setTimeout(() => { reload = 0; load(); }, Math.max(0, reloadedAt + reloadPause - Date.now()));
}

/** Says how many rows have come above those that are looked at. */
function countSoon() {
  counting ||= setTimeout(async () => {
    counting = 0;
    const asked = question;
    const answer = await ask(asked, 0, 1).catch((error) => error);
    // A daemon that is gone tells of everything when it is back.
    if (asked !== question || answer instanceof api.Unreachable) return;
    if (answer.total === undefined) countSoon();
    else if (answer.total > shelf.total) showPill(above + answer.total - shelf.total);
  }, reloadPause);
}

/** @param {number} count */
function showPill(count) {
  say(pill, counted(count, "newRow"));
  pill.hidden = list.isAtTop;
}

function toTop() {
  list.root.scrollTop = 0;
  list.root.focus();
  load();
}

/** Whether there is anything to search in. @param {number} sources */
export function countSources(sources) {
  hasSources = sources > 0;
  put();
}

/** @param {number | null} file */
export function markPlaying(file) {
  list.playing = file;
  list.refresh();
  const place = file === null ? -1 : shelf.place(file);
  const beside = place < 0 ? [] : [place + 1, place - 1].map((index) => shelf.at(index));
  expect(beside.filter((row) => row !== undefined && row.sourceState !== "offline" && !row.isGone).map((row) => /** @type {Row} */ (row)));
}

function put() {
  list.set(shelf.total);
  const empty = byId("empty");
  empty.hidden = shelf.total > 0 || !isComplete;
  if (!hasSources || !question.q.trim() || shelf.total > 0) nothing?.forgetNothing(empty);
  if (!hasSources) fill(empty, texts.noSources, " ", el("code", {}, "audiowatch source add ~/Music"));
  else if (question.q.trim()) { if (!empty.hidden) explain(empty, question.q.trim()).catch(complain); }
  else fill(empty, texts.empty);
}

/** Why nothing is found. @param {HTMLElement} place @param {string} q */
async function explain(place, q) {
  nothing ??= await import("./nothing.js");
  // Another question may have come meanwhile.
  if (q === question.q.trim() && !place.hidden) nothing.explainNothing(place, q, change);
}

/** What is wrong with the search, below it, with the part that is meant. @param {string} text @param {[number, number]} [range] */
function says(text, range) {
  byId("search").setAttribute("aria-invalid", String(text !== ""));
  byId("search-says").hidden = text === "";
  const part = range ? byId("search").value.slice(...range) : "";
  fill(byId("search-says"), part && el("mark", {}, part), part && text.startsWith(part) ? text.slice(part.length) : ` ${text}`);
}
