// A list of rows of one height, of which only those in view are elements: as quick with a million as with ten.

import { byId, el } from "./dom.js";

/** Rows kept above and below the view. */
const margin = 8;

/**
 * @template Item
 * @typedef {object} Listing
 * @property {string} label Its name for those who hear the page.
 * @property {string[]} columns Heads of the columns, the empty ones for buttons.
 * @property {(item: Item) => number} key Tells rows apart.
 * @property {() => HTMLElement[]} cells Makes the cells of one row, one a column.
 * @property {(cells: HTMLElement[], item: Item, row: HTMLElement) => void} show Puts an item into cells made before.
 * @property {(item: Item) => void} select A row became the selected one.
 * @property {(item: Item) => void} open A row was asked to play, by its button or by a double click.
 * @property {() => void} end The end comes near: more rows are wanted.
 */

/**
 * @template Item
 */
export class List {
  /** @type {Item[]} */ items = [];
  /** @type {number | null} Key of the selected row. */ selected = null;
  /** @type {number | null} Key of the playing row. */ playing = null;
  /** @type {Map<number, number>} Rows that just came or changed, and until when they are tinted. */ #fresh = new Map();
  /** @type {{row: HTMLElement, cells: HTMLElement[], index: number}[]} */ #pool = [];
  #rowHeight = 30;
  #frame = 0;

  /** @param {HTMLElement} parent @param {Listing<Item>} listing */
  constructor(parent, listing) {
    this.listing = listing;
    this.head = el("div.list-head", { role: "row", "aria-rowindex": 1 },
      ...listing.columns.map((name) => el("span", { role: "columnheader" }, name)));
    this.space = el("div.list-space", { role: "presentation" });
    this.body = el("div.list-body", { role: "rowgroup" }, this.space);
    this.root = el("div.list", { role: "grid", tabindex: 0, "aria-label": listing.label, "aria-rowcount": 1 },
      this.head, this.body);
    parent.append(this.root);
    this.root.addEventListener("scroll", () => this.#soon(), { passive: true });
    this.root.addEventListener("click", (event) => this.#click(event));
    this.root.addEventListener("dblclick", (event) => {
      const item = this.#itemAt(event);
      if (item && !this.#isButton(event)) listing.open(item);
    });
    new ResizeObserver(() => this.#measure()).observe(this.root);
  }

  /** Shows these items; the selection and the scrolled place stay. @param {Item[]} items */
  set(items) {
    this.items = items;
    this.root.setAttribute("aria-rowcount", String(items.length + 1));
    this.space.style.height = `${items.length * this.#rowHeight}px`;
    this.#soon();
  }

  /** Shows the rows anew, after items or marks were changed in place. */
  refresh() {
    this.#soon();
  }

  /** Tints a row for a moment. @param {number} key */
  tint(key) {
    this.#fresh.set(key, performance.now() + 1500);
    this.#soon();
  }

  /** @returns {Item | undefined} */
  get current() {
    return this.items[this.#index(this.selected)];
  }

  /** Moves the selection by so many rows. @param {number} by */
  move(by) {
    const from = this.#index(this.selected);
    this.moveTo(from < 0 ? 0 : from + by);
  }

  /** Selects the row at this place, and scrolls to it. @param {number} index */
  moveTo(index) {
    const item = this.items[Math.max(0, Math.min(index, this.items.length - 1))];
    if (item === undefined) return;
    this.selected = this.listing.key(item);
    this.reveal(this.#index(this.selected));
    this.listing.select(item);
    this.#soon();
  }

  /** Rows that fit into the view. */
  get pageRows() {
    return Math.max(1, Math.floor((this.root.clientHeight - this.head.offsetHeight) / this.#rowHeight) - 1);
  }

  /** Scrolls as little as shows the row at this place. @param {number} index */
  reveal(index) {
    const top = index * this.#rowHeight;
    const height = this.root.clientHeight - this.head.offsetHeight;
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (top + this.#rowHeight > this.root.scrollTop + height) this.root.scrollTop = top + this.#rowHeight - height;
  }

  /** @param {number | null} key */
  #index(key) {
    return key === null ? -1 : this.items.findIndex((item) => this.listing.key(item) === key);
  }

  #measure() {
    this.#rowHeight = parseFloat(getComputedStyle(this.root).getPropertyValue("--row")) || 30;
    this.set(this.items);
  }

  #soon() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    const height = this.#rowHeight;
    const first = Math.max(0, Math.floor(this.root.scrollTop / height) - margin);
    const shown = Math.ceil(this.root.clientHeight / height) + 2 * margin;
    const end = Math.min(this.items.length, first + shown);
    while (this.#pool.length < end - first) this.#grow();
    this.#pool.forEach((slot, place) => {
      const index = first + place;
      slot.row.hidden = index >= end;
      if (index < end) this.#put(slot, index);
    });
    const selected = this.#pool.find((slot) => !slot.row.hidden && slot.row.ariaSelected === "true");
    if (selected) this.root.setAttribute("aria-activedescendant", selected.row.id);
    else this.root.removeAttribute("aria-activedescendant");
    if (end >= this.items.length - shown) this.listing.end();
  }

  #grow() {
    const cells = this.listing.cells();
    for (const cell of cells) cell.setAttribute("role", "gridcell");
    const row = el("div.row", { role: "row", id: `${this.listing.label}-${this.#pool.length}` }, ...cells);
    this.#pool.push({ row, cells, index: -1 });
    this.space.append(row);
  }

  /** @param {{row: HTMLElement, cells: HTMLElement[], index: number}} slot @param {number} index */
  #put(slot, index) {
    const item = this.items[index];
    const key = this.listing.key(item);
    const { row } = slot;
    slot.index = index;
    row.style.transform = `translateY(${index * this.#rowHeight}px)`;
    row.setAttribute("aria-rowindex", String(index + 2));
    row.ariaSelected = String(key === this.selected);
    row.classList.toggle("playing", key === this.playing);
    const until = this.#fresh.get(key) ?? 0;
    row.classList.toggle("fresh", until > performance.now());
    if (until && until <= performance.now()) this.#fresh.delete(key);
    this.listing.show(slot.cells, item, row);
  }

  /** @param {Event} event @returns {Item | undefined} */
  #itemAt(event) {
    const row = /** @type {HTMLElement} */ (event.target).closest(".row");
    const slot = this.#pool.find((slot) => slot.row === row);
    return slot && this.items[slot.index];
  }

  /** @param {Event} event */
  #isButton(event) {
    return /** @type {HTMLElement} */ (event.target).closest("button") !== null;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const item = this.#itemAt(event);
    if (!item) return;
    this.selected = this.listing.key(item);
    this.#soon();
    if (this.#isButton(event)) this.listing.open(item);
    else this.listing.select(item);
  }
}

/** Whether keys belong to a field that is typed into. @param {EventTarget | null} target */
export function isTyping(target) {
  return target instanceof HTMLInputElement ? target.type !== "range"
    : target instanceof HTMLTextAreaElement || byId("help").open;
}
