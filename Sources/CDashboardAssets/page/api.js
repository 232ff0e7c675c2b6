// The daemon's routes, as Sources/HTTPDashboard/README.md has them. No other module fetches anything.

/**
 * @typedef {{duration?: number, isEstimated: boolean, sampleRate?: number, channels?: number, bitDepth?: number,
 *   format?: string, codec?: string, bitRate?: number, tags: Record<string, string>}} Properties
 * @typedef {{id?: number, file: number, path: string, source: string, sourceState: string, size: number,
 *   modifiedAt: number, copies: number, properties: Properties}} Hit
 * @typedef {{file: number, path: string, source: string, sourceState: string, role: string, kind: string}} Member
 * @typedef {{verdict: string, file?: number, unseen?: number[], decidedAt: number}} Verdict
 * @typedef {{keep: number, not_duplicate: number, later: number}} VerdictCounts
 * @typedef {"duplicates" | "near-duplicates"} GroupKind
 * @typedef {{content: number, size: number, properties: Properties, wasted: number, members: Member[], state: string,
 *   unverified: number, verdict?: Verdict}} DuplicateGroup
 * @typedef {{contents: number, bytes: number}} Amount
 * @typedef {{first: string, second: string, shared: Amount, shareOfFirst?: number, shareOfSecond?: number,
 *   unverified: Amount}} OverlapPair
 * @typedef {{source: string, role: string, state: string, holds: Amount, elsewhere: Amount, share?: number,
 *   unverified: Amount}} OverlapSource
 * @typedef {{groups: number, copies: number, hardLinks: number, wasted: number, sources: OverlapSource[],
 *   pairs: OverlapPair[]}} SourceOverlap
 * @typedef {{id: number, file: number, path: string, source: string, size: number, isClose: boolean,
 *   properties: Properties}} NearMember
 * @typedef {{leader: number, baseName: string, kind: string, count: number, members: NearMember[],
 *   verdict?: Verdict}} NearGroup
 * @typedef {{id: number, at: number, kind: string, source?: string, file?: number, path?: string,
 *   detail?: string}} ActivityRow
 * @typedef {{id: number, kind: string, path: string, source: string, reason: string, hint?: string,
 *   firstAt: number, lastAt: number, attempts: number}} Problem
 * @typedef {Omit<Hit, "copies"> & {examinedAt: number, deletedAt?: number, fingerprint?: string, digest?: string,
 *   copies: Member[], unverified: number[], near?: NearGroup, problems: Problem[],
 *   jobs: {kind: string, attempts: number, lastError?: string}[], history: ActivityRow[]}} Details
 * @typedef {{name: string, path: string, state: string, reason?: string, files: number, bytes: number, deleted: number,
 *   watchedDirectories: number, unwatchedDirectories: number, coverage: string, reading: string, watchLimit?: number,
 *   watchShare?: number, unreadableDirectories: number, overflows: number, rescans: Record<string, number>,
 *   lastReconcileAt?: number, nextReconcileAt?: number, reconcileSeconds?: number, pollSeconds?: number,
 *   lastEventAt?: number,
 *   lastScan?: {reason: string, startedAt: number, finishedAt?: number, isRunning: boolean}}} Source
 * @typedef {{pid: number, version: string, startedAt: number, sources: Source[],
 *   jobs: {waiting: number, running: number, failed: number, resting: number},
 *   queue: {ratePerSecond: number, etaSeconds?: number}, watches: {watched: number, limit: number},
 *   overflows: number, isPaused: boolean, pausedUntil?: number, isScanning: boolean, problems: number,
 *   files: number, contents: number, degraded: string[], configuration?: Configuration, isAskedFromElsewhere?: boolean}} Status
 * @typedef {{line?: number, column?: number, message: string}} Finding
 * @typedef {{file: string, appliedAt: number, problems: Finding[], warnings: Finding[],
 *   pending: {key: string, now: string, then: string}[]}} Configuration
 * @typedef {{source: string, isChanged: boolean, reload: {configuration: Configuration, added: string[],
 *   removed: string[], changed: string[]}}} SourceAnswer
 * @typedef {{path: string, name?: string, canBeAdded: boolean,
 *   remarks: {kind: string, message: string}[]}} FolderAdvice
 * @typedef {{uniqueFiles: number, bytes: number, hours: number, duplicatePaths: number, duplicateGroups: number,
 *   wastedBytes: number, bySource: SourceFigures[],
 *   byFormat: {format?: string, files: number, bytes: number, hours: number}[]}} Stats
 * @typedef {{source: string, files: number, bytes: number, contents: number, hours: number,
 *   byFormat: {format?: string, contents: number}[]}} SourceFigures
 * @typedef {{kind: string, source: string, path: string, since: number}} InWork
 * @typedef {{card: string, device: string, pid?: number, program?: string, kind: "shared" | "jack" | "alone"}} CardHolder
 */

