// A sentence that comes and goes: what a key or a button has just done.

import { byId, say } from "./dom.js";

/** How long it stays, in milliseconds. */
const time = 2500;
let timer = 0;

/** @param {string} text */
export function notice(text) {
  const element = byId("notice");
  say(element, text);
  element.dataset.shown = "true";
  clearTimeout(timer);
  timer = setTimeout(() => { element.dataset.shown = "false"; say(element, ""); }, time);
}
