// What the page says: a translation is another file like this one, and another index.html, which holds the words of
// the page's skeleton. A module that takes its words from here has none of its own (Tests/RepositoryTests).
//
// Sentences with something in them are functions, so that a language orders its words as it does. Numbers come
// written already: format.js writes them as the browser's language does.

/** Units and other marks beside numbers. */
export const units = {
  bytes: ["B", "KB", "MB", "GB", "TB", "PB", "EB"],
  hertz: "Hz", kilohertz: "kHz", megahertz: "MHz", bit: "bit", float: "float", channels: "ch", kilobits: "kbit/s",
  millisecond: "ms", second: "s", minute: "min", hour: "h", day: "d", year: "y",
  now: "now", none: "–",
  /** @param {string} time */ ago: (time) => `${time} ago`,
  /** @param {string} number */ perSecond: (number) => `${number}/s`,
  /** @param {string} number */ percent: (number) => `${number} %`,
  least: "< 0.1 %",
  /** What some numbers of channels are called. @type {Map<number, string>} */
  layouts: new Map([[1, "mono"], [2, "stereo"], [6, "5.1"], [8, "7.1"]]),
};

/** What is counted: of one, and of any other number. @type {Record<string, [one: string, many: string]>} */
export const things = {
  file: ["file", "files"], sound: ["sound", "sounds"], copy: ["copy", "copies"], try: ["try", "tries"],
  newRow: ["new row", "new rows"], newCopy: ["new copy", "new copies"],
  more: ["more", "more"], morePair: ["more pair", "more pairs"],
};

/** The head of the page. */
export const status = {
  /** @type {Record<string, string>} */
  conditions: { connecting: "connecting", live: "live", stopped: "stopped", refused: "refused", paused: "paused" },
  stopped: "The daemon has stopped. These are the last known rows; they go on by themselves when it is back.",
  noStream: "the daemon answers, its event stream does not",
  unreachable: "the daemon does not answer",
  /** @param {number} code */ unreadable: (code) => `the daemon answered ${code}`,
  /** @param {string} sounds @param {string} files */
  totals: (sounds, files) => `${sounds} in ${files}; bytes and hours count each sound once`,
  pause: "Pause", resume: "Resume", scanning: "scanning folders", empty: "queue empty",
  /** @param {string} number */ toRead: (number) => `${number} to read`,
  /** @param {string} time */ left: (time) => `${time} left`,
};

/** The rows of the catalogue. */
export const list = {
  label: "Files", play: "Play", name: "Name", wave: "Waveform", length: "Length", format: "Format", sound: "Sound",
  copies: "Copies", size: "Size", folder: "Folder", changed: "Changed",
  /** @param {string} name */ playing: (name) => `Play ${name}`,
  /** @param {string} number */ copied: (number) => `${number} files hold these bytes`,
  /** @param {string} folder */ deleted: (folder) => `deleted: ${folder}`,
  /** @param {string} folder */ away: (folder) => `away: ${folder}`,
  noSources: "No sources yet. Add a folder:",
  empty: "Nothing in the catalogue yet.",
  nothing: "Nothing found.",
  nothingOfAll: "Nothing has all of this.",
  clears: "clears the search.",
  without: "Without", leaveOut: "Leave out", nobody: "nothing has it",
};

/** Filters, and the charts of the same values. */
export const facets = {
  title: "Filters", close: "Close",
  /** @param {string} number */ more: (number) => `${number} more`,
  /** By what the daemon calls them. */
  kinds: {
    format: "Format", source: "Source", dur: "Length", rate: "Sample rate", channels: "Channels", bits: "Bits",
    size: "Size", modified: "Changed", dir: "Folder", label: "Label",
    state: "State",
  },
  /** Bands of length, size and age. @type {Record<string, string>} */
  bands: {
    "<1s": "under 1 s", "1s..10s": "1 to 10 s", "10s..1m": "10 s to 1 min", "1m..10m": "1 to 10 min", ">=10m": "10 min and more",
    "<100k": "under 100 KB", "100k..1M": "100 KB to 1 MB", "1M..10M": "1 to 10 MB", "10M..100M": "10 to 100 MB", ">=100M": "100 MB and more",
    "<7d": "this week", "7d..30d": "this month", "30d..1y": "this year", "1y..5y": "1 to 5 years", ">=5y": "older",
  },
  /** @param {string} number */ channels: (number) => `${number} channels`,
  unknown: "unknown", notAudio: "not audio",
  charts: {
    formats: "Formats", lengths: "Lengths", rates: "Sample rates", sizes: "Sizes", ages: "Last changed",
    format: "format", sounds: "sounds", size: "size", length: "length", rate: "rate", when: "when",
  },
};

