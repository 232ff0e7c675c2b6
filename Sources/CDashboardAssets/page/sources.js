// The sources: where they are, whether they are watched, and what is in them.

import * as api from "./api.js";
import { byId, el, fill } from "./dom.js";
import { age, bytes, count, counted, moment } from "./format.js";
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
  if (source.reason) parts.push(source.reason);
  if (source.state === "disabled") parts.push("not watched; its rows stay searchable");
  else if (source.state === "offline") parts.push("away; its rows stay");
  else {
    parts.push(`watching ${counted(source.watchedDirectories, "folder")}`);
    if (source.unwatchedDirectories > 0) parts.push(`${counted(source.unwatchedDirectories, "folder")} without a watch, found by scans only`);
  }
  if (source.lastEventAt) parts.push(`last change ${age(source.lastEventAt)}`);
  const scan = source.lastScan;
  if (scan?.isRunning) parts.push(`scanning since ${age(scan.startedAt).replace(" ago", "")}`);
  else if (scan?.finishedAt) parts.push(`last scan ${age(scan.finishedAt)}`);
  if (source.overflows > 0) parts.push(`${counted(source.overflows, "overflow")} of the kernel's queue, each followed by a scan`);
  if (source.deleted > 0) parts.push(`${count(source.deleted)} deleted rows kept`);
  const text = parts.join(", ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
