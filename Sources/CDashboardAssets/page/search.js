// The catalogue: a search, its rows page by page, and what the disk changes in them.

import * as api from "./api.js";
import { byId, el, fill, say } from "./dom.js";
import { bytes, duration, moment, nameOf, since, sound } from "./format.js";
import { List } from "./list.js";
import { folderShown } from "./places.js";
import { current, play, playSoon, toggleSound } from "./player.js";
import { complain } from "./status.js";

/** @typedef {import("./api.js").Hit & {isGone?: boolean}} Row */

/** A pause in typing after which a search is made, in milliseconds. */
const typingPause = 80;
/** More changes at once than this are answered by asking for all rows again. */
const fewChanges = 12;
/** Between two of such questions, in milliseconds. */
const reloadPause = 1500;
/** Rows that came by themselves and stand on top. */
const mostArrivals = 100;

/** @type {List<Row>} */ let list;
/** @type {(row: Row) => void} */ let openDetails = () => {};
let query = "";
/** @type {Row[]} */ let arrivals = [];
/** @type {Row[]} */ let found = [];
/** @type {string | undefined} */ let next;
let isComplete = false;
let isLoading = false;
let request = new AbortController();
let typing = 0;
let reload = 0;
let reloadedAt = 0;
/** The event up to which the rows hold all changes. */
let asOf = "";
let loading = Promise.resolve();
let hasSources = true;

/**
 * @param {(row: Row) => void} onDetails A row was selected.
 * @param {(query: string) => void} onQuery The search was changed by typing.
 */
export function startSearch(onDetails, onQuery) {
  openDetails = onDetails;
  const view = byId("view-catalogue");
  list = new List(view, {
    label: "Files",
    columns: ["", "Name", "Length", "Format", "Sound", "Copies", "Size", "Folder", "Changed"],
    key: (row) => row.file,
    cells: () => [
      el("span.c-play", {}, el("button.play", { type: "button", tabindex: -1 })),
      ...["name", "length", "format", "sound", "copies", "size"].map((name) => el(`span.c-${name}`)),
      el("span.c-folder.folder", {}, el("bdi")), el("span.c-age"),
    ],
    show,
    select: (row) => openDetails(row),
    open: (row) => (current() === row.file ? toggleSound() : play(row)),
    end: () => { if (next !== undefined && !isLoading) more(); },
  });
  view.append(el("p.empty", { id: "empty", hidden: true }));
  const field = byId("search");
  field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => { search(field.value); onQuery(field.value); }, typingPause);
  });
}

/** The list, for the keys. */
export const rows = () => list;

/** Selects another row and plays it. @param {number} by */
export function step(by) {
  list.move(by);
  if (list.current) playSoon(list.current);
}

/** Searches, unless these are the rows already. @param {string} text */
export function search(text) {
  if (text === query && isComplete) return;
  const field = byId("search");
  if (field.value !== text) field.value = text;
  query = text;
  arrivals = [];
  list.root.scrollTop = 0;
  load();
}

/** Asks for the rows again; the place in the list stays. */
function load() {
  loading = ask();
  return loading;
}

/**
 * True when the rows that are here, or on their way, hold all changes up to an event: what came later is told.
 * @param {string} event
 */
export async function holds(event) {
  await loading;
  const [[run, number], [mine, reached]] = [event, asOf].map((id) => id.split("-"));
  return run === mine && Number(number) <= Number(reached);
}

async function ask() {
  request.abort();
  request = new AbortController();
  reloadedAt = Date.now();
  const { signal } = request;
  // As many as are in view or above it, so that nothing jumps.
  const wanted = Math.ceil((list.root.scrollTop + list.root.clientHeight) / 30);
  isLoading = true;
  try {
    /** @type {Row[]} */ let hits = [];
    /** @type {string | undefined} */ let after;
    let since = "";
    do {
      const page = await api.files(query.trim(), after, signal);
      since ||= page.asOf ?? "";
      hits = hits.concat(page.hits);
      after = page.next;
    } while (after !== undefined && hits.length < wanted);
    [found, next, isComplete, asOf] = [hits, after, true, since];
    says("");
    put();
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof api.Refused && error.status === 400) says(error.message);
    else complain(error);
  } finally {
    if (!signal.aborted) isLoading = false;
  }
}

