// The keyboard: as in sample browsers. Nothing here acts while a field is typed into.

import { byId, el, fill } from "./dom.js";
import { closeFacets } from "./facets.js";
import * as player from "./player.js";
import { rows, step } from "./search.js";
import { keys as texts } from "./texts.js";

/** Loaded when they are wanted first. */
const details = () => import("./details.js");
const desk = () => import("./desk.js");

/** @param {{clear: () => void, isCatalogue: () => boolean, viewKey: (key: string) => boolean}} page */
export function startKeys(page) {
  const help = byId("help");
  fill(help, el("h2", {}, texts.title),
    el("dl", {}, ...texts.meanings.flatMap(([keys, meaning]) => [el("dt", {}, ...keys.split(" ").flatMap((key) => [el("kbd", {}, key), " "])), el("dd", {}, meaning)])),
    el("button", { type: "button", click: () => help.close() }, texts.close));
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
    case "Escape": if (!closeFacets()) { if (byId("details").hidden) page.clear(); else details().then(({ closeDetails }) => closeDetails()); } return true;
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
    case "Enter": details().then(({ openDetails }) => openDetails(list.current)); return true;
    case "y": case "Y": outside("copyPath"); return true;
    case "c": case "C": outside("copyFile"); return true;
    case "r": case "R": outside("reveal"); return true;
    default: return false;
  }
}

/** Does something with the selected file outside of this page. @param {"copyPath" | "copyFile" | "reveal"} what */
function outside(what) {
  const row = rows().current;
  if (row) desk().then((module) => module[what](row));
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
    : target instanceof HTMLTextAreaElement || document.querySelector("dialog[open]") !== null;
}
