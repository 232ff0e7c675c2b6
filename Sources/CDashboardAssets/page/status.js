// The head of the page: totals, the queue, the banner, and the buttons that steer the daemon.

import * as api from "./api.js";
import { byId, el, fill, say } from "./dom.js";
import { bytes, count, counted, rate, remaining, total } from "./format.js";
import { doubt } from "./live.js";
import { status as texts } from "./texts.js";

/** Between two looks at the status, in milliseconds: while work is going on, and while nothing is. */
const busyPause = 1000;
const idlePause = 15000;

/** @type {((status: api.Status, stats: api.Stats) => void)[]} */
const watchers = [];
/** @type {api.Status | null} */
let latest = null;
let condition = "connecting";
let reason = "";
let timer = 0;
let isAsking = false;
/** What the daemon refused last; shown for a while. */
let refusal = "";
let forgetting = 0;
/** How long a refusal is shown, in milliseconds. */
const refusalTime = 8000;

/** Whoever shows parts of the status. @param {(status: api.Status, stats: api.Stats) => void} watcher */
export function watchStatus(watcher) {
  watchers.push(watcher);
}

/** Wires the buttons. */
export function startStatus() {
  byId("scan").addEventListener("click", () => act(() => api.scan()));
  byId("pause").addEventListener("click", () => act(() => (latest?.isPaused ? api.resume() : api.pause())));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refreshStatus(); });
}

/** Asks the daemon soon; many calls make one question. @param {number} [pause] */
export function refreshStatus(pause = 0) {
  clearTimeout(timer);
  timer = setTimeout(ask, pause);
}

/**
 * Shows whether the daemon is there.
 * @param {import("./live.js").Condition} now
 * @param {string} why
 */
export function showCondition(now, why) {
  condition = now;
  reason = why;
  show();
  if (now === "live") refreshStatus();
}

/** Carries out what a button asks for, and says so where the daemon refuses. @param {() => Promise<any>} what */
export async function act(what) {
  try {
    await what();
    refreshStatus();
  } catch (error) {
    complain(error);
  }
}

/** Shows what went wrong with a question. @param {unknown} error */
export function complain(error) {
  if (error instanceof DOMException && error.name === "AbortError") return;
  if (error instanceof api.Unreachable) {
    doubt();
    return;
  }
  if (error instanceof api.Refused && error.code === "unauthorized") {
    import("./token.js").then(({ askForToken }) => askForToken());
    return;
  }
  refusal = error instanceof Error ? error.message : String(error);
  clearTimeout(forgetting);
  forgetting = setTimeout(() => { refusal = ""; show(); }, refusalTime);
  show();
}

async function ask() {
  if (isAsking || document.hidden) return;
  isAsking = true;
  try {
    const [status, stats] = await Promise.all([api.status(), api.stats()]);
    latest = status;
    document.body.dataset.place = status.isAskedFromElsewhere ? "elsewhere" : "here";
    show();
    showTotals(status, stats);
    for (const watcher of watchers) watcher(status, stats);
    const isBusy = status.isScanning || status.jobs.waiting + status.jobs.running > 0;
    refreshStatus(isBusy && !status.isPaused ? busyPause : idlePause);
  } catch (error) {
    complain(error);
  } finally {
    isAsking = false;
  }
}

/** @param {api.Status} status @param {api.Stats} stats */
function showTotals(status, stats) {
  say(byId("totals"), `${counted(status.files, "file")} · ${bytes(stats.bytes)} · ${total(stats.hours * 3600)}`);
  byId("totals").title = texts.totals(counted(stats.uniqueFiles, "sound"), counted(status.files, "file"));
  say(byId("count-duplicates"), stats.duplicateGroups > 0 ? count(stats.duplicateGroups) : "");
  say(byId("count-sources"), count(status.sources.length));
  const problems = status.problems + (status.configuration?.problems.length ?? 0);
  say(byId("count-problems"), problems > 0 ? count(problems) : "");
}

/** Condition, queue and banner together: what one says the other must not contradict. */
function show() {
  const live = byId("live");
  const isPaused = condition === "live" && latest?.isPaused;
  const state = isPaused ? "paused" : condition;
  live.dataset.state = state;
  say(live, texts.conditions[state] ?? state);
  const isThere = condition === "live";
  byId("scan").disabled = !isThere;
  byId("pause").disabled = !isThere;
  if (latest) {
    say(byId("queue"), isThere ? queueText(latest) : "");
    say(byId("pause"), latest.isPaused ? texts.resume : texts.pause);
  }
  if (condition === "stopped") {
    banner("bad", reason || texts.stopped,
      reason ? "" : "audiowatch run");
  } else if (condition === "refused") {
    banner("bad", reason);
  } else if (refusal) {
    banner("bad", refusal);
  } else if (latest && latest.degraded.length > 0) {
    banner("warn", latest.degraded.join(" "));
  } else {
    banner("", "");
  }
}

/** @param {api.Status} status */
function queueText(status) {
  const left = status.jobs.waiting + status.jobs.running;
  if (left === 0) return status.isScanning ? texts.scanning : texts.empty;
  const parts = [texts.toRead(count(left))];
  if (!status.isPaused && status.queue.ratePerSecond > 0) parts.push(rate(status.queue.ratePerSecond));
  if (!status.isPaused && status.queue.etaSeconds) parts.push(texts.left(remaining(status.queue.etaSeconds)));
  return parts.join(" · ");
}

/** @param {"" | "warn" | "bad"} state @param {string} text @param {string} [command] */
function banner(state, text, command = "") {
  const element = byId("banner");
  element.hidden = text === "";
  element.dataset.state = state;
  const key = `${text}\n${command}`;
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  fill(element, el("span", {}, text), command && el("code", {}, command));
}
