// The keyboard: as in sample browsers. Nothing here acts while a field is typed into.

import { copyFile, copyPath, reveal } from "./desk.js";
import { byId, el, fill } from "./dom.js";
import { closeDetails, isOpen, openDetails } from "./details.js";
import { closeFacets } from "./facets.js";
import * as player from "./player.js";
import { rows, step } from "./search.js";

/** @type {[keys: string, meaning: string][]} */
const meanings = [
  ["↑ ↓", "select and play"], ["Home End", "first and last row"], ["PgUp PgDn", "a page up or down"],
  ["Space", "play or pause"], ["→", "play from the start"], ["←", "stop"], ["Shift ← →", "5 seconds back or on"],
  [", .", "1 second back or on"], ["0 … 9", "to that tenth"], ["L", "loop"], ["Enter", "details"], ["/", "search"],
  ["X", "the next of a group of duplicates, from the same place"], ["[ ]", "previous and next group"],
  ["Esc", "close, clear the search"], ["Y", "copy the path"], ["C", "copy the file"], ["R", "show in the file manager"],
  ["?", "this help"],
];

/** @param {{clear: () => void, isCatalogue: () => boolean, viewKey: (key: string) => boolean}} page */
export function startKeys(page) {
  const help = byId("help");
  fill(help, el("h2", {}, "Keys"),
    el("dl", {}, ...meanings.flatMap(([keys, meaning]) => [el("dt", {}, ...keys.split(" ").flatMap((key) => [el("kbd", {}, key), " "])), el("dd", {}, meaning)])),
    el("button", { type: "button", click: () => help.close() }, "Close"));
  byId("search").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => inSearch(event, page));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (act(event, page)) event.preventDefault();
  });
}

/** @param {KeyboardEvent} event @param {{clear: () => void}} page */
function inSearch(event, page) {
  if (event.key === "Escape") {
    if (byId("search").value === "") byId("search").blur();
    page.clear();
    event.preventDefault();
  } else if (event.key === "ArrowDown" || event.key === "Enter") {
    rows().root.focus();
    step(event.key === "Enter" && rows().current ? 0 : 1);
    event.preventDefault();
  }
}

/** @param {KeyboardEvent} event @param {{clear: () => void, isCatalogue: () => boolean, viewKey: (key: string) => boolean}} page @returns {boolean} Whether the key meant anything. */
function act(event, page) {
  const isControl = event.target instanceof Element && event.target.closest("button, a, input, select, summary") !== null;
  const list = rows();
  switch (event.key) {
    case "/": byId("search").focus(); byId("search").select(); return true;
    case "?": byId("help").showModal(); return true;
    case "Escape": if (!closeFacets()) { if (isOpen()) closeDetails(); else page.clear(); } return true;
    case ",": player.skip(-1); return true;
    case ".": player.skip(1); return true;
    case "l": case "L": player.toggleLoop(); return true;
  }
  if (page.viewKey(event.key)) return true;
  if (/^[0-9]$/.test(event.key)) { player.seekTo(Number(event.key) / 10); return true; }
  // The rest means something else to a button or a slider that has the focus.
  if (isControl) return false;
  switch (event.key) {
    case " ": toggle(page); return true;
    case "ArrowRight": if (event.shiftKey) player.skip(5); else player.restart(); return true;
    case "ArrowLeft": if (event.shiftKey) player.skip(-5); else player.stop(); return true;
  }
  if (!page.isCatalogue()) return false;
  switch (event.key) {
    case "ArrowDown": step(1, event.repeat); return true;
    case "ArrowUp": step(-1, event.repeat); return true;
    case "PageDown": step(list.pageRows, event.repeat); return true;
    case "PageUp": step(-list.pageRows, event.repeat); return true;
    case "Home": step(-list.count); return true;
    case "End": step(list.count); return true;
    case "Enter": openDetails(list.current); return true;
    case "y": case "Y": if (list.current) copyPath(list.current); return true;
    case "c": case "C": if (list.current) copyFile(list.current); return true;
    case "r": case "R": if (list.current) reveal(list.current); return true;
    default: return false;
  }
}

/** Space plays the selected row where another one, or none, is in the player. @param {{isCatalogue: () => boolean}} page */
function toggle(page) {
  const row = page.isCatalogue() ? rows().current : undefined;
  if (row && player.current() !== row.file) player.play(row);
  else player.toggleSound();
}

/** Whether keys belong to a field that is typed into. @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLInputElement ? target.type !== "range"
    : target instanceof HTMLTextAreaElement || byId("help").open;
}