/** What the operators of a search ask for. @type {Record<string, string>} */
export const operators = {
  format: "container", source: "source", dur: "length", rate: "sample rate", channels: "channels", bits: "bits a sample",
  label: "label given by a tool", size: "bytes", bpm: "tempo", key: "key", modified: "when it changed", name: "word in the file's name",
  dir: "word in its folder", path: "word in folder and name", title: "tag", artist: "tag", album: "tag", tag: "any tag",
  copies: "how many copies", is: "state",
};

/** The player. */
export const player = {
  play: "Play", pause: "Pause", all: "all channels",
  /** @param {string} first @param {string} last @param {string} all */
  pair: (first, last, all) => `${first}–${last} of ${all}`,
  /** @param {string} at @param {string} length */ position: (at, length) => `${at} of ${length}`,
  /** @param {string | undefined} format */ cannot: (format) =>
    format ? `this browser cannot play ${format}` : "nothing that can be played was found in this file",
};

/** Who holds the sound card. */
export const cards = {
  close: "Close",
  /** @param {import("./api.js").CardHolder} holder */
  held: ({ program, pid, card, kind }) => kind === "jack"
    ? `JACK holds the sound card ${card}, and only its own clients are heard.`
    : `${program ?? "Another program"}${pid ? ` (process ${pid})` : ""} holds the sound card ${card} for itself.`,
  ways: "Nothing to hear? Stop it there, or have it release the card while it is in the background; let both play through PipeWire; or choose another output for this browser.",
  jackWays: "Let PipeWire stand in for JACK (pw-jack), or connect the browser by PulseAudio's JACK sink.",
  /** Why a sound does not begin. */
  isHeld: "the sound card is held by another program",
};

/** Everything about one file. */
export const details = {
  close: "Close", closeLabel: "Close details", actions: "With this file",
  length: "Length", sound: "Sound", format: "Format", rate: "Bit rate", size: "Size", changed: "Changed", seen: "Looked at",
  deleted: "Deleted", source: "Source", fingerprint: "Fingerprint", digest: "Digest",
  /** @param {string} length */ estimated: (length) => `${length}, estimated`,
  problems: "Problems", copies: "Copies", near: "Alike by name and length", history: "History",
  play: "Play", reveal: "Reveal", revealLabel: "Show it in the file manager", copy: "Copy path", save: "Save",
};

/** What was done outside of this page. */
export const desk = {
  /** @param {string} name */ shown: (name) => `${name} is shown in the file manager`,
  folderShown: "its folder is shown in the file manager",
  pathCopied: "Path copied", fileCopied: "File copied", onlyPath: "Path copied: this browser copies no files",
  noClipboard: "this browser copies nothing from a page that is not on this machine",
};

/** What keys do. */
export const keys = {
  title: "Keys", close: "Close",
  /** @type {[keys: string, meaning: string][]} */
  meanings: [
    ["↑ ↓", "select and play"], ["Home End", "first and last row"], ["PgUp PgDn", "a page up or down"],
    ["Space", "play or pause"], ["→", "play from the start"], ["←", "stop"], ["Shift ← →", "5 seconds back or on"],
    [", .", "1 second back or on"], ["0 … 9", "to that tenth"], ["L", "loop"], ["Enter", "details"], ["/", "search"],
    ["X", "the next of a group of duplicates, from the same place"], ["[ ]", "previous and next group"],
    ["Esc", "close, clear the search"], ["Y", "copy the path"], ["C", "copy the file"], ["R", "show in the file manager"],
    ["?", "this help"],
  ],
};

