// Waveforms of files, known or asked for: few questions for many rows, none for what only passes by.

import * as api from "./api.js";

/** Pairs of least and greatest sample, a signed byte each. @typedef {Int8Array} Peaks */

/** A row is asked about when the list has rested for so long, in milliseconds. */
const rest = 120;
/** What could not be made in time is asked for again after this, in milliseconds. */
const again = 400;
/** Waveforms that are kept; what was not seen for longest goes. */
const most = 2000;

/** @type {Map<number, Peaks | null>} Null for files that have none. */ const known = new Map();
/** @type {Map<number, () => void>} Who waits for which file. */ const wanted = new Map();
let timer = 0;
let isAsking = false;

/**
 * The waveform of a row, if it is here; else it is asked for soon and `arrived` is called.
 * @param {number} file @param {() => void} arrived
 */
export function peaksOf(file, arrived) {
  const found = known.get(file);
  if (found !== undefined) return found;
  wanted.set(file, arrived);
  timer ||= setTimeout(ask, rest);
  return null;
}

/** The finest waveform of one file. @param {number} file @returns {Promise<Peaks>} */
export async function finePeaks(file) {
  return decoded((await api.peaks(file)).peaks);
}

/** A file's bytes have changed. @param {number} file */
export function forgetPeaks(file) {
  known.delete(file);
}

async function ask() {
  timer = 0;
  if (isAsking) return;
  // Asked for last is seen now: rows that passed by wait longest, and then not at all.
  const files = [...wanted.keys()].slice(-100);
  if (files.length === 0) return;
  const waiting = new Map(files.map((file) => [file, wanted.get(file)]));
  wanted.clear();
  isAsking = true;
  try {
    const answer = await api.manyPeaks(files);
    const missing = new Set(answer.missing);
    for (const file of files) {
      if (missing.has(`f${file}`)) {
        const arrived = waiting.get(file);
        if (arrived && !wanted.has(file)) wanted.set(file, arrived);
      } else {
        keep(file, answer.peaks[`f${file}`]);
      }
    }
    for (const arrived of new Set(waiting.values())) arrived?.();
  } catch {
    // A list without waveforms says what it has to say; the next rows try again.
  } finally {
    isAsking = false;
    if (wanted.size > 0) timer ||= setTimeout(ask, again);
  }
}

/** @param {number} file @param {string | undefined} text */
function keep(file, text) {
  known.set(file, text ? decoded(text) : null);
  for (const old of known.keys()) {
    if (known.size <= most) break;
    known.delete(old);
  }
}

/** @param {string} text @returns {Peaks} */
function decoded(text) {
  return Int8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
