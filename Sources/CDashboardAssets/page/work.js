// What is being read, what waits, how long that will take, and the brake.

import * as api from "./api.js";
import { el, fill, keepFocus, say } from "./dom.js";
import { count, counted, rate, remaining, since, timeOfDay } from "./format.js";
import { pathCells } from "./rows.js";
import { act } from "./status.js";
import { activity as texts } from "./texts.js";

const headline = el("h2");
const note = el("p.note");
const brake = el("div.buttons", { role: "group", "aria-label": texts.pause });
const files = el("div", { "aria-label": texts.inWork, role: "group" });
/** The part of the view that this fills. */
export const workView = el("section", { "aria-label": texts.queue },
  el("header.lead", {}, el("div", {}, headline, note), brake), files);
let isAsking = false;

/** @param {api.Status} status */
export async function showWork(status) {
  if (workView.offsetParent === null) return;
  say(headline, queue(status));
  say(note, details(status));
  keepFocus(brake, () => fill(brake, ...(status.isPaused
    ? [el("button", { type: "button", "data-focus": "resume", click: () => act(api.resume) }, texts.resume)]
    : [el("span.dim", {}, texts.pause), ...texts.pauses.map(([label, seconds]) =>
      el("button", { type: "button", "data-focus": label, "aria-label": texts.pauseFor(label), click: () => act(() => api.pause(seconds)) }, label))])));
  if (status.jobs.running === 0) { fill(files); return; }
  if (isAsking) return;
  isAsking = true;
  const work = await api.work().catch(() => ({ files: [] }));
  isAsking = false;
  fill(files, ...work.files.map((file) => el("div.line", {},
    el("span.c-age", {}, since(file.since)), el("span.c-kind", {}, texts.kinds[file.kind] ?? file.kind),
    ...pathCells(file.path), el("span.end.dim", {}, file.source))));
}

/** @param {api.Status} status */
function queue({ jobs, queue, isPaused, pausedUntil, isScanning }) {
  const left = jobs.waiting + jobs.running;
  if (isPaused) {
    const paused = pausedUntil ? texts.pausedUntil(timeOfDay(pausedUntil)) : texts.paused;
    return left > 0 ? `${paused}, ${texts.toRead(counted(left, "file"))}` : paused;
  }
  if (left === 0) return isScanning ? texts.scanning : texts.idle;
  return [
    texts.toRead(counted(left, "file")),
    queue.ratePerSecond > 0 && rate(queue.ratePerSecond),
    queue.etaSeconds && texts.left(remaining(queue.etaSeconds)),
  ].filter(Boolean).join(", ");
}

/** @param {api.Status} status */
function details({ jobs, isPaused }) {
  const parts = [];
  if (isPaused) parts.push(texts.noticed);
  else if (jobs.running + jobs.waiting > 0) parts.push(texts.jobs(count(jobs.running), count(jobs.waiting)));
  if (jobs.failed > 0) parts.push(texts.failed(count(jobs.failed)));
  if (jobs.resting > 0) parts.push(texts.resting(count(jobs.resting)));
  return parts.length > 0 ? `${parts.join(", ")}.` : "";
}
