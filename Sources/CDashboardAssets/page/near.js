// A group of sounds that are alike by name and length: why they are together, and in what they differ.

import { el } from "./dom.js";
import { bitRate as rate, bytes, count, counted, exactly, hertz, nameOf, short } from "./format.js";
import { decide, keyed, verdictButtons, verdictText } from "./groups.js";
import { folderShown } from "./places.js";
import { badge, playButton } from "./rows.js";
import { duplicates, near as texts, units } from "./texts.js";

/** @typedef {import("./api.js").NearMember} NearMember */

/** What is held side by side: its head, and what a member has of it. @type {[head: string, value: (member: NearMember) => string][]} */
const columns = [
  [texts.length, ({ properties: { duration } }) => (duration === undefined ? units.none : exactly(duration))],
  [texts.format, ({ properties: { format, codec } }) => [format, codec !== format && !codec?.startsWith("pcm_") && codec].filter(Boolean).join(" ") || units.none],
  [texts.rate, ({ properties: { sampleRate } }) => (sampleRate ? hertz(sampleRate) : units.none)],
  [texts.bits, ({ properties: { bitDepth, bitRate, codec } }) =>
    (bitDepth ? `${bitDepth}${codec?.startsWith("pcm_f") ? ` ${units.float}` : ""}` : bitRate ? rate(bitRate) : units.none)],
  [texts.channels, ({ properties: { channels } }) => (channels ? count(channels) : units.none)],
  [texts.size, ({ size }) => bytes(size)],
];

/** @param {import("./api.js").NearGroup} group */
export function nearGroup(group) {
  const { leader, members, verdict } = group;
  // Of a common name not all are here: then all of them are meant.
  const seen = group.count === members.length ? members.map(({ id }) => id) : undefined;
  const kept = members.find((member) => member.file === verdict?.file);
  const body = group.kind === "common-name"
    ? el("details.common", {}, el("summary", {}, texts.first(count(members.length))), table(group, kept))
    : table(group, kept);
  return keyed(el("section.group", { role: "group", "data-group": leader, "aria-label": group.baseName },
    el("header", {},
      el("b.c-name", { title: group.baseName }, group.baseName), el("span.dim.what", {}, rule(group)),
      verdict && badge(verdict.verdict === "keep" && !kept ? "warn" : "none", verdictText(verdict, kept && nameOf(kept.path))),
      el("span.end", {}, counted(group.count, "sound")),
      ...verdictButtons("near-duplicates", leader, verdict, seen)),
    body), members);
}

/** Why they are together. @param {import("./api.js").NearGroup} group */
function rule({ kind, count: number, members }) {
  const lengths = members.map(({ properties }) => properties.duration ?? 0);
  const apart = Math.max(...lengths) - Math.min(...lengths);
  const far = apart < 0.0005 ? texts.equal : texts.apart(short(apart));
  switch (kind) {
    case "close": return texts.close(far);
    case "loose": return texts.loose(far);
    default: return texts.common(count(number));
  }
}

/** Differences side by side; what all have in common is pale. @param {import("./api.js").NearGroup} group @param {NearMember | undefined} kept */
function table({ leader, members, verdict, count: number }, kept) {
  const values = columns.map(([, value]) => members.map(value));
  const isSame = values.map((column) => new Set(column).size < 2);
  const seen = number === members.length ? members.map(({ id }) => id) : undefined;
  return el("div.wide", {}, el("table.sides", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, texts.sound),
      ...columns.map(([head], index) => el(isSame[index] ? "th.number.same" : "th.number", { scope: "col" }, head)), el("th", {}, el("span.unseen", {}, texts.verdict)))),
    el("tbody", {}, ...members.map((member, place) => el("tr", { "data-member": member.file, "data-kept": String(member === kept) },
      el("td.sound", {}, playButton(member), el("span", { title: member.path }, nameOf(member.path), " ", el("span.dim", {}, folderShown(member.path)))),
      ...values.map((column, index) => el(isSame[index] ? "td.number.dim.same" : "td.number", {}, column[place])),
      el("td.number", {}, member === kept ? el("span.keep.strong", {}, duplicates.kept) : el("button.keep", {
        type: "button", "aria-label": duplicates.keepThis(member.path), hidden: verdict?.verdict === "not_duplicate",
        click: () => decide("near-duplicates", leader, { verdict: "keep", file: member.file, members: seen }),
      }, duplicates.keep)))))));
}