async function more() {
  const { signal } = request;
  isLoading = true;
  try {
    const page = await api.files(query.trim(), next, signal);
    found = found.concat(page.hits);
    next = page.next;
    put();
  } catch (error) {
    if (!signal.aborted) complain(error);
  } finally {
    if (!signal.aborted) isLoading = false;
  }
}

/** Takes in what the disk has changed. @param {import("./live.js").Change[]} changes */
export async function take(changes) {
  const files = new Set(changes.filter((change) => change.kind !== "problem").map((change) => change.file));
  const known = new Set([...arrivals, ...found].map((row) => row.file));
  const isSearch = query.trim() !== "";
  const concerned = [...files].filter((file) => known.has(file) || !isSearch);
  // A search is made anew, as only the daemon can say what it finds; so it is after many changes at once.
  if (isSearch || concerned.length > fewChanges) loadSoon();
  if (concerned.length > fewChanges) return;
  for (const file of concerned) await renew(file, !known.has(file)).catch(complain);
  put();
}

/** Asks for one file and puts it into the list, or marks its row when it is gone. @param {number} file @param {boolean} isNew */
async function renew(file, isNew) {
  const row = await detailsOf(file);
  const place = [...arrivals, ...found].find((row) => row.file === file);
  if (place) {
    if (row) Object.assign(place, row, { isGone: row.isGone });
    else place.isGone = true;
    list.tint(file);
  } else if (isNew && row && !row.isGone) {
    // One row a sound: a copy takes the place of the row of the same content.
    found = found.filter((other) => other.id === undefined || other.id !== row.id);
    arrivals = [row, ...arrivals.filter((other) => other.id === undefined || other.id !== row.id)].slice(0, mostArrivals);
    list.tint(file);
  }
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

/** Whether there is anything to search in. @param {number} sources */
export function countSources(sources) {
  hasSources = sources > 0;
  put();
}

/** @param {number | null} file */
export function markPlaying(file) {
  list.playing = file;
  list.refresh();
}

function put() {
  const contents = new Set(arrivals.map((row) => row.id).filter((id) => id !== undefined));
  const files = new Set(arrivals.map((row) => row.file));
  list.set([...arrivals, ...found.filter((row) => !files.has(row.file) && !(row.id !== undefined && contents.has(row.id)))]);
  const empty = byId("empty");
  empty.hidden = list.items.length > 0 || !isComplete;
  if (!hasSources) fill(empty, "No sources yet. Add a folder: ", el("code", {}, "audiowatch source add ~/Music"));
  else if (query.trim()) fill(empty, "Nothing found. Fewer words find more; ", el("kbd", {}, "Esc"), " clears the search.");
  else fill(empty, "Nothing in the catalogue yet.");
}

/** @param {string} text */
function says(text) {
  byId("search").setAttribute("aria-invalid", String(text !== ""));
  byId("search-says").hidden = text === "";
  say(byId("search-says"), text);
}

/** @param {HTMLElement[]} cells @param {Row} row @param {HTMLElement} element */
function show(cells, row, element) {
  const [button, name, length, format, sounds, copies, size, folder, changed] = cells;
  const { properties } = row;
  element.dataset.file = String(row.file);
  const isAway = row.sourceState === "offline";
  element.classList.toggle("gone", row.isGone === true);
  element.classList.toggle("away", isAway);
  button.firstElementChild?.setAttribute("aria-label", `Play ${nameOf(row.path)}`);
  say(name, nameOf(row.path));
  name.title = row.path;
  say(length, `${properties.isEstimated ? "~" : ""}${duration(properties.duration)}`);
  say(format, properties.format ?? "–");
  say(sounds, sound(properties));
  say(copies, row.copies > 0 ? `×${row.copies + 1}` : "");
  copies.title = row.copies > 0 ? `${row.copies + 1} files hold these bytes` : "";
  say(size, bytes(row.size));
  const where = folderShown(row.path);
  say(/** @type {Element} */ (folder.firstElementChild), row.isGone ? `deleted: ${where}` : isAway ? `away: ${where}` : where);
  folder.title = row.path;
  say(changed, since(row.modifiedAt));
  changed.title = moment(row.modifiedAt);
}