import { addressOf, early } from "./first.js";
import { status as texts } from "./texts.js";

/** What the daemon answered instead of a value: a sentence made to be shown. */
export class Refused extends Error {
  /** @param {{code: string, message: string, hint?: string, range?: [number, number]}} error @param {number} status */
  constructor(error, status) {
    super(error.hint ? `${error.message}: ${error.hint}` : error.message);
    this.code = error.code;
    this.status = status;
    /** Where in a search it is wrong. */ this.range = error.range;
  }
}

/** Nobody answered. */
export class Unreachable extends Error {}

/** @returns {Promise<Status>} */
export const status = () => get("/api/status");

/** @returns {Promise<Stats>} */
export const stats = () => get("/api/stats");

/**
 * @param {{q: string, sort?: string, order?: string, offset?: number, limit: number}} question
 * @param {AbortSignal} [signal]
 * @returns {Promise<{hits: Hit[], total?: number, next?: string, asOf?: string}>} With all changes up to the event `asOf`.
 */
export const files = (question, signal) => get("/api/files", question, signal);

/** @param {string} q @param {AbortSignal} [signal] @returns {Promise<any>} Values with counts, by what they are of. */
export const facets = (q, signal) => get("/api/facets", { q }, signal);

/** @param {number} file @param {AbortSignal} [signal] @returns {Promise<Details>} */
export const details = (file, signal) => get(`/api/files/f${file}`, {}, signal);

/**
 * @param {{sort?: string, decided?: string, state?: string, source?: string[], folder?: string, after?: string}} question
 * @returns {Promise<{groups: DuplicateGroup[], next?: string, decided: VerdictCounts}>}
 */
export const duplicates = (question) => get("/api/duplicates", question);

/**
 * @param {{decided?: string, after?: string}} question
 * @returns {Promise<{groups: NearGroup[], next?: string, decided: VerdictCounts}>}
 */
export const nearDuplicates = (question) => get("/api/near-duplicates", question);

/** @returns {Promise<SourceOverlap>} */
export const overlap = () => get("/api/duplicates/overlap");

/** @param {GroupKind} kind @param {number} group @param {{verdict: string | null, file?: number, members?: number[]}} what */
export const decide = (kind, group, what) => post(`/api/${kind}/${group}/verdict`, what);

/** @param {string} [after] @returns {Promise<{activity: ActivityRow[], next?: string}>} */
export const activity = (after) => get("/api/activity", { after });

/** @param {string} [after] @returns {Promise<{problems: Problem[], next?: string}>} */
export const problems = (after) => get("/api/problems", { after });

/** Files that are worked on now. @returns {Promise<{files: InWork[]}>} */
export const work = () => get("/api/work");

/** Who plays through this machine's sound cards. @returns {Promise<{holders: CardHolder[]}>} */
export const soundCards = () => get("/api/sound-cards");

/** @param {string[]} [sources] */
export const scan = (sources) => post("/api/scan", sources ? { sources } : {});

