// What every two sources share, as bars: a click shows the groups of the two.

import { el, fill } from "./dom.js";
import { bytes, counted, percent } from "./format.js";
import { overlap as texts } from "./texts.js";

/** Pairs that are shown at once; the others after a click. */
const first = 5;

export class Overlap {
  /** @param {(pair: string[]) => void} chosen */
  constructor(chosen) {
    this.chosen = chosen;
    this.showsAll = false;
    this.root = el("section.pairs", { "aria-label": texts.title });
  }

  /** @param {import("./api.js").SourceOverlap} known @param {string[]} asked The sources that are shown. */
  show(known, asked) {
    const pairs = known.pairs.filter((pair) => pair.shared.contents > 0);
    const most = Math.max(1, ...pairs.map((pair) => pair.shared.bytes));
    const shown = this.showsAll ? pairs : pairs.slice(0, first);
    fill(this.root, ...shown.map((pair) => this.#bar(pair, most, asked)),
      pairs.length > first && el("button.rest", { type: "button", click: () => { this.showsAll = !this.showsAll; this.show(known, asked); } },
        this.showsAll ? texts.fewer : counted(pairs.length - first, "morePair")));
  }

  /** @param {import("./api.js").OverlapPair} pair @param {number} most @param {string[]} asked */
  #bar(pair, most, asked) {
    const names = [pair.first, pair.second];
    const isAsked = asked.length === 2 && names.every((name) => asked.includes(name));
    const shares = [pair.shareOfFirst, pair.shareOfSecond]
      .map((share, place) => (share === undefined ? "" : texts.of(percent(share / 100), names[place]))).filter(Boolean).join(", ");
    const bar = el("button.pair", {
      type: "button", "aria-pressed": String(isAsked), title: shares,
      click: () => this.chosen(isAsked ? [] : names),
    },
    el("span.names", {}, texts.pair(pair.first, pair.second)), el("span.bar-space", {}, el("span.bar-fill")),
    el("span.number", {}, bytes(pair.shared.bytes)), el("span.number.dim", {}, counted(pair.shared.contents, "sound")));
    bar.style.setProperty("--share", String(pair.shared.bytes / most));
    return bar;
  }
}
