// The sources: where they are, whether they are watched, and what is in them.

import * as api from "./api.js";
import { byId, el, fill } from "./dom.js";
import { age, bytes, count, counted, moment, remaining } from "./format.js";
import { badge } from "./rows.js";
import { act } from "./status.js";

/** @param {api.Status} status */
export function showSources(status) {
  const watched = status.watches;
  const share = watched.limit > 0 ? `, ${(watched.watched / watched.limit * 100).toFixed(1)} % of the limit` : "";
  fill(byId("view-sources"),
    el("header.lead", {}, el("div", {},
      el("h2", {}, `${counted(status.sources.length, "source")}, ${counted(status.files, "file")}`),
      el("p.note", {}, `Watching ${counted(watched.watched, "folder")}${share}. Running since ${moment(status.startedAt)}, version ${status.version}.`))),
    status.sources.length === 0 && el("p.empty", {}, "No sources yet. Add a folder: ", el("code", {}, "audiowatch source add ~/Music")),
    ...status.sources.map(source));
}

/** @param {api.Source} source */
function source(source) {
  const states = { online: "good", degraded: "warn", offline: "bad", disabled: "none" };
  const state = /** @type {"good"} */ (states[/** @type {keyof typeof states} */ (source.state)] ?? "none");
  return el("section.group.source", { "data-source": source.name },
    el("header", {},
      badge(state, source.state), el("b", {}, source.name),
      el("span.folder.grow", { title: source.path }, el("bdi", {}, source.path)),
      el("span.end", {}, counted(source.files, "file")), el("span.end", {}, bytes(source.bytes)),
      el("button", { type: "button", click: () => act(() => api.scan([source.name])) }, "Scan")),
    el("p", {}, health(source)));
}

/** One sentence on how well it is watched. @param {api.Source} source */
function health(source) {
  const parts = [];
  const every = (/** @type {number | undefined} */ seconds) => seconds ? ` every ${remaining(seconds)}` : "";
  if (source.reason) parts.push(source.reason);
  if (source.state === "disabled") parts.push("not watched; its rows stay searchable");
  else if (source.state === "offline") parts.push("away; its rows stay");
  else {
    const share = source.watchShare ? ` (${(source.watchShare * 100).toFixed(1)} % of the limit)` : "";
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
  if (source.deleted > 0) parts.push(`${count(source.deleted)} deleted rows kept`);
  const text = parts.join(", ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
