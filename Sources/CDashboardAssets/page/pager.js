// Lists that come page by page and need no arrow keys: a button at the end asks for more.

import { el } from "./dom.js";
import { complain } from "./status.js";
import { pager as texts } from "./texts.js";

/**
 * @template Item
 */
export class Pager {
  /**
   * @param {object} options
   * @param {(after?: string) => Promise<{items: Item[], next?: string}>} options.ask
   * @param {(item: Item) => Node} options.show
   * @param {string} options.empty What is said when there is nothing.
   * @param {(item: Item) => string} [options.key] All that is shown of an item: while that is as it was, so is the row.
   */
  constructor({ ask, show, empty, key }) {
    this.ask = ask;
    this.show = show;
    this.empty = empty;
    this.key = key;
    this.rows = el("div.rows");
    this.button = el("button.more", { type: "button", hidden: true, click: () => this.#more() }, texts.more);
    this.root = el("div", {}, this.rows, this.button);
    /** @type {string | undefined} */ this.next = undefined;
    this.pages = 1;
    this.asked = 0;
    /** @type {string[]} What is shown, item by item. */ this.texts = [];
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
      this.#put(items);
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
      if (this.key) this.texts.push(...answer.items.map(this.key));
      this.#end(answer.next);
    } catch (error) {
      complain(error);
    }
  }

  /** Shows these; the focus stays where it is. @param {Item[]} items */
  #put(items) {
    const texts = this.key ? items.map(this.key) : [];
    if (texts.length > 0 && texts.length === this.texts.length && texts.every((text, place) => text === this.texts[place])) return;
    const known = new Map(this.texts.map((text, place) => [text, this.rows.children[place]]));
    const focused = /** @type {HTMLElement | null} */ (this.rows.contains(document.activeElement) ? document.activeElement : null);
    const group = focused?.closest("[data-group]")?.getAttribute("data-group");
    this.rows.replaceChildren(...(items.length > 0
      ? items.map((item, place) => known.get(texts[place]) ?? this.show(item)) : [el("p.empty", {}, this.empty)]));
    this.texts = texts;
    const heir = focused?.isConnected ? focused : group && this.rows.querySelector(`[data-group="${group}"]`);
    if (heir) /** @type {HTMLElement} */ (heir).focus({ preventScroll: true });
  }

  /** @param {string | undefined} next */
  #end(next) {
    this.next = next;
    this.button.hidden = next === undefined;
  }
}
