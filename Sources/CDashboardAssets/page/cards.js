// Who holds the sound card: looked for when a sound begins, said where nobody can hear it.

import { soundCards } from "./api.js";
import { byId, el, fill } from "./dom.js";
import { cards as texts } from "./texts.js";

/** By then a sound server has opened the card for this browser, or cannot, in milliseconds after the start. */
const opening = 700;
/** Between two looks while one sound after the other is heard, in milliseconds. */
const pause = 5000;

let timer = 0;
let lookedAt = -pause;
/** The holders that the user knows of, as they were said. */
let known = "";

/**
 * Looks who holds the cards, a moment after a sound has begun.
 * @param {() => boolean} isStill Whether the sound has all it takes and does not move.
 */
export function watchCards(isStill) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (isStill()) sayHolders(true);
    else if (performance.now() - lookedAt > pause) sayHolders(false);
  }, opening);
}

/** The sound has ended, or another one begins. */
export function leaveCards() {
  clearTimeout(timer);
}

/**
 * Says who holds a card, and the ways out, where that may be why nothing is heard.
 * @param {boolean} isSilent Nothing is heard for certain; else it may be, where a sound server plays.
 * @returns {Promise<boolean>} Whether somebody does.
 */
export async function sayHolders(isSilent) {
  lookedAt = performance.now();
  const { holders } = await soundCards().catch(() => ({ holders: [] }));
  const alone = holders.filter(({ kind }) => kind !== "shared");
  const isHeld = alone.length > 0 && (isSilent || alone.length === holders.length);
  show(isHeld ? alone : []);
  return isHeld;
}

/** @param {import("./api.js").CardHolder[]} holders */
function show(holders) {
  const place = byId("held");
  const text = holders.map((one) => texts.held(one)).join(" ");
  if (text === known) return;
  known = text;
  place.hidden = text === "";
  if (text === "") fill(place);
  else {
    const ways = holders.some(({ kind }) => kind === "jack") ? texts.jackWays : texts.ways;
    fill(place, el("span", {}, el("b", {}, text), " ", ways),
      el("button", { type: "button", click: () => { place.hidden = true; } }, texts.close));
  }
}
