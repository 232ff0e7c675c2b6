// The rows of an answer by their places: those near the view are here, all others are asked for when it comes there.

/** Rows that are asked for at once. */
const piece = 100;
/** More rows than this are not kept. */
const most = 3000;
/** A view that only passes by asks for nothing, in milliseconds. */
const rest = 40;

/**
 * @typedef {import("./api.js").Hit & {isGone?: boolean}} Row
 * @typedef {{hits: Row[], total?: number, next?: string, asOf?: string}} Answer
 */

export class Shelf {
  /** How many rows there are in all. */
  total = 0;
  /** The event up to which the rows hold all changes. */
  asOf = "";
  /** @type {Map<number, Row>} */ #rows = new Map();
  /** @type {Set<number>} Pieces on their way. */ #asked = new Set();
  #request = new AbortController();
  #timer = 0;
  #first = 0;
  #end = 0;

  /**
   * @param {(offset: number, limit: number, signal: AbortSignal) => Promise<Answer>} ask
   * @param {() => void} arrived Rows have come.
   * @param {(error: unknown) => void} failed
   */
  constructor(ask, arrived, failed) {
    this.ask = ask;
    this.arrived = arrived;
    this.failed = failed;
  }

  /** @param {number} index @returns {Row | undefined} */
  at(index) {
    return this.#rows.get(index);
  }

  /** Where a file stands that is here, else -1. @param {number} file */
  place(file) {
    for (const [index, row] of this.#rows) if (row.file === file) return index;
    return -1;
  }

  /**
   * Asks anew; the rows from before stay until the answer is here. False where another question overtook this one.
   * @param {number} offset @param {number} limit
   */
  async fill(offset, limit) {
    this.#request.abort();
    this.#request = new AbortController();
    this.#asked.clear();
    const { signal } = this.#request;
    try {
      const answer = await this.ask(offset, limit, signal);
      if (signal.aborted) return false;
      this.#rows.clear();
      this.asOf = answer.asOf ?? "";
      this.#take(answer, offset);
      return true;
    } catch (error) {
      if (!signal.aborted) this.failed(error);
      return false;
    }
  }

  /** These rows are in view: what is missing of them comes. @param {number} first @param {number} end */
  need(first, end) {
    [this.#first, this.#end] = [first, end];
    if (this.#missing().length > 0) this.#timer ||= setTimeout(() => { this.#timer = 0; this.#get(); }, rest);
  }

  #missing() {
    const pieces = new Set();
    for (let index = this.#first; index < Math.min(this.#end, this.total); index += 1) {
      if (!this.#rows.has(index)) pieces.add(Math.floor(index / piece));
    }
    return [...pieces].filter((number) => !this.#asked.has(number));
  }

  #get() {
    const { signal } = this.#request;
    for (const number of this.#missing()) {
      this.#asked.add(number);
      this.ask(number * piece, piece, signal)
        .then((answer) => { if (!signal.aborted) this.#take(answer, number * piece); })
        .catch((error) => { if (!signal.aborted) this.failed(error); })
        .finally(() => { if (!signal.aborted) this.#asked.delete(number); });
    }
  }

  /** @param {Answer} answer @param {number} offset */
  #take(answer, offset) {
    // While the daemon's index is being filled nobody has counted: then there is at least a further piece.
    this.total = answer.total ?? Math.max(this.total, offset + answer.hits.length + (answer.next ? piece : 0));
    answer.hits.forEach((row, place) => this.#rows.set(offset + place, row));
    if (this.#rows.size > most) this.#forget();
    this.arrived();
  }

  /** Rows far from the view go. */
  #forget() {
    const middle = (this.#first + this.#end) / 2;
    for (const index of this.#rows.keys()) if (Math.abs(index - middle) > most / 3) this.#rows.delete(index);
  }
}
