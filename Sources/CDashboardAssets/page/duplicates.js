// Copies: those proved byte by byte, and those alike by name and length. Nothing is deleted here: what the user
// decides is kept, and the copies that may go are handed out as a list or a script.

import * as api from "./api.js";
import { byId, el, fill, say } from "./dom.js";
import { exactGroup } from "./copies.js";
import { bytes, count, counted } from "./format.js";
import { compareNext, startGroups, stepGroup } from "./groups.js";
import { nearGroup } from "./near.js";
import { Overlap } from "./overlap.js";
import { Pager } from "./pager.js";
import { folderShown } from "./places.js";
import { complain } from "./status.js";
import { duplicates as texts } from "./texts.js";

export { markMember } from "./groups.js";

/** @typedef {{sort: string, decided: string, state: string, source: string[], folder: string}} Asked */

/** @type {Pager<api.DuplicateGroup>} */
const exact = new Pager({
  ask: async (after) => {
    const page = await api.duplicates({ ...asked, after });
    tally(page.decided);
    return { items: page.groups, next: page.next };
  },
  show: exactGroup,
  key,
  empty: texts.noneExact,
});
/** @type {Pager<api.NearGroup>} */
const near = new Pager({
  ask: async (after) => {
    const page = await api.nearDuplicates({ decided: asked.decided, after });
    tally(page.decided);
    return { items: page.groups, next: page.next };
  },
  show: nearGroup,
  key,
  empty: texts.noneNear,
});
const headline = el("h2");
const note = el("p.note");
const overlap = new Overlap((pair) => change({ source: pair }));
/** @type {Asked} */ let asked = { sort: "", decided: "", state: "", source: [], folder: "" };
let isNear = false;
let figures = texts.exact;

const state = choice(texts.state, texts.states, (value) => change(value === "unverified" ? { state: value, sort: "", decided: "", source: [], folder: "" } : { state: value }));
const sort = choice(texts.order, texts.orders, (value) => change({ sort: value }));
const decided = choice(texts.decided, texts.verdicts, (value) => change({ decided: value }));
const folder = /** @type {HTMLInputElement} */ (el("input.field", {
  type: "text", placeholder: texts.folderHint, "aria-label": texts.folder, spellcheck: "false", autocomplete: "off",
  change: () => change({ folder: folder.value.trim() }),
}));
const pair = el("button.chip", { type: "button", hidden: true, title: texts.allSources, click: () => change({ source: [] }) });
const exportMenu = el("details.menu", {},
  el("summary.button", {}, texts.export),
  el("div", {},
    el("p.note", {}, texts.exportNote),
    ...texts.formats.map(([format, meaning]) => el("a", { href: `/api/duplicates/export?format=${format}`, download: "" }, meaning))));

export function startDuplicates() {
  const tabs = el("nav.segments", { "aria-label": texts.kinds },
    el("a", { href: "#/duplicates" }, texts.exact), el("a", { href: "#/duplicates/near" }, texts.near));
  fill(byId("view-duplicates"),
    el("header.lead", {}, el("div", {}, headline, note), tabs),
    overlap.root,
    el("div.tools", { role: "toolbar", "aria-label": texts.tools }, decided, state, sort, folder, pair, exportMenu),
    exact.root, near.root);
  document.addEventListener("click", (event) => {
    if (!exportMenu.contains(/** @type {Node} */ (event.target))) exportMenu.removeAttribute("open");
  });
  startGroups(byId("view-duplicates"), loadDuplicates);
}

/** @param {string} key @returns {boolean} Whether the key meant anything here. */
export function duplicateKey(key) {
  switch (key) {
    case "x": case "X": compareNext(); return true;
    case "[": stepGroup(-1); return true;
    case "]": stepGroup(1); return true;
    default: return false;
  }
}

/** Folders are shown below their sources once those are known. @param {api.DuplicateGroup | api.NearGroup} group */
function key(group) {
  return JSON.stringify(group) + group.members.map((member) => folderShown(member.path)).join();
}

/** @param {string[]} parts The rest of the address. @param {URLSearchParams} query What it asks for. */
export function showDuplicates(parts, query) {
  isNear = parts[0] === "near";
  asked = { sort: query.get("sort") ?? "", decided: query.get("decided") ?? "", state: query.get("state") ?? "", source: query.getAll("source"), folder: query.get("folder") ?? "" };
  exact.root.hidden = isNear;
  near.root.hidden = !isNear;
  const isOpen = asked.state === "unverified";
  for (const part of [overlap.root, state, exportMenu]) part.hidden = isNear;
  for (const part of [sort, folder]) part.hidden = isNear || isOpen;
  decided.hidden = isOpen && !isNear;
  state.value = asked.state;
  for (const link of byId("view-duplicates").querySelectorAll(".segments a")) {
    if (link.getAttribute("href") === (isNear ? "#/duplicates/near" : "#/duplicates")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  sort.value = asked.sort;
  decided.value = asked.decided;
  folder.value = asked.folder;
  pair.hidden = isNear || asked.source.length === 0;
  say(pair, texts.both(asked.source));
  exact.pages = near.pages = 1;
  showLead();
  loadDuplicates();
}

/** Asks for what is shown again. */
export async function loadDuplicates() {
  if (isNear) return near.load();
  api.overlap().then((known) => overlap.show(known, asked.source)).catch(complain);
  return exact.load();
}

/** Keeps the figures. @param {api.Stats} stats */
export function totalDuplicates(stats) {
  const { duplicatePaths: copies, duplicateGroups: sounds, wastedBytes } = stats;
  figures = copies === 0 ? texts.none
    : texts.totals(bytes(wastedBytes), counted(copies, "copy"), counted(sounds, "sound"));
  showLead();
}

function showLead() {
  say(headline, isNear ? texts.near : figures);
  say(note, isNear ? texts.nearNote : texts.exactNote);
}

/** Says how many groups of each verdict there are. @param {api.VerdictCounts} counts */
function tally(counts) {
  const numbers = { later: counts.later, keep: counts.keep, not_duplicate: counts.not_duplicate };
  for (const option of decided.options) {
    const text = texts.verdicts.find(([value]) => value === option.value)?.[1] ?? "";
    const number = numbers[/** @type {keyof typeof numbers} */ (option.value)];
    say(option, number === undefined ? text : texts.tally(text, count(number)));
  }
}

/** The address says what is shown, so that it can be kept, and the way back leads back. @param {Partial<Asked>} what */
function change(what) {
  const wanted = { ...asked, ...what };
  const query = new URLSearchParams();
  if (wanted.sort) query.set("sort", wanted.sort);
  if (wanted.decided) query.set("decided", wanted.decided);
  if (wanted.state && !isNear) query.set("state", wanted.state);
  for (const source of wanted.source) query.append("source", source);
  if (wanted.folder) query.set("folder", wanted.folder);
  location.hash = `#/duplicates${isNear ? "/near" : ""}${query.size > 0 ? `?${query}` : ""}`;
}

/**
 * @param {string} name @param {string[][]} options Values with their texts. @param {(value: string) => void} chosen
 * @returns {HTMLSelectElement}
 */
function choice(name, options, chosen) {
  const select = /** @type {HTMLSelectElement} */ (el("select", { "aria-label": name, change: () => chosen(select.value) },
    ...options.map(([value, text]) => el("option", { value }, text))));
  return select;
}
