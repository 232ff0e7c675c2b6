// Sounds that are loaded before they are asked for: the rows beside the one that plays.

import { audio } from "./api.js";

/** @typedef {import("./player.js").Playable & {size?: number}} Item */

/** Larger files are not loaded unasked, in bytes; nor longer ones, in seconds. */
const largest = 16_000_000;
const longest = 60;
/** Sounds that wait. */
const most = 4;

/** @type {Map<number, HTMLAudioElement>} */ const waiting = new Map();

/** A player for a file, loaded already where it was foreseen. @param {Item} item */
export function elementFor(item) {
  const element = waiting.get(item.file) ?? made(item);
  waiting.delete(item.file);
  return element;
}

/** Loads these, and lets go of all others. @param {Item[]} items */
export function loadAhead(items) {
  const files = new Set(items.map((item) => item.file));
  for (const [file, element] of waiting) if (!files.has(file)) drop(file, element);
  for (const item of items) {
    if (waiting.has(item.file) || waiting.size >= most) continue;
    if ((item.size ?? 0) > largest || (item.properties?.duration ?? 0) > longest) continue;
    const element = made(item);
    // Not `auto`, with which Chromium opens the sound card for it, and keeps it open. Short sounds are here as a whole.
    element.preload = "metadata";
    // What cannot be played says so when it is asked to.
    element.addEventListener("error", () => drop(item.file, element), { once: true });
    waiting.set(item.file, element);
  }
}

/** @param {Item} item */
function made(item) {
  const element = new Audio();
  element.preload = "none";
  element.src = audio(item.file);
  return element;
}

/** @param {number} file @param {HTMLAudioElement} element */
function drop(file, element) {
  waiting.delete(file);
  element.removeAttribute("src");
  element.load();
}
