// A list of rows of one height, of which only those in view are elements: as quick with a million as with ten.

import { el } from "./dom.js";
import { Heads } from "./heads.js";

/** Rows kept above and below the view. */
const margin = 8;
/** Browsers draw no element taller than this, in pixels: above it the scrollbar stands for more than it measures. */
const tallest = 15_000_000;

/**
 * @template Item
 * @typedef {object} Listing
 * @property {string} label Its name for those who hear the page.
 * @property {import("./heads.js").Column[]} columns
 * @property {(index: number) => Item | undefined} at The item at a place; none while it is on its way.
 * @property {(key: number) => number} place Where an item stands that is here; -1 for any other.
 * @property {(item: Item) => number} key Tells rows apart.
 * @property {() => HTMLElement[]} cells Makes the cells of one row, one a column.
 * @property {(cells: HTMLElement[], item: Item, row: HTMLElement) => void} show Puts an item into cells made before.
 * @property {(item: Item) => void} select A row became the selected one.
 * @property {(item: Item) => void} open A row was asked to play, by its button or by a double click.
 * @property {(first: number, end: number) => void} need These rows are in view, or nearly.
 * @property {(sort: string) => void} sort The head of a column was pressed.
 */

/**
 * @template Item
 */
export class List {
  count = 0;
  /** @type {number | null} Key of the selected row. */ selected = null;
  /** @type {number | null} Key of the playing row. */ playing = null;
  /** Where the selected row was last. */ #at = -1;
  /** @type {{index: number, then: (item: Item) => void} | null} A row to be selected when it is here. */ #wanted = null;
  /** @type {Map<number, number>} Rows that just came or changed, and until when they are tinted. */ #fresh = new Map();
  /** @type {{row: HTMLElement, cells: HTMLElement[], index: number}[]} */ #pool = [];
  #rowHeight = 30;
  #frame = 0;

  /** @param {HTMLElement} parent @param {Listing<Item>} listing */
  constructor(parent, listing) {
    this.listing = listing;
    this.heads = new Heads(listing.columns, listing.sort, () => this.root.focus());
    this.head = this.heads.root;
    this.space = el("div.list-space", { role: "presentation" });
    this.body = el("div.list-body", { role: "rowgroup" }, this.space);
    this.root = el("div.list", { role: "grid", tabindex: 0, "aria-label": listing.label, "aria-rowcount": 1 },
      this.head, this.body);
    parent.append(this.root);
    this.root.addEventListener("scroll", () => this.refresh(), { passive: true });
    this.root.addEventListener("click", (event) => this.#click(event));
    this.root.addEventListener("dblclick", (event) => {
      const item = this.#itemAt(event);
      if (item && !this.#isButton(event)) listing.open(item);
    });
    new ResizeObserver(() => this.#measure()).observe(this.root);
  }

  /** Shows so many rows; the selection and the scrolled place stay. @param {number} count */
  set(count) {
    this.count = count;
    this.root.setAttribute("aria-rowcount", String(count + 1));
    this.space.style.height = `${this.#space}px`;
    this.refresh();
  }

  /** Shows the rows anew, after some came or were changed in place. */
  refresh() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#selectWanted();
      this.#draw();
    });
  }

  /** Tints a row for a moment. @param {number} key */
  tint(key) {
    this.#fresh.set(key, performance.now() + 1500);
    this.refresh();
  }

