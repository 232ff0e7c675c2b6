// A group of proved copies.

import { el } from "./dom.js";
import { bytes, counted, duration, nameOf, sound } from "./format.js";
import { decide, keyed, verdictButtons, verdictText } from "./groups.js";
import { badge, pathCells, playButton } from "./rows.js";

/** What is known of a group. @type {Record<string, () => HTMLElement>} */
const states = {
  proved: () => badge("good", "proved"),
  "hard-linked": () => badge("good", "hard links of one file"),
  unverified: () => badge("warn", "equal at both ends, not compared yet"),
};

/** @param {import("./api.js").DuplicateGroup} group */
export function exactGroup(group) {
  const { content, properties, verdict, members } = group;
  const isOpen = group.state === "unverified";
  const kept = members.find((member) => member.file === verdict?.file);
  return keyed(el("section.group", { role: "group", "data-group": content, "aria-label": `${counted(members.length, "file")}, ${bytes(group.wasted)} wasted` },
    el("header", {},
      el("b", {}, counted(members.length, "file")),
      el("span.dim.what", {}, [duration(properties.duration), properties.format, sound(properties)].filter(Boolean).join(" · ")),
      states[group.state]?.() ?? null,
      !isOpen && group.unverified > 0 && badge("warn", `${counted(group.unverified, "more")} may be equal`),
      verdict && badge(verdict.verdict === "keep" && !kept ? "warn" : "none", verdictText(verdict, kept && nameOf(kept.path))),
      el("span.end.each", {}, `${bytes(group.size)} each`),
      el("span.end.strong", {}, group.wasted > 0 ? `${bytes(group.wasted)} ${isOpen ? "at most" : "wasted"}` : "nothing wasted"),
      ...(isOpen ? [] : verdictButtons("duplicates", content, verdict))),
    ...members.map((member) => line(group, member, kept === member))),
  members.map((member) => ({ ...member, properties })));
}

/**
 * @param {import("./api.js").DuplicateGroup} group @param {import("./api.js").Member} member @param {boolean} isKept
 */
function line(group, member, isKept) {
  const { content, verdict } = group;
  return el("div.line", { "data-member": member.file, "data-kept": String(isKept) },
    playButton({ ...member, properties: group.properties }), ...pathCells(member.path),
    member.kind === "original" ? badge("none", "original") : member.kind === "hard-link" ? badge("good", "hard link") : null,
    member.role === "backup" && badge("none", "backup"),
    member.sourceState === "offline" && badge("bad", "away"),
    el("span.end.dim", {}, member.source),
    isKept ? el("span.keep.strong", {}, "kept")
      : el("button.keep", {
        type: "button", "aria-label": `Keep ${member.path}`, title: "Keep this one: the others may go",
        hidden: group.state === "unverified" || verdict?.verdict === "not_duplicate", click: () => decide("duplicates", content, { verdict: "keep", file: member.file }),
      }, "Keep"));
}
