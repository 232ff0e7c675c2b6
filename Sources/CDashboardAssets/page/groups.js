// Groups of duplicates as one list: which one is looked at, what is heard of it, and what is decided.

import * as api from "./api.js";
import { el } from "./dom.js";
import { counted } from "./format.js";
import { compare, current, expect, play } from "./player.js";
import { act } from "./status.js";
import { duplicates as texts } from "./texts.js";

/** @typedef {import("./player.js").Playable} Member */

/** @type {HTMLElement | null} Where the groups are. */
let view = null;
/** @type {() => void} */
let reload = () => {};
/** @type {WeakMap<Element, Member[]>} */
const members = new WeakMap();

/** @param {HTMLElement} root @param {() => void} changed Told after a verdict. */
export function startGroups(root, changed) {
  view = root;
  reload = changed;
}

/** A group that keys reach. @param {HTMLElement} group @param {Member[]} heard */
export function keyed(group, heard) {
  members.set(group, heard);
  group.tabIndex = -1;
  mark(group, current());
  return group;
}

/** Shows which member plays. @param {number | null} file */
export function markMember(file) {
  if (view) mark(view, file);
}

/** @param {HTMLElement} root @param {number | null} file */
function mark(root, file) {
  for (const line of root.querySelectorAll("[data-member]")) {
    line.setAttribute("data-playing", String(line.getAttribute("data-member") === String(file)));
  }
}

/** The previous (-1) or next (1) group gets the focus. @param {number} by */
export function stepGroup(by) {
  const all = shown();
  const place = all.findIndex((group) => group.contains(document.activeElement));
  const next = all[place < 0 ? (by > 0 ? 0 : all.length - 1) : place + by];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** Plays the next member of the group at the place where the one before was: A, B, A, … */
export function compareNext() {
  const all = shown();
  const playing = current();
  const group = all.find((one) => one.contains(document.activeElement))
    ?? all.find((one) => members.get(one)?.some((member) => member.file === playing)) ?? all[0];
  const heard = group && members.get(group);
  if (!heard) return;
  const place = heard.findIndex((member) => member.file === playing);
  const next = heard[(place + 1) % heard.length];
  if (place < 0) play(next);
  else compare(next);
  expect(heard);
  group.querySelector(`[data-file="${next.file}"]`)?.scrollIntoView({ block: "nearest" });
}

/**
 * Records a verdict and shows the groups as they are then.
 * @param {api.GroupKind} kind @param {number} group
 * @param {{verdict: string | null, file?: number, members?: number[]}} what
 */
export function decide(kind, group, what) {
  const all = shown();
  const place = all.findIndex((one) => one.contains(document.activeElement));
  return act(async () => {
    await api.decide(kind, group, what);
    await reload();
    // What was decided is gone from the list: the next one is looked at.
    if (place >= 0 && document.activeElement === document.body) (shown()[place] ?? shown().at(-1))?.focus({ preventScroll: true });
  });
}

/**
 * The buttons of a group's head: what may be decided, or what was and the way back.
 * @param {api.GroupKind} kind @param {number} group @param {api.Verdict | undefined} verdict @param {number[]} [seen]
 */
export function verdictButtons(kind, group, verdict, seen) {
  const button = (/** @type {string} */ text, /** @type {string | null} */ value, /** @type {number | undefined} */ file = undefined) =>
    el("button.verdict", { type: "button", "data-verdict": value ?? "none", click: () => decide(kind, group, { verdict: value, file, members: value ? seen : undefined }) }, text);
  // Copies came since: those may go as well, or the group is looked at again.
  if (verdict?.unseen && verdict.file !== undefined) return [button(texts.stillKeep, "keep", verdict.file), button(texts.undo, null)];
  if (verdict?.verdict === "later") return [button(texts.notDuplicates, "not_duplicate"), button(texts.undo, null)];
  if (verdict) return [button(texts.undo, null)];
  return [button(texts.notDuplicates, "not_duplicate"), button(texts.later, "later")];
}

/** What was decided, in words. @param {api.Verdict} verdict @param {string | undefined} kept */
export function verdictText({ verdict, file, unseen }, kept) {
  if (verdict === "not_duplicate") return texts.saidNot;
  if (verdict === "later") return texts.saidLater;
  if (file === undefined) return texts.keptGone;
  return unseen ? texts.since(texts.saidKeep(kept), counted(unseen.length, "newCopy")) : texts.saidKeep(kept);
}

function shown() {
  const groups = view?.querySelectorAll(".group") ?? [];
  return /** @type {HTMLElement[]} */ ([...groups]).filter((group) => group.offsetParent !== null);
}