/** Groups of duplicates. */
export const duplicates = {
  kinds: "Kind of duplicates", exact: "Proved copies", near: "Alike by name and length",
  exactNote: "Equal in every byte. audiowatch deletes nothing.",
  nearNote: "Other bytes under the same name, with nearly the same length: a hint, not a proof.",
  noneExact: "No group of copies is like this.", noneNear: "No two sounds are like this.", none: "No copies",
  /** @param {string} bytes @param {string} copies @param {string} sounds */
  totals: (bytes, copies, sounds) => `${bytes} in ${copies} of ${sounds}`,
  tools: "Which groups", state: "State", order: "Order", decided: "Decided",
  /** What the selects offer; the first of each is what an address without it means. @type {[value: string, text: string][]} */
  orders: [["", "Most waste first"], ["size", "Largest first"], ["copies", "Most copies first"]],
  /** @type {[value: string, text: string][]} */
  verdicts: [["", "To decide"], ["later", "Put off"], ["keep", "One is kept"], ["not_duplicate", "Not duplicates"], ["all", "All"]],
  /** @type {[value: string, text: string][]} */
  states: [["", "Proved and linked"], ["proved", "Proved"], ["hard-linked", "Hard links only"], ["unverified", "Not compared yet"]],
  /** @param {string} text @param {string} number */ tally: (text, number) => `${text} (${number})`,
  folder: "In a folder", folderHint: "In a folder, such as /music/Drums", allSources: "Show all sources again",
  /** @param {string[]} names */ both: (names) => names.join(" and "),
  export: "Export copies",
  exportNote: "The copies that may go, of groups of which one is kept. Backups, hard links and what is away stay.",
  /** @type {[format: string, text: string][]} */
  formats: [["sh", "Script that compares again, then moves to the trash"], ["nul", "Paths, for xargs -0"], ["csv", "Table (CSV)"], ["json", "JSON"]],
  notDuplicates: "Not duplicates", later: "Later", undo: "Undo", keep: "Keep", kept: "kept", stillKeep: "Still keep it",
  keepNote: "Keep this one: the others may go",
  /** @param {string} path */ keepThis: (path) => `Keep ${path}`,
  saidNot: "not duplicates", saidLater: "put off", keptGone: "the one to keep is gone",
  /** @param {string | undefined} name */ saidKeep: (name) => `keep ${name ?? "one"}`,
  /** @param {string} said @param {string} copies */ since: (said, copies) => `${said}; ${copies} since`,
  /** What is known of a group, and of its members. @type {Record<string, string>} */
  known: { proved: "proved", "hard-linked": "hard links of one file", unverified: "equal at both ends, not compared yet" },
  original: "original", hardLink: "hard link", backup: "backup", away: "away", new: "new",
  /** @param {string} more */ unverified: (more) => `${more} may be equal`,
  /** @param {string} files @param {string} bytes */ label: (files, bytes) => `${files}, ${bytes} wasted`,
  /** @param {string} bytes */ each: (bytes) => `${bytes} each`,
  /** @param {string} bytes */ wasted: (bytes) => `${bytes} wasted`,
  /** @param {string} bytes */ atMost: (bytes) => `${bytes} at most`,
  nothingWasted: "nothing wasted",
};

/** Sounds that are alike. */
export const near = {
  sound: "Sound", verdict: "Verdict", length: "Length", format: "Format", rate: "Rate", bits: "Bits", channels: "Channels", size: "Size",
  /** @param {string} number */ first: (number) => `Show the first ${number}`,
  equal: "equally long",
  /** @param {string} time */ apart: (time) => `${time} apart`,
  /** @param {string} far */ close: (far) => `one name, ${far}: within 20 ms or 1 %`,
  /** @param {string} far */ loose: (far) => `one name, ${far}: within half a second`,
  /** @param {string} number */ common: (number) => `a name that ${number} sounds share says little`,
};

/** What sources share. */
export const overlap = {
  title: "What sources share",
  note: "how much of the source on the left the one above holds too, in bytes",
  source: "source", elsewhere: "anywhere else", only: "only here", backup: "(backup)", fewer: "Fewer",
  /** @param {string} share @param {string} source */ of: (share, source) => `${share} of ${source}`,
  /** @param {string} first @param {string} second */ pair: (first, second) => `${first} and ${second}`,
  /** @param {string} bytes @param {string} sounds */ amount: (bytes, sounds) => `${bytes} in ${sounds}`,
  /** @param {string} number */ unverified: (number) => `; ${number} more are not compared yet`,
};

/** What happens. */
export const activity = {
  title: "Activity", note: "Every change of the disk that concerned a sound.", none: "Nothing has happened yet.",
  queue: "Queue", inWork: "In work", pause: "Pause", resume: "Resume",
  /** @type {[text: string, seconds: number | undefined][]} */
  pauses: [["15 min", 900], ["1 h", 3600], ["until resumed", undefined]],
  /** @param {string} time */ pauseFor: (time) => `Pause ${time}`,
  /** What is done with a file. @type {Record<string, string>} */
  kinds: { examine: "reading", digest: "comparing", count: "measuring" },
  idle: "Nothing to do", scanning: "Scanning folders", paused: "Paused",
  /** @param {string} time */ pausedUntil: (time) => `Paused until ${time}`,
  /** @param {string} files */ toRead: (files) => `${files} to read`,
  /** @param {string} time */ left: (time) => `${time} left`,
  noticed: "Changes are still noticed; no file is opened",
  /** @param {string} running @param {string} waiting */ jobs: (running, waiting) => `${running} in work, ${waiting} waiting`,
  /** @param {string} number */ failed: (number) => `${number} failed and are tried again`,
  /** @param {string} number */ resting: (number) => `${number} rest until their source is back`,
};

/** What could not be read. */
export const problems = {
  title: "Problems", note: "A file that changes is tried again by itself.", none: "No problems: every file could be read.",
  open: "Open folder", retry: "Retry",
  /** @param {string} name */ trying: (name) => `${name} is tried again`,
  /** @param {string} name @param {string} reason */ still: (name, reason) => `${name}: ${reason}`,
  /** @param {string} name */ gone: (name) => `${name} could be read`,
  /** @param {string} kind @param {string} reason */ line: (kind, reason) => `${kind}: ${reason}`,
};

/** Lists that come page by page. */
export const pager = { more: "More" };
