// The sources: where they are, whether they are watched, what is in them, and what they share.

import * as api from "./api.js";
import { configurationNotes } from "./configuration.js";
import { byId, el, fill, keepFocus, say } from "./dom.js";
import { age, bytes, count, counted, moment, percent, remaining, total } from "./format.js";
import { badge } from "./rows.js";
import { act, complain } from "./status.js";

/** Formats of a source that are named. */
const few = 4;

const headline = el("h2");
const note = el("p.note");
const list = el("div");
const configuration = el("div");
/** The form for a new folder, while it is open. */
const adding = el("div");
const add = /** @type {HTMLButtonElement} */ (el("button", { type: "button", id: "add", "aria-expanded": "false", click: () => openForm().catch(complain) }, "Add a folder"));
const figures = el("div.charts");

export function startSources() {
  fill(byId("view-sources"),
    el("header.lead", {}, el("div", {}, headline, note), add), configuration, adding, list,
    el("p.note.howto", {}, "From a terminal: ", el("code", {}, "audiowatch source add ~/Music"), ", ",
      el("code", {}, "audiowatch source remove NAME"), "."),
    figures);
}

/** What is loaded when the view is looked at first: most visits need none of it. */
const folders = () => import("./folders.js");

/** Opens the form for a new folder. */
async function openForm() {
  const { addForm } = await folders();
  fill(adding, addForm(() => {
    const hadFocus = adding.contains(document.activeElement);
    fill(adding);
    add.setAttribute("aria-expanded", "false");
    add.hidden = false;
    if (hadFocus) add.focus();
  }));
  add.setAttribute("aria-expanded", "true");
  add.hidden = true;
  adding.querySelector("input")?.focus();
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
  fill(configuration, configurationNotes(status));
  const contents = new Map(stats.bySource.map((one) => [one.source, one]));
  keepFocus(list, () => fill(list,
    sources.length === 0 && empty(),
    ...sources.map((one) => source(one, contents.get(one.name)))));
}

/** There is nothing to show yet, and one thing to do. */
function empty() {
  return el("div.empty", {},
    el("p", {}, "No sources yet. Which folder holds your sounds?"),
    el("button", { type: "button", "data-focus": "first", click: () => openForm().catch(complain) }, "Add a folder"));
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
      el("div.buttons", {},
        button(source, "scan", source.lastScan?.isRunning ? "Scanning" : "Scan", `Scan ${source.name} again`,
          () => act(() => api.scan([source.name])), source.state === "disabled" || source.lastScan?.isRunning === true),
        button(source, "watch", source.state === "disabled" ? "Watch" : "Stop watching",
          source.state === "disabled" ? `Watch ${source.name} again` : `Stop watching ${source.name}`,
          () => folders().then(({ toggle }) => toggle(source)).catch(complain)),
        button(source, "remove", "Remove", `Remove ${source.name}`,
          () => folders().then(({ askToRemove }) => askToRemove(source)).catch(complain)))),
    contents && contents.contents > 0 && el("p", {}, holds(contents)),
    el("p.dim", {}, health(source)));
}

/**
 * @param {api.Source} source @param {string} key @param {string} text @param {string} label @param {() => void} click
 * @param {boolean} [disabled]
 */
function button(source, key, text, label, click, disabled = false) {
  return el("button", { type: "button", "data-focus": `${key} ${source.name}`, "aria-label": label, disabled, click }, text);
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
