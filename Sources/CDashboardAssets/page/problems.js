// Which file could not be read, why, and what to do.

import * as api from "./api.js";
import { configurationNotes } from "./configuration.js";
import { revealProblem } from "./desk.js";
import { byId, el, fill } from "./dom.js";
import { age, counted, moment } from "./format.js";
import { Pager } from "./pager.js";
import { retry } from "./retry.js";
import { badge, pathCells } from "./rows.js";
import { problems as texts } from "./texts.js";

/** @type {Pager<api.Problem>} */
const pager = new Pager({
  ask: async (after) => { const page = await api.problems(after); return { items: page.problems, next: page.next }; },
  show: problem,
  empty: texts.none,
});

const configuration = el("div");

export function startProblems() {
  fill(byId("view-problems"),
    el("header.lead", {}, el("div", {}, el("h2", {}, texts.title),
      el("p.note", {}, texts.note))),
    configuration, pager.root);
}

export const loadProblems = () => pager.load();

/** A file that nobody can read is a problem too. @param {api.Status} status */
export function showProblems(status) {
  fill(configuration, status.configuration?.problems.length ? configurationNotes(status) : null);
}

/** @param {api.Problem} problem */
function problem(problem) {
  return el("section.group", {},
    el("header", {},
      badge("bad", problem.kind), ...pathCells(problem.path),
      el("span.end.dim", { title: moment(problem.lastAt) }, age(problem.lastAt)),
      el("div.buttons", {},
        el("button.reveal", { type: "button", click: () => revealProblem(problem) }, texts.open),
        el("button", { type: "button", click: () => retry(problem, loadProblems) }, texts.retry))),
    el("p", {}, problem.reason, problem.attempts > 1 && ` (${counted(problem.attempts, "try")})`),
    problem.hint && el("p.dim", {}, problem.hint));
}
