// Everything known of the selected file, beside the list.

import * as api from "./api.js";
import { copyPath, reveal, revealProblem, saveLink } from "./desk.js";
import { byId, el, fill } from "./dom.js";
import { age, bitRate, bytes, duration, folderOf, moment, nameOf, sound } from "./format.js";
import { play } from "./player.js";
import { retry } from "./retry.js";
import { pathCells, playButton } from "./rows.js";
import { complain } from "./status.js";
import { details as texts, problems as problemTexts } from "./texts.js";

/** @type {{file: number, path: string} | undefined} */
let shown;
let request = new AbortController();

/** @param {{file: number, path: string} | undefined} row */
export async function openDetails(row) {
  if (!row) return;
  request.abort();
  request = new AbortController();
  try {
    const details = await api.details(row.file, request.signal);
    shown = row;
    show(details);
  } catch (error) {
    complain(error);
  }
}

export function closeDetails() {
  request.abort();
  byId("details").hidden = true;
}

/** @param {api.Details} file */
function show(file) {
  const { properties } = file;
  /** @type {[string, string | undefined | false][]} */
  const facts = [
    [texts.length, properties.isEstimated ? texts.estimated(duration(properties.duration)) : duration(properties.duration)],
    [texts.sound, sound(properties)],
    [texts.format, [...new Set([properties.format, properties.codec])].filter(Boolean).join(", ")],
    [texts.rate, properties.bitRate ? bitRate(properties.bitRate) : undefined],
    [texts.size, bytes(file.size)],
    [texts.changed, moment(file.modifiedAt)],
    [texts.seen, age(file.examinedAt)],
    [texts.deleted, file.deletedAt !== undefined && age(file.deletedAt)],
    [texts.source, file.sourceState === "online" ? file.source : `${file.source}, ${file.sourceState}`],
    ...Object.entries(properties.tags ?? {}).map(([name, text]) => /** @type {[string, string]} */ ([name, text])),
    [texts.fingerprint, file.fingerprint],
    [texts.digest, file.digest],
  ];
  const aside = byId("details");
  aside.hidden = false;
  fill(aside,
    el("header", {}, el("h2", {}, nameOf(file.path)),
      el("button", { type: "button", "aria-label": texts.closeLabel, click: closeDetails }, texts.close)),
    el("p.folder.whole", {}, folderOf(file.path)),
    el("div.buttons", { role: "group", "aria-label": texts.actions }, ...buttons(file)),
    el("dl", {}, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    ...section(texts.problems, file.problems.map(problem)),
    ...section(texts.copies, file.copies.map((copy) => el("div.line", {}, playButton(copy), ...pathCells(copy.path)))),
    ...section(texts.near, (file.near?.members ?? []).filter((member) => member.file !== file.file)
      .map((member) => el("div.line", {}, playButton(member), ...pathCells(member.path)))),
    ...section(texts.history, file.history.slice(-8).reverse()
      .map((row) => el("p.past", { title: moment(row.at) }, el("span", {}, row.kind), el("span.dim", {}, age(row.at))))));
}

/** @param {api.Details} file */
function buttons(file) {
  const copies = el("button", { type: "button", "aria-keyshortcuts": "Y", click: () => copyPath(file) }, texts.copy);
  if (file.deletedAt !== undefined) return [copies];
  return [
    el("button", { type: "button", click: () => play(file) }, texts.play),
    el("button.reveal", { type: "button", "aria-keyshortcuts": "R", title: texts.revealLabel, click: () => reveal(file) }, texts.reveal),
    copies, saveLink(file),
  ];
}

/** @param {api.Problem} problem */
function problem(problem) {
  return el("div.problem", {}, el("p", {}, problemTexts.line(problem.kind, problem.reason)), problem.hint && el("p.dim", {}, problem.hint),
    el("div.buttons", {},
      el("button", { type: "button", click: () => retry(problem, () => openDetails(shown)) }, problemTexts.retry),
      el("button.reveal", { type: "button", click: () => revealProblem(problem) }, problemTexts.open)));
}

/** @param {string} title @param {Node[]} rows */
function section(title, rows) {
  return rows.length > 0 ? [el("h3", {}, title), ...rows] : [];
}