/** Has a folder watched. @param {string} path @param {string} [name] @returns {Promise<SourceAnswer>} */
export const addSource = (path, name) => post("/api/sources/add", name ? { path, name } : { path });

/** Has a source watched no longer; its rows are kept. @param {string} source @returns {Promise<SourceAnswer>} */
export const removeSource = (source) => post("/api/sources/remove", { source });

/** Changes a key of a source. @param {string} source @param {string} key @param {string[]} values @returns {Promise<SourceAnswer>} */
export const setSource = (source, key, values) => post("/api/sources/set", { source, key, values });

/** What is to be said of a folder before it is added. @param {string} path @returns {Promise<FolderAdvice>} */
export const checkFolder = (path) => post("/api/sources/check", { path });

/** @param {number} [seconds] Until somebody resumes, where left out. */
export const pause = (seconds) => post("/api/pause", seconds ? { seconds } : {});
export const resume = () => post("/api/resume", {});

/** @param {number} problem */
export const retry = (problem) => post(`/api/problems/${problem}/retry`, {});

/**
 * Ends when everything that the disk holds now is in the catalogue, or after so many seconds.
 * @param {number} seconds @returns {Promise<{isComplete: boolean}>}
 */
export const wait = (seconds) => post("/api/wait", { timeoutSeconds: seconds });

/** Has the file manager show a file. @param {number} file @returns {Promise<{shown: string}>} */
export const reveal = (file) => post(`/api/files/f${file}/reveal`, {});

/** The same of what a problem is about. @param {number} problem @returns {Promise<{shown: string}>} */
export const revealProblem = (problem) => post(`/api/problems/${problem}/reveal`, {});

/** Exchanges a token for this browser's cookie. @param {string} token */
export const session = (token) => post("/api/session", { token });

/**
 * Where the sound of a file is: the file, or where browsers cannot read it a WAV made of it.
 * @param {number} file @param {number} [channel] The first channel of a pair; without it all are folded down.
 */
export const audio = (file, channel) => `/audio/f${file}${channel ? `?channel=${channel}` : ""}`;

/** The waveform of a file, made where there is none yet. @param {number} file @returns {Promise<{peaks: string}>} */
export const peaks = (file) => get(`/api/peaks/f${file}`);

/**
 * Waveforms of many files, as far as they are known or quickly made.
 * @param {number[]} files
 * @returns {Promise<{peaks: Record<string, string>, missing: string[]}>} By `f` and the number; `missing` are worth
 *   asking for again.
 */
export const manyPeaks = (files) => get("/api/peaks", { files: files.map((file) => `f${file}`).join() });

/** Where a file can be saved from, under its own name. @param {number} file */
export const download = (file) => `/audio/f${file}?download=1`;

/** Where events are told, after the one with this id, in four bundles a second at the most. @param {string} [last] */
export const events = (last) => `/api/events?pace=0.25${last ? `&last=${encodeURIComponent(last)}` : ""}`;

/** @param {string} path @param {import("./first.js").Parameters} [parameters] @param {AbortSignal} [signal] */
function get(path, parameters, signal) {
  return answer(addressOf(path, parameters), { signal });
}

/** @param {string} path @param {object} body */
function post(path, body) {
  return answer(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Audiowatch": "1" },
    body: JSON.stringify(body),
  });
}

/** @param {string} path @param {RequestInit} request */
async function answer(path, request) {
  let response;
  try {
    response = await (early(path) ?? fetch(path, { ...request, credentials: "same-origin", cache: "no-store" }));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable(texts.unreachable);
  }
  if (response.status === 204) return {};
  const value = await response.json().catch(() => null);
  const asOf = response.headers.get("X-Audiowatch-Event");
  if (response.ok && value !== null) return asOf === null ? value : { ...value, asOf };
  throw new Refused(
    value?.error ?? { code: "unreadable", message: texts.unreadable(response.status) }, response.status);
}
