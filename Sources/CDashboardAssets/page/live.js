// The daemon's news: one event stream for all visible pages of this browser, and whether the daemon is there.
//
// A browser opens six connections a host: a stream in every tab would use them up. The page that holds
// the lock has the stream and tells the others; hidden pages have none and ask for everything when
// they are looked at again.

import { events, status as askStatus, Refused } from "./api.js";
import { status as texts } from "./texts.js";

/**
 * @typedef {{kind: string, source: string, file: number, content?: number, path: string, at: number}} Change
 * @typedef {"connecting" | "live" | "stopped" | "refused"} Condition
 */

/** Pauses between tries to reach a daemon that is gone, in milliseconds; the last one stays. */
const pauses = [500, 1000, 2000, 4000];
/** How long the changes of one bundle are collected, in milliseconds: the daemon sends four bundles a second. */
const beat = 30;

/** @type {{changes: (changes: Change[]) => void, everything: (event?: string) => void, condition: (now: Condition, why: string) => void}} */
let listener;
/** @type {Condition} */
let condition = "connecting";
/** @type {EventSource | null} */
let stream = null;
/** @type {(() => void) | null} */
let letGo = null;
/** @type {AbortController | null} */
let queueing = null;
let last = "";
let tries = 0;
let timer = 0;
/** @type {Change[]} */
let pending = [];
let delivery = 0;

const channel = new BroadcastChannel("audiowatch");
/** The lock that the page with the stream holds. */
const turn = "audiowatch-events";

/**
 * Starts to listen.
 * @param {typeof listener} to Told of changes in bundles; `everything` when changes may have been missed, with the
 *   event after which none was where that is known.
 */
export function listen(to) {
  listener = to;
  channel.onmessage = ({ data }) => hear(data.type, data.value);
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : join()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) join(); });
  if (!document.hidden) join();
}

/** Called by whoever asked the daemon in vain: looks at once whether it is there. */
export function doubt() {
  if (condition === "live") lose();
}

/** Begins to listen, and leaves it to another page where that does already. The others have told nothing to a hidden one. */
function join() {
  if (queueing) return;
  if (condition === "live") listener.everything();
  const mine = queueing = new AbortController();
  // Most pages are the only one: who waits to be told so begins late.
  open();
  navigator.locks?.request(turn, { ifAvailable: true }, (lock) => {
    if (queueing !== mine) return undefined;
    if (lock) return leaving();
    clearTimeout(timer);
    stream?.close();
    stream = null;
    navigator.locks.request(turn, { signal: mine.signal }, () => { open(); return leaving(); }).catch(() => {});
    // Whoever holds the stream is asked how things stand.
    channel.postMessage({ type: "how" });
    return undefined;
  }).catch(() => {});
}

/** Ends when the stream is let go. */
function leaving() {
  return new Promise((resolve) => { letGo = () => resolve(undefined); });
}

function leave() {
  clearTimeout(timer);
  queueing?.abort();
  queueing = null;
  stream?.close();
  stream = null;
  letGo?.();
  letGo = null;
}

function open() {
  clearTimeout(timer);
  stream?.close();
  stream = new EventSource(events(last));
  stream.addEventListener("ready", (event) => { arrive(event); tell("ready", last); });
  stream.addEventListener("resync", (event) => { arrive(event); tell("resync"); });
  stream.addEventListener("catalog", (event) => {
    last = event.lastEventId || last;
    tell("change", JSON.parse(event.data));
  });
  stream.onerror = lose;
}

/** @param {MessageEvent} event */
function arrive(event) {
  last = event.lastEventId || last;
  tries = 0;
}

/** The stream broke: is the daemon gone, or does it refuse us? */
async function lose() {
  if (!stream) return;
  stream.close();
  clearTimeout(timer);
  try {
    await askStatus();
    if (tries > 0) tell("stopped", texts.noStream);
  } catch (error) {
    if (error instanceof Refused) tell("refused", error.message);
    else tell("stopped", "");
  }
  if (!queueing) return;
  timer = setTimeout(open, pauses[Math.min(tries, pauses.length - 1)]);
  tries += 1;
}

/** Says it here and on the other pages. @param {string} type @param {any} [value] */
function tell(type, value) {
  channel.postMessage({ type, value });
  hear(type, value);
}

/** @param {string} type @param {any} value */
function hear(type, value) {
  switch (type) {
    case "change":
      pending.push(value);
      delivery ||= setTimeout(deliver, beat);
      break;
    case "how":
      if (stream && condition !== "connecting") channel.postMessage({ type: condition === "live" ? "ready" : condition, value: last });
      break;
    case "ready":
    case "resync": {
      const isNew = condition !== "live";
      become("live", "");
      if (type === "resync" || isNew) listener.everything(type === "ready" ? value : undefined);
      break;
    }
    default:
      become(/** @type {Condition} */ (type), value ?? "");
  }
}

function deliver() {
  delivery = 0;
  const bundle = pending;
  pending = [];
  listener.changes(bundle);
}

/** @param {Condition} now @param {string} why */
function become(now, why) {
  condition = now;
  listener.condition(now, why);
}
