// Bars that are tables: a name, a bar, its number. Each can be read and heard without the bars.

import { el } from "./dom.js";
import { count } from "./format.js";
import { facets as texts } from "./texts.js";

/**
 * @typedef {object} Bar
 * @property {string} name
 * @property {number} value What the bar measures.
 * @property {string} [term] The search that finds these.
 * @property {string[]} [more] Further cells.
 */

/** Bars that are shown until all are asked for. */
const few = 8;
/** @type {Set<string>} Charts of which all bars are shown. */ const whole = new Set();

/**
 * @param {string} title
 * @param {string[]} heads Of the name, the number, and the further cells.
 * @param {Bar[]} bars
 */
export function chart(title, heads, bars) {
  const most = Math.max(...bars.map(({ value }) => value), 1);
  const some = whole.has(title) ? bars : bars.slice(0, few);
  const [first, second, ...rest] = heads;
  const figure = el("section.chart", {},
    el("table", {},
      el("caption", {}, title),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, first), el("th", { scope: "col", colspan: 2 }, second),
        ...rest.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, ...some.map((bar) => row(bar, most)))));
  if (bars.length > some.length) {
    figure.append(el("button.all", { type: "button", click: () => { whole.add(title); figure.replaceWith(chart(title, heads, bars)); } },
      texts.more(count(bars.length - some.length))));
  }
  return figure;
}

/** @param {Bar} bar @param {number} most */
function row({ name, value, term, more = [] }, most) {
  const length = el("span.length");
  length.style.setProperty("--share", String(value > 0 ? Math.max(value / most, 0.005) : 0));
  return el("tr", {},
    el("th", { scope: "row" }, term ? el("a", { href: found(term) }, name) : name),
    el("td.bar-cell", { "aria-hidden": "true" }, length),
    el("td", {}, count(value)),
    ...more.map((text) => el("td", {}, text)));
}

/** The catalogue with this search. @param {string} term */
export function found(term) {
  return `#/?${new URLSearchParams({ q: term })}`;
}
