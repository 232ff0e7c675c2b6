// The heads of a list's columns: what the rows are sorted by, and one stop of the Tab key for all of them.

import { el } from "./dom.js";

/**
 * @typedef {object} Column
 * @property {string} name Its head; empty where nothing is written.
 * @property {string} [label] Its name for those who hear the page, where nothing is written.
 * @property {string} [sort] What the daemon calls the order by it; none where there is no such order.
 */

export class Heads {
  /**
   * @param {Column[]} columns
   * @param {(sort: string) => void} press The head of a column was pressed.
   * @param {() => void} leave The arrow down leads to the rows.
   */
  constructor(columns, press, leave) {
    this.leave = leave;
    this.root = el("div.list-head", { role: "row", "aria-rowindex": 1 }, ...columns.map(({ name, label, sort }) =>
      el("span", { role: "columnheader", "data-sort": sort, "aria-label": label },
        sort ? el("button.sort", { type: "button", tabindex: -1, click: () => press(sort) }, name) : name)));
    this.root.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Says which column the rows are sorted by. @param {string} sort @param {boolean} isDescending */
  mark(sort, isDescending) {
    for (const head of this.root.children) {
      const isMine = /** @type {HTMLElement} */ (head).dataset.sort === sort && sort !== "";
      if (isMine) head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  /** Called when other heads may be shown than before: one of those that are is where Tab stops. */
  measure() {
    const shown = this.#shown;
    if (shown.length > 0 && !shown.some((head) => head.tabIndex === 0)) this.#stopAt(shown[0]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const shown = this.#shown;
    const place = shown.findIndex((head) => head === event.target);
    /** @type {Record<string, number>} */
    const goals = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: shown.length - 1 };
    if (event.key === "ArrowDown") this.leave();
    else if (event.key in goals) this.#stopAt(shown[Math.max(0, Math.min(goals[event.key], shown.length - 1))]).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Heads that can be pressed; a narrow list shows fewer. */
  get #shown() {
    return [...this.root.querySelectorAll("button")].filter((head) => head.offsetParent !== null);
  }

  /** The Tab key stops at this head, and at no other. @param {HTMLElement} goal */
  #stopAt(goal) {
    for (const head of this.root.querySelectorAll("button")) head.tabIndex = head === goal ? 0 : -1;
    return goal;
  }
}
