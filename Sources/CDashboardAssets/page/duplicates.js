// Copies: those proved byte by byte, and those alike by name and length.

import * as api from "./api.js";
import { byId, el, fill, say } from "./dom.js";
import { bytes, counted, duration, sound } from "./format.js";
import { Pager } from "./pager.js";
import { badge, pathCells, playButton } from "./rows.js";

/** @type {Pager<api.DuplicateGroup>} */
const exact = new Pager({
  ask: async (after) => { const page = await api.duplicates(after); return { items: page.groups, next: page.next }; },
  show: exactGroup,
  empty: "No file has a copy.",
});
/** @type {Pager<api.NearGroup>} */
const near = new Pager({
  ask: async (after) => { const page = await api.nearDuplicates(after); return { items: page.groups, next: page.next }; },
  show: nearGroup,
  empty: "No two sounds share a name and a length.",
});
const headline = el("h2");
const note = el("p.note");
let isNear = false;
let figures = "Proved copies";

export function startDuplicates() {
  const tabs = el("nav.segments", { "aria-label": "Kind of duplicates" },
    el("a", { href: "#/duplicates" }, "Proved copies"), el("a", { href: "#/duplicates/near" }, "Alike by name and length"));
  fill(byId("view-duplicates"), el("header.lead", {}, el("div", {}, headline, note), tabs), exact.root, near.root);
}

/** @param {string[]} parts The rest of the address. */
export function showDuplicates(parts) {
  isNear = parts[0] === "near";
  exact.root.hidden = isNear;
  near.root.hidden = !isNear;
  for (const link of byId("view-duplicates").querySelectorAll(".segments a")) {
    if (link.getAttribute("href") === (isNear ? "#/duplicates/near" : "#/duplicates")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  showLead();
  loadDuplicates();
}

export function loadDuplicates() {
  return (isNear ? near : exact).load();
}

/** Keeps the figures. @param {api.Status} _ @param {api.Stats} stats */
export function totalDuplicates(_, stats) {
  const { duplicatePaths: copies, duplicateGroups: sounds, wastedBytes } = stats;
  figures = copies === 0 ? "No copies"
    : `${bytes(wastedBytes)} in ${counted(copies, "copy", "copies")} of ${counted(sounds, "sound")}`;
  showLead();
}

function showLead() {
  say(headline, isNear ? "Alike by name and length" : figures);
  say(note, isNear
    ? "Other bytes under the same name, with nearly the same length: a hint, not a proof."
    : "Equal in every byte. audiowatch deletes nothing.");
}

/** @param {api.DuplicateGroup} group */
function exactGroup(group) {
  return el("section.group", {},
    el("header", {},
      el("b", {}, counted(group.members.length, "file")),
      el("span.dim", {}, [duration(group.properties.duration), group.properties.format, sound(group.properties)].filter(Boolean).join(" · ")),
      el("span.end", {}, `${bytes(group.size)} each`),
      el("span.end.strong", {}, group.wasted > 0 ? `${bytes(group.wasted)} wasted` : "nothing wasted")),
    ...group.members.map((member) => el("div.line", {},
      playButton({ ...member, properties: group.properties }), ...pathCells(member.path),
      member.kind === "original" ? badge("none", "original") : member.kind === "hard-link" ? badge("good", "hard link") : null,
      member.role === "backup" && badge("none", "backup"),
      member.sourceState === "offline" && badge("bad", "away"),
      el("span.end.dim", {}, member.source))));
}

/** @param {api.NearGroup} group */
function nearGroup(group) {
  const words = { close: "lengths within 1 %", loose: "lengths within half a second", "common-name": "a common name" };
  return el("section.group", {},
    el("header", {},
      el("b", {}, group.baseName), el("span.dim", {}, words[/** @type {keyof typeof words} */ (group.kind)] ?? group.kind),
      el("span.end", {}, counted(group.count, "sound"))),
    ...group.members.map((member) => el("div.line", {},
      playButton(member), ...pathCells(member.path),
      el("span.end", {}, duration(member.properties.duration)), el("span.end.dim", {}, member.properties.format ?? "–"),
      el("span.end.dim", {}, bytes(member.size)))));
}
