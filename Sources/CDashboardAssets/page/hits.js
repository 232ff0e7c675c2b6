// A row of the catalogue: its columns and what stands in them.

import { el, say } from "./dom.js";
import { bytes, count, duration, moment, nameOf, since, sound } from "./format.js";
import { peaksOf } from "./peaks.js";
import { folderShown } from "./places.js";
import { list as texts, units } from "./texts.js";
import { drawWave } from "./waveform.js";

/** @typedef {import("./shelf.js").Row} Row */

/** Heads of the columns, with the orders that the daemon knows. @type {import("./heads.js").Column[]} */
export const columns = [
  { name: "", label: texts.play }, { name: texts.name, sort: "name" }, { name: "", label: texts.wave },
  { name: texts.length, sort: "duration" }, { name: texts.format }, { name: texts.sound }, { name: texts.copies },
  { name: texts.size, sort: "size" }, { name: texts.folder, sort: "folder" }, { name: texts.changed, sort: "modified" },
];

const isDark = matchMedia("(prefers-color-scheme: dark)");

/** The cells of one row, one a column. */
export function cells() {
  return [
    el("span.c-play", {}, el("button.play", { type: "button", tabindex: -1 })),
    el("span.c-name"), el("span.c-wave", { "aria-hidden": "true" }, el("canvas")),
    ...["length", "format", "sound", "copies", "size"].map((name) => el(`span.c-${name}`)),
    el("span.c-folder.folder", {}, el("bdi")), el("span.c-age"),
  ];
}

/**
 * Draws a row's waveform when it, or the canvas, is another one than before.
 * @param {HTMLElement} cell @param {Row} row @param {() => void} arrived A waveform has come.
 */
function showWave(cell, row, arrived) {
  const canvas = /** @type {HTMLCanvasElement} */ (cell.firstElementChild);
  const peaks = row.properties.duration && row.sourceState !== "offline" ? peaksOf(row.file, arrived) : null;
  // A canvas that was never drawn into is empty, and its width need not be asked, which lays the page out.
  if (!peaks && canvas.dataset.drawn === undefined) return;
  const drawn = `${row.file} ${peaks !== null} ${canvas.clientWidth} ${isDark.matches}`;
  if (canvas.dataset.drawn === drawn) return;
  canvas.dataset.drawn = drawn;
  drawWave(canvas, peaks);
}

/**
 * Puts a row into its cells.
 * @param {HTMLElement[]} cells @param {Row} row @param {HTMLElement} element @param {() => void} arrived Its waveform has come.
 */
export function showRow(cells, row, element, arrived) {
  const [button, name, wave, length, format, sounds, copies, size, folder, changed] = cells;
  const { properties } = row;
  element.dataset.file = String(row.file);
  const isAway = row.sourceState === "offline";
  element.classList.toggle("gone", row.isGone === true);
  element.classList.toggle("away", isAway);
  button.firstElementChild?.setAttribute("aria-label", texts.playing(nameOf(row.path)));
  say(name, nameOf(row.path));
  name.title = row.path;
  showWave(wave, row, arrived);
  say(length, `${properties.isEstimated ? "~" : ""}${duration(properties.duration)}`);
  say(format, properties.format ?? units.none);
  say(sounds, sound(properties));
  say(copies, row.copies > 0 ? `×${count(row.copies + 1)}` : "");
  copies.title = row.copies > 0 ? texts.copied(count(row.copies + 1)) : "";
  say(size, bytes(row.size));
  const where = folderShown(row.path);
  say(/** @type {Element} */ (folder.firstElementChild), row.isGone ? texts.deleted(where) : isAway ? texts.away(where) : where);
  folder.title = row.path;
  say(changed, since(row.modifiedAt));
  changed.title = moment(row.modifiedAt);
}