  /** @returns {Item | undefined} */
  get current() {
    return this.listing.at(this.#index);
  }

  /** True while the first row is in view. */
  get isAtTop() {
    return this.root.scrollTop < this.#rowHeight;
  }

  /** The first row in view, and how many there are. */
  get view() {
    return { first: Math.floor(this.#top / this.#rowHeight), count: Math.ceil(this.root.clientHeight / this.#rowHeight) };
  }

  /** Moves the selection by so many rows. @param {number} by @param {(item: Item) => void} [then] Told of the row. */
  move(by, then = () => {}) {
    const from = this.#wanted?.index ?? this.#index;
    this.moveTo(from < 0 ? 0 : from + by, then);
  }

  /** Selects the row at this place, when it is here, and scrolls to it. @param {number} index @param {(item: Item) => void} [then] */
  moveTo(index, then = () => {}) {
    if (this.count === 0) return;
    const place = Math.max(0, Math.min(index, this.count - 1));
    this.#wanted = { index: place, then };
    this.reveal(place);
    this.#selectWanted();
    this.refresh();
  }

  #selectWanted() {
    const item = this.#wanted && this.listing.at(this.#wanted.index);
    if (!this.#wanted || item === undefined || item === null) return;
    const { index, then } = this.#wanted;
    this.#wanted = null;
    this.#choose(item, index);
    then(item);
  }

  /** @param {Item} item @param {number} index */
  #choose(item, index) {
    this.selected = this.listing.key(item);
    this.#at = index;
    this.listing.select(item);
  }

  /** Rows that fit into the view. */
  get pageRows() {
    return Math.max(1, Math.floor(this.#height / this.#rowHeight) - 1);
  }

  /** Scrolls as little as shows the row at this place. @param {number} index */
  reveal(index) {
    const top = index * this.#rowHeight;
    if (top < this.#top) this.#scrollTo(top);
    else if (top + this.#rowHeight > this.#top + this.#height) this.#scrollTo(top + this.#rowHeight - this.#height);
  }

  /** Scrolls past rows that came above those in view. @param {number} rows */
  shift(rows) {
    this.#scrollTo(this.#top + rows * this.#rowHeight);
    this.refresh();
  }

  /** Height of the rows' view. */
  get #height() {
    return this.root.clientHeight - this.head.offsetHeight;
  }

  /** Height that the rows have for the scrollbar. */
  get #space() {
    return Math.min(this.count * this.#rowHeight, tallest);
  }

  /** How many pixels of rows a scrolled pixel stands for. */
  get #scale() {
    const [all, space] = [this.count * this.#rowHeight - this.#height, this.#space - this.#height];
    return space > 0 && all > space ? all / space : 1;
  }

  /** Pixels of rows above the view. */
  get #top() {
    return this.root.scrollTop * this.#scale;
  }

  /** @param {number} top */
  #scrollTo(top) {
    this.root.scrollTop = top / this.#scale;
  }

  /** Where the selected row stands, -1 when none is or it is not here. */
  get #index() {
    if (this.selected === null) return -1;
    const item = this.listing.at(this.#at);
    if (item === undefined || this.listing.key(item) !== this.selected) this.#at = this.listing.place(this.selected);
    return this.#at;
  }

  #measure() {
    this.#rowHeight = parseFloat(getComputedStyle(this.root).getPropertyValue("--row")) || 30;
    this.heads.measure();
    this.set(this.count);
  }

  #draw() {
    const height = this.#rowHeight;
    // Those in view first, so that they are seen; the ones beside them a moment later.
    const isFirst = this.#pool.length === 0;
    const beside = isFirst ? 0 : margin;
    const first = Math.max(0, Math.floor(this.#top / height) - beside);
    const shown = Math.ceil(this.root.clientHeight / height) + 2 * beside;
    const end = Math.min(this.count, first + shown);
    while (this.#pool.length < end - first) this.#grow();
    // Where pixels stand for more, rows are placed from what is in view.
    const shift = this.root.scrollTop - this.#top;
    this.#pool.forEach((slot, place) => {
      const index = first + place;
      slot.row.hidden = index >= end;
      if (index < end) this.#put(slot, index, index * height + shift);
    });
    const selected = this.#pool.find((slot) => !slot.row.hidden && slot.row.ariaSelected === "true");
    if (selected) this.root.setAttribute("aria-activedescendant", selected.row.id);
    else this.root.removeAttribute("aria-activedescendant");
    if (end > first) this.listing.need(first, end);
    if (isFirst && this.#pool.length > 0) this.refresh();
  }

  #grow() {
    const cells = this.listing.cells();
    for (const cell of cells) cell.setAttribute("role", "gridcell");
    const row = el("div.row", { role: "row", id: `${this.listing.label}-${this.#pool.length}` }, ...cells);
    this.#pool.push({ row, cells, index: -1 });
    this.space.append(row);
  }

  /** @param {{row: HTMLElement, cells: HTMLElement[], index: number}} slot @param {number} index @param {number} top */
  #put(slot, index, top) {
    const item = this.listing.at(index);
    const { row } = slot;
    slot.index = index;
    row.style.transform = `translateY(${top}px)`;
    row.setAttribute("aria-rowindex", String(index + 2));
    row.classList.toggle("blank", item === undefined);
    if (item === undefined) {
      row.ariaSelected = "false";
      row.classList.remove("playing", "fresh");
      return;
    }
    const key = this.listing.key(item);
    row.ariaSelected = String(key === this.selected);
    row.classList.toggle("playing", key === this.playing);
    const until = this.#fresh.get(key) ?? 0;
    row.classList.toggle("fresh", until > performance.now());
    if (until && until <= performance.now()) this.#fresh.delete(key);
    this.listing.show(slot.cells, item, row);
  }

  /** @param {Event} event @returns {{item: Item, index: number} | undefined} */
  #slotAt(event) {
    const row = /** @type {HTMLElement} */ (event.target).closest(".row");
    const slot = this.#pool.find((slot) => slot.row === row);
    const item = slot && this.listing.at(slot.index);
    return slot && item !== undefined ? { item, index: slot.index } : undefined;
  }

  /** @param {Event} event @returns {Item | undefined} */
  #itemAt(event) {
    return this.#slotAt(event)?.item;
  }

  /** @param {Event} event */
  #isButton(event) {
    return /** @type {HTMLElement} */ (event.target).closest("button") !== null;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const slot = this.#slotAt(event);
    if (!slot) return;
    this.#wanted = null;
    if (this.#isButton(event)) {
      [this.selected, this.#at] = [this.listing.key(slot.item), slot.index];
      this.listing.open(slot.item);
    } else {
      this.#choose(slot.item, slot.index);
    }
    this.refresh();
  }
}
