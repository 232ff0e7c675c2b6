// Folders as they are shown: below the name of their source, where one is known.

import { folderOf } from "./format.js";

/** @type {{name: string, root: string}[]} Of sources inside each other the inner one first. */
let sources = [];

/** @param {import("./api.js").Source[]} known */
export function knowSources(known) {
  sources = known
    .map((source) => ({ name: source.name, root: source.path.endsWith("/") ? source.path : `${source.path}/` }))
    .sort((one, other) => other.root.length - one.root.length);
}

/** The folder of a file: `samples/Drums/Kicks`, or the whole path where no source is known. @param {string} path */
export function folderShown(path) {
  const source = sources.find((source) => path.startsWith(source.root));
  if (!source) return folderOf(path);
  const inner = path.slice(source.root.length, Math.max(path.lastIndexOf("/"), source.root.length));
  return inner ? `${source.name}/${inner}` : source.name;
}
