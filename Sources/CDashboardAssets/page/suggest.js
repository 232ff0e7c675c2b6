// Suggestions below the search: operators while one is begun, its values after the colon.

import * as api from "./api.js";
import { pieceAt } from "./clauses.js";
import { byId, el, fill } from "./dom.js";
import { count } from "./format.js";
import { operator, operators } from "./operators.js";

/** @typedef {{text: string, says: string, isDone: boolean}} Suggestion Its whole piece of the search; done when it has a value. */

/** Suggestions at a time. */
const most = 8;
/** Counted values are asked for again after this, in milliseconds. */
const keeps = 60_000;
/** Letters of an operator before any is suggested: one alone begins every other word. */
const fewest = 2;

/** @type {HTMLInputElement} */ let field;
/** @type {HTMLElement} */ let box;
/** @type {Suggestion[]} */ let shown = [];
let active = -1;
/** @type {Promise<Record<string, {value?: string, count: number, term?: string}[]>> | null} */ let counted = null;
let countedAt = 0;
let asked = 0;

export function startSuggestions() {
  field = byId("search");
  box = byId("suggestions");
  field.addEventListener("input", suggest);
  field.addEventListener("blur", close);
  // Before the page's own keys, whoever came first.
  field.addEventListener("keydown", press, true);
  box.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
    if (option) accept(shown[Number(/** @type {HTMLElement} */ (option).dataset.place)]);
  });
  suggest();
}

async function suggest() {
  const mine = ++asked;
  const caret = field.selectionStart ?? field.value.length;
  const piece = pieceAt(field.value, caret);
  const found = piece ? await of(piece.typed) : [];
  if (mine === asked) show(document.activeElement === field ? found : []);
}

/** @param {string} typed @returns {Promise<Suggestion[]>} */
async function of(typed) {
  const [, sign, word, colon, value] = /^(-?)([a-z]*)(:?)(.*)$/is.exec(typed) ?? [];
  if (!colon) {
    if (value || word.length < fewest) return [];
    return operators.filter(({ name }) => name.startsWith(word.toLowerCase()))
      .map(({ name, says }) => ({ text: `${sign}${name}:`, says, isDone: false }));
  }
  const known = operator(word);
  if (!known) return [];
  const begun = value.replaceAll("\"", "").toLowerCase();
  const values = [...await countedValues(known.facet), ...(known.values ?? []).map((one) => ({ value: one, says: "" }))];
  return values
    .filter((one) => one.value.toLowerCase().startsWith(begun) && one.value.toLowerCase() !== begun)
    .slice(0, most)
    .map((one) => ({ text: `${sign}${known.name}:${quoted(one.value)}`, says: one.says, isDone: true }));
}

/** @param {string | undefined} facet @returns {Promise<{value: string, says: string}[]>} */
async function countedValues(facet) {
  if (!facet) return [];
  if (!counted || Date.now() - countedAt > keeps) {
    countedAt = Date.now();
    counted = api.facets("").catch(() => { counted = null; return {}; });
  }
  const values = (await counted)[facet] ?? [];
  return values.filter(({ value, term }) => value && term).map(({ value, count: number }) => ({ value: String(value), says: count(number) }));
}

/** @param {string} value */
function quoted(value) {
  return /[\s"]/.test(value) ? `"${value.replaceAll("\"", "")}"` : value;
}

/** @param {Suggestion[]} found */
function show(found) {
  shown = found;
  active = -1;
  fill(box, ...found.map(({ text, says }, place) =>
    el("li", { role: "option", id: `suggestion-${place}`, "data-place": place, "aria-selected": "false" },
      el("b", {}, text), el("span.dim", {}, says))));
  box.hidden = found.length === 0;
  field.setAttribute("aria-expanded", String(found.length > 0));
  field.removeAttribute("aria-activedescendant");
}

function close() {
  asked += 1;
  show([]);
}

/** @param {number} place */
function choose(place) {
  active = (place + shown.length) % shown.length;
  [...box.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
  box.children[active].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", `suggestion-${active}`);
}

/** @param {Suggestion | undefined} suggestion */
function accept(suggestion) {
  const piece = pieceAt(field.value, field.selectionStart ?? field.value.length);
  if (!suggestion || !piece) return;
  const rest = field.value.slice(piece.end);
  const text = `${suggestion.text}${suggestion.isDone && !rest.startsWith(" ") ? " " : ""}`;
  field.value = field.value.slice(0, piece.start) + text + rest;
  const caret = piece.start + suggestion.text.length + (suggestion.isDone ? 1 : 0);
  field.setSelectionRange(caret, caret);
  field.dispatchEvent(new Event("input"));
}

/** Before the page's own keys: while suggestions are shown, some mean them. @param {KeyboardEvent} event */
function press(event) {
  if (shown.length === 0 || event.isComposing) return;
  switch (event.key) {
    case "ArrowDown": choose(active + 1); break;
    case "ArrowUp": choose(active < 0 ? -1 : active - 1); break;
    case "Escape": close(); break;
    case "Tab": if (event.shiftKey || active < 0) { close(); return; } accept(shown[active]); break;
    case "Enter": if (active < 0) { close(); return; } accept(shown[active]); break;
    default: return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
}
