// Lists that come page by page and need no arrow keys: a button at the end asks for more.

import { el } from "./dom.js";
import { complain } from "./status.js";

/**
 * @template Item
 */
export class Pager {
  /**
   * @param {object} options
   * @param {(after?: string) => Promise<{items: Item[], next?: string}>} options.ask
   * @param {(item: Item) => Node} options.show
   * @param {string} options.empty What is said when there is nothing.
   */
  constructor({ ask, show, empty }) {
    this.ask = ask;
    this.show = show;
    this.empty = empty;
    this.rows = el("div.rows");
    this.button = el("button.more", { type: "button", hidden: true, click: () => this.#more() }, "More");
    this.root = el("div", {}, this.rows, this.button);
    /** @type {string | undefined} */ this.next = undefined;
    this.pages = 1;
    this.asked = 0;
  }

  /** Asks for everything shown again. */
  async load() {
    const mine = ++this.asked;
    try {
      /** @type {Item[]} */ let items = [];
      /** @type {string | undefined} */ let after;
      for (let page = 0; page < this.pages; page += 1) {
        const answer = await this.ask(after);
        items = items.concat(answer.items);
        after = answer.next;
        if (after === undefined) break;
      }
      if (mine !== this.asked) return;
      this.rows.replaceChildren(...(items.length > 0 ? items.map(this.show) : [el("p.empty", {}, this.empty)]));
      this.#end(after);
    } catch (error) {
      complain(error);
    }
  }

  async #more() {
    try {
      const answer = await this.ask(this.next);
      this.pages += 1;
      this.rows.append(...answer.items.map(this.show));
      this.#end(answer.next);
    } catch (error) {
      complain(error);
    }
  }

  /** @param {string | undefined} next */
  #end(next) {
    this.next = next;
    this.button.hidden = next === undefined;
  }
}
