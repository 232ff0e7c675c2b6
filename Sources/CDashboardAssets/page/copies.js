// A group of proved copies.

import { el } from "./dom.js";
import { bytes, counted, duration, nameOf, sound } from "./format.js";
import { decide, keyed, verdictButtons, verdictText } from "./groups.js";
import { badge, pathCells, playButton } from "./rows.js";
import { duplicates as texts } from "./texts.js";

/** @param {import("./api.js").DuplicateGroup} group */
export function exactGroup(group) {
  const { content, properties, verdict, members } = group;
  const isOpen = group.state === "unverified";
  const kept = members.find((member) => member.file === verdict?.file);
  return keyed(el("section.group", { role: "group", "data-group": content, "aria-label": texts.label(counted(members.length, "file"), bytes(group.wasted)) },
    el("header", {},
      el("b", {}, counted(members.length, "file")),
      el("span.dim.what", {}, [duration(properties.duration), properties.format, sound(properties)].filter(Boolean).join(" · ")),
      texts.known[group.state] && badge(isOpen ? "warn" : "good", texts.known[group.state]),
      !isOpen && group.unverified > 0 && badge("warn", texts.unverified(counted(group.unverified, "more"))),
      verdict && badge(verdict.verdict === "keep" && (!kept || verdict.unseen) ? "warn" : "none", verdictText(verdict, kept && nameOf(kept.path))),
      el("span.end.each", {}, texts.each(bytes(group.size))),
      el("span.end.strong", {}, group.wasted > 0 ? (isOpen ? texts.atMost : texts.wasted)(bytes(group.wasted)) : texts.nothingWasted),
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
    member.kind === "original" ? badge("none", texts.original) : member.kind === "hard-link" ? badge("good", texts.hardLink) : null,
    member.role === "backup" && badge("none", texts.backup),
    member.sourceState === "offline" && badge("bad", texts.away),
    verdict?.unseen?.includes(member.file) && badge("warn", texts.new),
    el("span.end.dim", {}, member.source),
    isKept ? el("span.keep.strong", {}, texts.kept)
      : el("button.keep", {
        type: "button", "aria-label": texts.keepThis(member.path), title: texts.keepNote,
        hidden: group.state === "unverified" || verdict?.verdict === "not_duplicate", click: () => decide("duplicates", content, { verdict: "keep", file: member.file }),
      }, texts.keep));
}
