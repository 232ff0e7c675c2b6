// The page: which view is shown, and what each is told.

import * as api from "./api.js";
import { byId } from "./dom.js";
import { parts, questionOf } from "./first.js";
import { startKeys } from "./keys.js";
import { listen } from "./live.js";
import { knowSources } from "./places.js";
import { startPlayer } from "./player.js";
import { change, countSources, holds, loadSoon, markPlaying, playFirst, search, startSearch, step, take } from "./search.js";
import { complain, refreshStatus, showCondition, startStatus, watchStatus } from "./status.js";

/**
 * @typedef {object} View A view that is loaded when it is looked at first: the page begins without it.
 * @property {() => Promise<any>} load Its module.
 * @property {(module: any) => void} start Called once.
 * @property {(module: any, rest: string[], query: URLSearchParams) => void} show The address leads to it.
 * @property {(module: any) => void} again The catalogue has changed.
 * @property {(module: any, status: api.Status, stats: api.Stats) => void} told What the status says now.
 */

/** Between two looks at a list that changes, in milliseconds. */
const viewPause = 1000;
/** Parts that will probably be wanted are loaded when nothing else is done, at the latest after this, in milliseconds. */
const patience = 3000;

/** @type {Record<string, View>} */
const views = {
  duplicates: {
    load: () => import("./duplicates.js"), start: (module) => module.startDuplicates(),
    show: (module, rest, query) => module.showDuplicates(rest, query), again: (module) => module.loadDuplicates(),
    told: (module, _, stats) => module.totalDuplicates(stats),
  },
  sources: {
    load: () => import("./sources.js"), start: (module) => module.startSources(),
    show: (module) => module.loadSources(), again: (module) => module.loadSources(),
    told: (module, status, stats) => module.showSources(status, stats),
  },
  activity: {
    load: () => import("./activity.js"), start: (module) => module.startActivity(),
    show: (module) => module.loadActivity(), again: (module) => module.loadActivity(),
    told: (module, status) => module.showWork(status),
  },
  problems: {
    load: () => import("./problems.js"), start: (module) => module.startProblems(),
    show: (module) => module.loadProblems(), again: (module) => module.loadProblems(),
    told: (module, status) => module.showProblems(status),
  },
};
/** Modules of views that are here. @type {Map<string, any>} */
const loaded = new Map();

/** As little scrolling as shows it. @type {ScrollIntoViewOptions} */
const inView = { block: "nearest", inline: "nearest" };

let view = "catalogue";
/** @type {[api.Status, api.Stats] | null} */
let latest = null;
let refresh = 0;

/** Shows the view that the address names. */
function route() {
  const { view: name, rest, query } = parts();
  view = name in views ? name : "catalogue";
  document.body.dataset.view = view;
  for (const section of document.querySelectorAll("main > section")) {
    /** @type {HTMLElement} */ (section).hidden = section.id !== `view-${view}`;
  }
  for (const link of document.querySelectorAll("#tabs a")) {
    const target = link.getAttribute("href")?.replace(/^#\/|\?.*$/g, "") || "catalogue";
    if (target === view) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView(inView);
    } else link.removeAttribute("aria-current");
  }
  if (view === "catalogue") {
    search(questionOf(query));
    const asked = new URLSearchParams(query);
    if (asked.has("play")) {
      // `audiowatch search --play`: once, not again when the page is loaded anew.
      asked.delete("play");
      history.replaceState(null, "", asked.size > 0 ? `#/?${asked}` : "#/");
      playFirst();
    }
  } else {
    if (!byId("details").hidden) details().then(({ closeDetails }) => closeDetails());
    open(view, rest, query).catch(complain);
  }
}

const details = () => import("./details.js");

/** @param {string} name @param {string[]} rest @param {URLSearchParams} query */
async function open(name, rest, query) {
  const address = location.hash;
  const known = loaded.get(name);
  const module = known ?? await views[name].load();
  if (!loaded.has(name)) {
    loaded.set(name, module);
    views[name].start(module);
    if (latest) views[name].told(module, ...latest);
  }
  // Another address may have come meanwhile.
  if (location.hash === address) views[name].show(module, rest, query);
}

/** The view that is shown asks again. */
function again() {
  const module = loaded.get(view);
  if (module) views[view].again(module);
}

/** @param {import("./search.js").Question} question */
function remember(question) {
  const asked = new URLSearchParams();
  if (question.q.trim()) asked.set("q", question.q);
  if (question.sort) asked.set("sort", question.sort);
  if (question.order === "desc") asked.set("order", "desc");
  const address = asked.size > 0 ? `#/?${asked}` : "#/";
  // The way back from another view leads to the same search.
  document.querySelector("#tabs a")?.setAttribute("href", address);
  if (view === "catalogue") history.replaceState(null, "", address);
  else location.hash = address;
}

/** A list other than the catalogue is asked for again, soon. */
function refreshView() {
  if (view === "catalogue") return;
  refresh ||= setTimeout(() => { refresh = 0; again(); }, viewPause);
}

/** `#token=…`, as `audiowatch token new` prints it, becomes a cookie and goes from the address. */
async function exchangeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  history.replaceState(null, "", "#/");
  await api.session(token).catch(complain);
}

/** Details follow the selection where they are open. @param {{file: number, path: string}} row */
function follow(row) {
  if (!byId("details").hidden) details().then(({ openDetails }) => openDetails(row));
}

/** @param {api.Status} status @param {api.Stats} stats */
function tell(status, stats) {
  // The numbers of the first status make the tabs wider.
  if (!latest) document.querySelector("#tabs [aria-current]")?.scrollIntoView(inView);
  latest = [status, stats];
  for (const [name, module] of loaded) views[name].told(module, status, stats);
  knowSources(status.sources);
  countSources(status.sources.length);
}

await exchangeToken();
// The stream takes its time to begin: first of all, so that it does so while the rest is made.
listen({
  changes: (changes) => {
    take(changes).catch(complain);
    refreshStatus(300);
    refreshView();
  },
  everything: async (event) => {
    if (event && view === "catalogue" && await holds(event)) return;
    loadSoon();
    refreshStatus();
    again();
  },
  condition: showCondition,
});
startSearch(follow, remember);
addEventListener("hashchange", route);
route();
startStatus();
watchStatus(tell);
refreshStatus();
startPlayer({
  changed: (file) => {
    markPlaying(file);
    loaded.get("duplicates")?.markMember(file);
    document.body.dataset.playing = String(file ?? "");
  },
  step,
});
startKeys({
  clear: () => change(""),
  isCatalogue: () => view === "catalogue",
  viewKey: (key) => view === "duplicates" && (loaded.get("duplicates")?.duplicateKey(key) ?? false),
});
const suggest = () => import("./suggest.js");
byId("search").addEventListener("focus", () => suggest().then(({ startSuggestions }) => startSuggestions()), { once: true });
requestIdleCallback(() => { suggest(); details(); }, { timeout: patience });
