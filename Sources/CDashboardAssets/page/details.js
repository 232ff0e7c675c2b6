// Everything known of the selected file, beside the list.

import * as api from "./api.js";
import { copyPath, reveal, revealProblem, saveLink } from "./desk.js";
import { byId, el, fill } from "./dom.js";
import { age, bytes, count, duration, folderOf, moment, nameOf, sound } from "./format.js";
import { play } from "./player.js";
import { pathCells, playButton } from "./rows.js";
import { act, complain } from "./status.js";

/** The file shown, 0 for none. */
let shown = 0;
let request = new AbortController();

/** @param {{file: number, path: string} | undefined} row */
export async function openDetails(row) {
  if (!row) return;
  request.abort();
  request = new AbortController();
  try {
    const details = await api.details(row.file, request.signal);
    shown = row.file;
    show(details);
  } catch (error) {
    complain(error);
  }
}

export const isOpen = () => shown !== 0;

export function closeDetails() {
  request.abort();
  shown = 0;
  byId("details").hidden = true;
}

/** Follows the selection, where details are open. @param {{file: number, path: string}} row */
export function follow(row) {
  if (isOpen()) openDetails(row);
}

/** @param {api.Details} file */
function show(file) {
  const { properties } = file;
  /** @type {[string, string | undefined | false][]} */
  const facts = [
    ["Length", `${duration(properties.duration)}${properties.isEstimated ? ", estimated" : ""}`],
    ["Sound", sound(properties)],
    ["Format", [properties.format, properties.codec].filter(Boolean).join(", ")],
    ["Bit rate", properties.bitRate && `${count(properties.bitRate / 1000)} kbit/s`],
    ["Size", bytes(file.size)],
    ["Changed", moment(file.modifiedAt)],
    ["Looked at", age(file.examinedAt)],
    ["Deleted", file.deletedAt !== undefined && age(file.deletedAt)],
    ["Source", file.sourceState === "online" ? file.source : `${file.source}, ${file.sourceState}`],
    ...Object.entries(properties.tags ?? {}).map(([name, text]) => /** @type {[string, string]} */ ([name, text])),
    ["Fingerprint", file.fingerprint],
    ["Digest", file.digest],
  ];
  const aside = byId("details");
  aside.hidden = false;
  fill(aside,
    el("header", {}, el("h2", {}, nameOf(file.path)),
      el("button", { type: "button", "aria-label": "Close details", click: closeDetails }, "Close")),
    el("p.folder.whole", {}, folderOf(file.path)),
    el("div.buttons", { role: "group", "aria-label": "With this file" }, ...buttons(file)),
    el("dl", {}, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    ...section("Problems", file.problems.map(problem)),
    ...section("Copies", file.copies.map((copy) => el("div.line", {}, playButton(copy), ...pathCells(copy.path)))),
    ...section("Alike by name and length", (file.near?.members ?? []).filter((member) => member.file !== file.file)
      .map((member) => el("div.line", {}, playButton(member), ...pathCells(member.path)))),
    ...section("History", file.history.slice(-8).reverse()
      .map((row) => el("p.past", { title: moment(row.at) }, el("span", {}, row.kind), el("span.dim", {}, age(row.at))))));
}

/** @param {api.Details} file */
function buttons(file) {
  const copies = el("button", { type: "button", "aria-keyshortcuts": "Y", click: () => copyPath(file) }, "Copy path");
  if (file.deletedAt !== undefined) return [copies];
  return [
    el("button", { type: "button", click: () => play(file) }, "Play"),
    el("button", { type: "button", "aria-keyshortcuts": "R", title: "Show it in the file manager", click: () => reveal(file) }, "Reveal"),
    copies, saveLink(file),
  ];
}

/** @param {api.Problem} problem */
function problem(problem) {
  return el("div.problem", {}, el("p", {}, `${problem.kind}: ${problem.reason}`), problem.hint && el("p.dim", {}, problem.hint),
    el("div.buttons", {},
      el("button", { type: "button", click: () => act(() => api.retry(problem.id)) }, "Retry"),
      el("button", { type: "button", click: () => revealProblem(problem) }, "Open folder")));
}

/** @param {string} title @param {Node[]} rows */
function section(title, rows) {
  return rows.length > 0 ? [el("h3", {}, title), ...rows] : [];
}
