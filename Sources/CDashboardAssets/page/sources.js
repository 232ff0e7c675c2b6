// The sources: where they are, whether they are watched, what is in them, and what they share.

import * as api from "./api.js";
import { byId, el, fill, keepFocus, say } from "./dom.js";
import { age, bytes, count, counted, moment, percent, remaining, total } from "./format.js";
import { badge } from "./rows.js";
import { act } from "./status.js";

/** Formats of a source that are named. */
const few = 4;

const headline = el("h2");
const note = el("p.note");
const list = el("div");
const figures = el("div.charts");

export function startSources() {
  fill(byId("view-sources"),
    el("header.lead", {}, el("div", {}, headline, note)), list,
    el("p.note.howto", {}, "To add or remove a folder: ", el("code", {}, "audiowatch source add ~/Music"), ", ",
      el("code", {}, "audiowatch source remove NAME"),
      ". The daemon takes it up at its next start; rows of a removed source stay until ", el("code", {}, "audiowatch doctor --prune"), "."),
    figures);
}

/** Shows the charts, when the view is looked at: the page begins without them. */
export async function loadSources() {
  const { loadFigures } = await import("./figures.js");
  loadFigures(figures);
}

/** @param {api.Status} status @param {api.Stats} stats */
export function showSources(status, stats) {
  const { sources } = status;
  say(headline, overall(status));
  say(note, `${counted(sources.length, "source")}, ${counted(status.files, "file")}. Running since ${moment(status.startedAt)}, version ${status.version}.`);
  const contents = new Map(stats.bySource.map((one) => [one.source, one]));
  keepFocus(list, () => fill(list,
    sources.length === 0 && el("p.empty", {}, "No sources yet. Add a folder: ", el("code", {}, "audiowatch source add ~/Music")),
    ...sources.map((one) => source(one, contents.get(one.name)))));
}

/** Whether all is well, in one sentence. @param {api.Status} status */
function overall({ sources, watches }) {
  const away = sources.filter(({ state }) => state === "offline");
  const degraded = sources.filter(({ state }) => state === "degraded");
  const parts = [];
  if (away.length > 0) parts.push(`${away.map(({ name }) => name).join(", ")} ${away.length === 1 ? "is" : "are"} away`);
  if (degraded.length > 0) parts.push(`${degraded.map(({ name }) => name).join(", ")} ${degraded.length === 1 ? "needs" : "need"} a look`);
  if (parts.length === 0 && sources.length > 0) parts.push("all is well");
  const share = watches.limit > 0 ? `, ${percent(watches.watched / watches.limit)} of the limit` : "";
  const last = Math.max(...sources.map(({ lastEventAt }) => lastEventAt ?? 0), 0);
  parts.push(`watching ${counted(watches.watched, "folder")}${share}`);
  if (last > 0) parts.push(`last change ${age(last)}`);
  return sentence(parts.join(", "));
}

/** @param {api.Source} source @param {api.SourceFigures | undefined} contents */
function source(source, contents) {
  const states = { online: "good", degraded: "warn", offline: "bad", disabled: "none" };
  const state = /** @type {"good"} */ (states[/** @type {keyof typeof states} */ (source.state)] ?? "none");
  return el("section.group.source", { "data-source": source.name, "aria-label": source.name },
    el("header", {},
      badge(state, source.state), el("b", {}, source.name),
      el("span.folder.grow", { title: source.path }, el("bdi", {}, source.path)),
      el("span.end", {}, counted(source.files, "file")), el("span.end", {}, bytes(source.bytes)),
      el("button", {
        type: "button", "data-focus": `scan ${source.name}`, disabled: source.lastScan?.isRunning === true,
        "aria-label": `Scan ${source.name} again`, click: () => act(() => api.scan([source.name])),
      }, source.lastScan?.isRunning ? "Scanning" : "Scan")),
    contents && contents.contents > 0 && el("p", {}, holds(contents)),
    el("p.dim", {}, health(source)));
}

/** What is in it: `310 h in 12,410 sounds: 9,000 wav, 2,100 mp3`. @param {api.SourceFigures} contents */
function holds({ contents, hours, byFormat }) {
  const named = byFormat.slice(0, few).map((one) => `${count(one.contents)} ${one.format ?? "not audio"}`);
  const others = byFormat.slice(few).reduce((sum, one) => sum + one.contents, 0);
  if (others > 0) named.push(`${count(others)} others`);
  return `${total(hours * 3600)} in ${counted(contents, "sound")}: ${named.join(", ")}.`;
}

/** One sentence on how well it is watched. @param {api.Source} source */
function health(source) {
  const parts = [];
  const every = (/** @type {number | undefined} */ seconds) => seconds ? ` every ${remaining(seconds)}` : "";
  if (source.reason) parts.push(source.reason);
  if (source.state === "disabled") parts.push("not watched; its rows stay searchable");
  else if (source.state === "offline") parts.push("away; its rows stay");
  else {
    const share = source.watchShare ? ` (${percent(source.watchShare)} of the limit)` : "";
    parts.push(`watching ${counted(source.watchedDirectories, "folder")}${share}`);
    if (source.unwatchedDirectories > 0) parts.push(`${counted(source.unwatchedDirectories, "folder")} without a watch, looked at${every(source.pollSeconds)}`);
    if (source.coverage === "polled") parts.push(`polled${every(source.reconcileSeconds)}`);
  }
  if (source.reading === "names") parts.push("files are not opened, only their names, sizes and times are known");
  if (source.unreadableDirectories > 0) parts.push(`${counted(source.unreadableDirectories, "folder")} unreadable`);
  if (source.lastEventAt) parts.push(`last change ${age(source.lastEventAt)}`);
  const scan = source.lastScan;
  if (scan?.isRunning) parts.push(`scanning since ${age(scan.startedAt).replace(" ago", "")} (${scan.reason})`);
  if (source.lastReconcileAt) parts.push(`compared with the disk ${age(source.lastReconcileAt)}`);
  if (source.nextReconcileAt) parts.push(`again in ${remaining(source.nextReconcileAt - Date.now() / 1000)}`);
  const scans = Object.entries(source.rescans).map(([reason, times]) => `${count(times)} ${reason}`);
  if (scans.length > 0) parts.push(`scans: ${scans.join(", ")}${scans.length > 1 && scan ? `; the last: ${scan.reason}` : ""}`);
  if (source.overflows > 0) parts.push(`${counted(source.overflows, "overflow")} of the kernel's queue, each followed by a scan`);
  if (source.deleted > 0) parts.push(`${counted(source.deleted, "deleted row")} kept`);
  return sentence(parts.join(", "));
}

/** @param {string} text */
function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
