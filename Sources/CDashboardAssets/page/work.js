// What is being read, what waits, how long that will take, and the brake.

import * as api from "./api.js";
import { el, fill, keepFocus, say } from "./dom.js";
import { count, counted, rate, remaining, since } from "./format.js";
import { pathCells } from "./rows.js";
import { act } from "./status.js";

/** What is done with a file. @type {Record<string, string>} */
const kinds = { examine: "reading", digest: "comparing", count: "measuring" };
/** How long the brake may be put on. @type {[label: string, seconds: number | undefined][]} */
const pauses = [["15 min", 900], ["1 h", 3600], ["until resumed", undefined]];

const headline = el("h2");
const note = el("p.note");
const brake = el("div.buttons", { role: "group", "aria-label": "Pause" });
const files = el("div", { "aria-label": "In work", role: "group" });
/** The part of the view that this fills. */
export const workView = el("section", { "aria-label": "Queue" },
  el("header.lead", {}, el("div", {}, headline, note), brake), files);
let isAsking = false;

/** @param {api.Status} status */
export async function showWork(status) {
  if (workView.offsetParent === null) return;
  say(headline, queue(status));
  say(note, details(status));
  keepFocus(brake, () => fill(brake, ...(status.isPaused
    ? [el("button", { type: "button", "data-focus": "resume", click: () => act(api.resume) }, "Resume")]
    : [el("span.dim", {}, "Pause"), ...pauses.map(([label, seconds]) =>
      el("button", { type: "button", "data-focus": label, "aria-label": `Pause ${label}`, click: () => act(() => api.pause(seconds)) }, label))])));
  if (status.jobs.running === 0) { fill(files); return; }
  if (isAsking) return;
  isAsking = true;
  const work = await api.work().catch(() => ({ files: [] }));
  isAsking = false;
  fill(files, ...work.files.map((file) => el("div.line", {},
    el("span.c-age", {}, since(file.since)), el("span.c-kind", {}, kinds[file.kind] ?? file.kind),
    ...pathCells(file.path), el("span.end.dim", {}, file.source))));
}

/** @param {api.Status} status */
function queue({ jobs, queue, isPaused, pausedUntil, isScanning }) {
  const left = jobs.waiting + jobs.running;
  if (isPaused) {
    const until = pausedUntil ? ` until ${new Date(pausedUntil * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}` : "";
    return `Paused${until}${left > 0 ? `, ${counted(left, "file")} to read` : ""}`;
  }
  if (left === 0) return isScanning ? "Scanning folders" : "Nothing to do";
  const eta = queue.etaSeconds ? `, ${remaining(queue.etaSeconds)} left` : "";
  return `${counted(left, "file")} to read${queue.ratePerSecond > 0 ? `, ${rate(queue.ratePerSecond)}` : ""}${eta}`;
}

/** @param {api.Status} status */
function details({ jobs, isPaused }) {
  const parts = [isPaused ? "Changes are still noticed; no file is opened" : `${count(jobs.running)} in work, ${count(jobs.waiting)} waiting`];
  if (jobs.failed > 0) parts.push(`${count(jobs.failed)} failed and are tried again`);
  if (jobs.resting > 0) parts.push(`${count(jobs.resting)} rest until their source is back`);
  return `${parts.join(", ")}.`;
}
