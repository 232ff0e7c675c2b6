// What is wrong with the configuration file, or waits for the daemon's next start.

import { el } from "./dom.js";
import { badge } from "./rows.js";

/** @typedef {{line?: number, column?: number, message: string}} Finding */

/** Null where nothing is to be said. @param {import("./api.js").Status} status */
export function configurationNotes({ configuration }) {
  if (!configuration) return null;
  const { file, problems, warnings, pending } = configuration;
  if (problems.length + warnings.length + pending.length === 0) return null;
  const isRefused = problems.length > 0;
  return el("section.group.configuration", { "aria-label": "Configuration" },
    el("header", {},
      badge(isRefused ? "bad" : "warn", isRefused ? "configuration not in force" : "configuration"),
      el("span.folder.grow", { title: file }, el("bdi", {}, file))),
    isRefused && el("p", {}, "It cannot be used as it was saved, so the one from before holds. Mend it and save it: it is taken over at once."),
    ...problems.map(finding),
    ...warnings.map(finding),
    ...pending.map(({ key, now, then }) => el("p", {}, el("code", {}, key), ` is ${now} until the daemon starts anew, then ${then}.`)),
    isRefused && el("p.dim", {}, "All that is wrong with it: ", el("code", {}, "audiowatch config check")));
}

/** @param {Finding} finding */
function finding({ line, message }) {
  return el("p", {}, line ? el("b", {}, `Line ${line}: `) : null, `${message}.`);
}
