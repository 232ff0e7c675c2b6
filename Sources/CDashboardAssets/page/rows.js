// Rows that several views share.

import { el } from "./dom.js";
import { nameOf } from "./format.js";
import { folderShown } from "./places.js";
import { play } from "./player.js";
import { list } from "./texts.js";

/** A button that plays. @param {import("./player.js").Playable} item */
export function playButton(item) {
  return el("button.play", { type: "button", "data-file": item.file, "aria-label": list.playing(nameOf(item.path)), click: () => play(item) });
}

/** A path: its name, then its folder, cut from the left where it is too long. @param {string} path */
export function pathCells(path) {
  return [
    el("span.c-name", { title: path }, nameOf(path)),
    el("span.c-folder.folder", { title: path }, el("bdi", {}, folderShown(path))),
  ];
}

/**
 * A word for a state, with its colour and never its colour alone.
 * @param {"good" | "warn" | "bad" | "none"} state
 * @param {string} word
 */
export function badge(state, word) {
  return el("span.badge", { "data-state": state }, word);
}
