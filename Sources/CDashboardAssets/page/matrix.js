// How much sources share: a table of every source against every other one.

import { el } from "./dom.js";
import { bytes, count, counted, percent } from "./format.js";
import { overlap as texts, units } from "./texts.js";

/** @typedef {import("./api.js").SourceOverlap} Overlap */

/** @param {Overlap} overlap @returns {HTMLElement | null} Null where there is nothing to compare. */
export function overlapTable(overlap) {
  const { sources } = overlap;
  if (sources.length < 2) return null;
  /** @type {Map<string, {share?: number, shared: import("./api.js").Amount, unverified: import("./api.js").Amount}>} */
  const shares = new Map();
  for (const { first, second, shared, shareOfFirst, shareOfSecond, unverified } of overlap.pairs) {
    shares.set(`${first}\n${second}`, { share: shareOfFirst, shared, unverified });
    shares.set(`${second}\n${first}`, { share: shareOfSecond, shared, unverified });
  }
  return el("section.chart.wide", {},
    el("div.scroll", { tabindex: 0, role: "region", "aria-label": texts.title },
      el("table.matrix", {},
        el("caption", {}, texts.title, " ", el("span.note", {}, texts.note)),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, texts.source),
          ...sources.map(({ source }) => el("th", { scope: "col" }, source)),
          el("th", { scope: "col" }, texts.elsewhere), el("th", { scope: "col" }, texts.only))),
        el("tbody", {}, ...sources.map((source) => el("tr", {},
          el("th", { scope: "row" }, source.source, source.role === "backup" && el("span.note", {}, ` ${texts.backup}`)),
          ...sources.map((other) => other === source ? el("td.self", {}, units.none) : cell(shares.get(`${source.source}\n${other.source}`))),
          share(source.share, texts.amount(bytes(source.elsewhere.bytes), counted(source.elsewhere.contents, "sound")), source.unverified),
          el("td", { title: counted(source.holds.contents - source.elsewhere.contents, "sound") }, bytes(source.holds.bytes - source.elsewhere.bytes))))))));
}

/** @param {{share?: number, shared: import("./api.js").Amount, unverified: import("./api.js").Amount} | undefined} pair */
function cell(pair) {
  return pair ? share(pair.share, texts.amount(bytes(pair.shared.bytes), counted(pair.shared.contents, "sound")), pair.unverified)
    : el("td.dim", {}, percent(0));
}

/** @param {number | undefined} part In %. @param {string} title @param {import("./api.js").Amount} unverified */
function share(part, title, unverified) {
  const maybe = unverified.contents > 0 ? texts.unverified(count(unverified.contents)) : "";
  const element = el("td.share", { title: title + maybe }, part === undefined ? units.none : percent(part / 100), maybe && el("span.dim", { "aria-label": maybe }, " +?"));
  element.style.setProperty("--share", String(Math.min((part ?? 0) / 100, 1)));
  return element;
}
