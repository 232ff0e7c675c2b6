// The operators of the search grammar, as they are suggested (AudiowatchCore/Search/SearchOperator.swift).

import { operators as texts } from "./texts.js";

/**
 * @typedef {object} Operator
 * @property {string} name What stands before the colon.
 * @property {string} says What it asks for.
 * @property {string[]} [values] Values that make sense.
 * @property {string} [facet] What the daemon counts its values as.
 */

const notes = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

/** @type {Omit<Operator, "says">[]} */
const known = [
  { name: "format", facet: "format" },
  { name: "source", facet: "source" },
  { name: "dur", values: ["<1s", "1s..10s", "10s..1m", ">1:30", ">10m"] },
  { name: "rate", facet: "rate", values: [">=48k"] },
  { name: "channels", facet: "channels", values: ["mono", "stereo", ">2"] },
  { name: "bits", facet: "bits" },
  { name: "size", values: ["<100k", "100k..1M", ">10MB"] },
  { name: "bpm", values: ["80..100", "120..130", "170..180"] },
  { name: "key", values: [...notes, ...notes.map((note) => `${note}m`)] },
  { name: "modified", values: ["<1d", "<7d", "<30d", ">1y"] },
  { name: "name" },
  { name: "dir", facet: "dir" },
  { name: "path" },
  { name: "title" }, { name: "artist" }, { name: "album" },
  { name: "tag" },
  { name: "label", facet: "label" },
  { name: "copies", values: [">0", ">2"] },
  {
    name: "is",
    values: ["duplicate", "offline", "broken", "unverified", "near", "estimated", "unbacked", "suspect", "deleted", "settling"],
  },
];

/** @type {Operator[]} */
export const operators = known.map((one) => ({ ...one, says: texts[one.name] ?? "" }));

/** @param {string} name */
export function operator(name) {
  return operators.find((one) => one.name === name.toLowerCase());
}
