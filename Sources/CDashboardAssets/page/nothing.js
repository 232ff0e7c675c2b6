// Why a search finds nothing: which of its parts excludes the most.

import * as api from "./api.js";
import { clauses, without } from "./clauses.js";
import { el, fill } from "./dom.js";
import { counted } from "./format.js";
import { list as texts } from "./texts.js";

/** Parts that are tried; nobody reads more. */
const tried = 8;
/** Parts that are shown. */
const shown = 3;

/** Whoever is still typing is not told, in milliseconds. */
const pause = 400;

/** @type {AbortController | null} */ let request = null;

/** Says it in place of the rows. @param {HTMLElement} place @param {string} query @param {(query: string) => void} change */
export async function explainNothing(place, query, change) {
  if (place.dataset.query === query) return;
  place.dataset.query = query;
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  const clears = el("p.dim", {}, el("kbd", {}, "Esc"), " ", texts.clears);
  fill(place, el("p", {}, texts.nothing), clears);
  const parts = clauses(query);
  if (parts.length < 2) return;
  await new Promise((resolve) => setTimeout(resolve, pause));
  if (signal.aborted) return;
  const some = parts.slice(0, tried);
  const wider = await Promise.all(some.map((part) => countOf(without(query, part), signal)));
  const best = some.map((part, place) => ({ part, total: wider[place] })).filter(({ total }) => total > 0)
    .sort((one, other) => other.total - one.total).slice(0, shown);
  // Where leaving out one is not enough, some find nothing even alone.
  const alone = best.length > 0 ? [] : await Promise.all(some.map((part) => countOf(part.text, signal)));
  if (signal.aborted) return;
  const empty = some.filter((_, place) => alone[place] === 0);
  fill(place,
    el("p", {}, best.length > 0 ? texts.nothingOfAll : texts.nothing),
    ...best.map(({ part, total }) => el("p", {},
      el("button", { type: "button", click: () => change(without(query, part)) }, texts.without, " ", el("code", {}, part.text), `: ${counted(total, "sound")}`))),
    ...empty.map((part) => el("p", {},
      el("button", { type: "button", click: () => change(without(query, part)) }, texts.leaveOut, " ", el("code", {}, part.text), `: ${texts.nobody}`))),
    clears);
}

/** How many a search finds; -1 where nobody can tell. @param {string} query @param {AbortSignal} signal */
async function countOf(query, signal) {
  const answer = await api.files({ q: query, sort: "", order: "", limit: 1 }, signal).catch(() => null);
  return answer?.total ?? -1;
}

/** There is something again, or nothing is asked for. @param {HTMLElement} place */
export function forgetNothing(place) {
  request?.abort();
  delete place.dataset.query;
}
