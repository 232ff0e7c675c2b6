// What happened, the newest first.

import * as api from "./api.js";
import { byId, el, fill } from "./dom.js";
import { age, moment } from "./format.js";
import { Pager } from "./pager.js";
import { badge, pathCells, playButton } from "./rows.js";
import { refreshStatus } from "./status.js";
import { activity as texts } from "./texts.js";
import { workView } from "./work.js";

export { showWork } from "./work.js";

/** @type {Record<string, "good" | "warn" | "bad" | "none">} */
const states = { added: "good", revived: "good", problem: "bad", deleted: "warn" };

/** @type {Pager<api.ActivityRow>} */
const pager = new Pager({
  ask: async (after) => { const page = await api.activity(after); return { items: page.activity, next: page.next }; },
  show: line,
  empty: texts.none,
});

export function startActivity() {
  fill(byId("view-activity"), workView,
    el("header.lead", {}, el("div", {}, el("h2", {}, texts.title), el("p.note", {}, texts.note))),
    pager.root);
}

export function loadActivity() {
  refreshStatus();
  return pager.load();
}

/** @param {api.ActivityRow} row */
function line(row) {
  const isThere = row.file !== undefined && row.path !== undefined && row.kind !== "deleted";
  return el("div.line", {},
    el("span.c-age", { title: moment(row.at) }, age(row.at)),
    el("span.c-kind", {}, badge(states[row.kind] ?? "none", row.kind)),
    isThere ? playButton({ file: /** @type {number} */ (row.file), path: /** @type {string} */ (row.path) }) : el("span.play"),
    ...(row.path ? pathCells(row.path) : [el("span.c-name", {}, row.detail ?? "")]),
    row.path && row.detail ? el("span.detail", { title: row.detail }, row.detail) : null,
    el("span.end.dim", {}, row.source ?? ""));
}
