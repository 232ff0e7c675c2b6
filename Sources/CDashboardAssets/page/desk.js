// What can be done with a file outside of this page: shown in the file manager, saved, its path copied.

import * as api from "./api.js";
import { el } from "./dom.js";
import { nameOf } from "./format.js";
import { notice } from "./notice.js";
import { complain } from "./status.js";
import { desk as texts, details } from "./texts.js";

/** @typedef {{file: number, path: string, path_base64?: string}} Kept A file with a row. */

/** Shows it in the file manager, selected where that can. @param {Kept} item */
export function reveal(item) {
  return shown(api.reveal(item.file), item.path);
}

/** Shows the place of a problem. @param {{id: number, path: string}} problem */
export function revealProblem(problem) {
  return shown(api.revealProblem(problem.id), problem.path);
}

/** @param {Promise<{shown: string}>} answer @param {string} path */
async function shown(answer, path) {
  try {
    notice((await answer).shown === "file" ? texts.shown(nameOf(path)) : texts.folderShown);
  } catch (error) {
    complain(error);
  }
}

/** @param {Kept} item */
export async function copyPath(item) {
  await copy({ "text/plain": item.path }, texts.pathCopied);
}

/** Copies it so that a file manager or a DAW can paste it, where this browser may; else the path. @param {Kept} item */
export async function copyFile(item) {
  const list = "text/uri-list";
  const address = `file://${item.path.split("/").map(encodeURIComponent).join("/")}`;
  const isExact = item.path_base64 === undefined;
  if (isExact && typeof ClipboardItem === "function" && ClipboardItem.supports?.(list)) {
    await copy({ "text/plain": item.path, [list]: `${address}\r\n` }, texts.fileCopied);
  } else {
    await copy({ "text/plain": item.path }, texts.onlyPath);
  }
}

/** @param {Record<string, string>} texts By their types. @param {string} done */
async function copy(texts, done) {
  try {
    if (!navigator.clipboard) throw new Error(texts.noClipboard);
    const types = Object.keys(texts);
    if (types.length === 1) await navigator.clipboard.writeText(texts["text/plain"]);
    else await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(types.map((type) => [type, new Blob([texts[type]], { type })])))]);
    notice(done);
  } catch (error) {
    complain(error);
  }
}

/** A link that saves the file as it is. @param {Kept} item */
export function saveLink(item) {
  return el("a.button", { href: api.download(item.file), download: nameOf(item.path) }, details.save);
}
