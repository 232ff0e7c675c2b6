// The operators of the search grammar, as they are suggested (AudiowatchCore/Search/SearchOperator.swift).

/**
 * @typedef {object} Operator
 * @property {string} name What stands before the colon.
 * @property {string} says What it asks for.
 * @property {string[]} [values] Values that make sense.
 * @property {string} [facet] What the daemon counts its values as.
 */

const notes = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

/** @type {Operator[]} */
export const operators = [
  { name: "format", says: "container", facet: "format" },
  { name: "source", says: "source", facet: "source" },
  { name: "dur", says: "length", values: ["<1s", "1s..10s", "10s..1m", ">1:30", ">10m"] },
  { name: "rate", says: "sample rate", facet: "rate", values: [">=48k"] },
  { name: "channels", says: "channels", facet: "channels", values: ["mono", "stereo", ">2"] },
  { name: "bits", says: "bits a sample", facet: "bits" },
  { name: "size", says: "bytes", values: ["<100k", "100k..1M", ">10MB"] },
  { name: "bpm", says: "tempo", values: ["80..100", "120..130", "170..180"] },
  { name: "key", says: "key", values: [...notes, ...notes.map((note) => `${note}m`)] },
  { name: "modified", says: "when it changed", values: ["<1d", "<7d", "<30d", ">1y"] },
  { name: "name", says: "word in the file's name" },
  { name: "dir", says: "word in its folder", facet: "dir" },
  { name: "path", says: "word in folder and name" },
  { name: "title", says: "tag" }, { name: "artist", says: "tag" }, { name: "album", says: "tag" },
  { name: "tag", says: "any tag" },
  { name: "copies", says: "how many copies", values: [">0", ">2"] },
  {
    name: "is", says: "state",
    values: ["duplicate", "offline", "broken", "unverified", "near", "estimated", "unbacked", "suspect", "deleted", "settling"],
  },
];

/** @param {string} name */
export function operator(name) {
  return operators.find((one) => one.name === name.toLowerCase());
}
