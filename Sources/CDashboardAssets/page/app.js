// The page: which view is shown, and what each is told.

import * as api from "./api.js";
import { loadActivity, startActivity } from "./activity.js";
import { closeDetails, follow } from "./details.js";
import { byId } from "./dom.js";
import { startKeys } from "./keys.js";
import { listen } from "./live.js";
import { knowSources } from "./places.js";
import { startPlayer } from "./player.js";
import { loadProblems, startProblems } from "./problems.js";
import { change, countSources, holds, loadSoon, markPlaying, search, startSearch, step, take } from "./search.js";
import { loadSources, showSources, startSources } from "./sources.js";
import { complain, refreshStatus, showCondition, startStatus, watchStatus } from "./status.js";
import { startSuggestions } from "./suggest.js";
import { showWork } from "./work.js";

/** Between two looks at a list that changes, in milliseconds. */
const viewPause = 1000;
/** What is asked again when the catalogue has changed. @type {Record<string, () => any>} */
const loaders = { duplicates: () => duplicates?.loadDuplicates(), activity: loadActivity, problems: loadProblems, sources: loadSources };

/** As little scrolling as shows it. @type {ScrollIntoViewOptions} */
const inView = { block: "nearest", inline: "nearest" };

let view = "catalogue";
let hasCounts = false;
/** Loaded when it is looked at first. @type {typeof import("./duplicates.js") | null} */
let duplicates = null;
/** @type {api.Stats | null} */
let stats = null;
let refresh = 0;

/** Shows the view that the address names: `#/`, `#/?q=kick`, `#/duplicates/near`, … */
function route() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...parts] = path.split("/");
  view = document.getElementById(`view-${name}`) ? name : "catalogue";
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
    const asked = new URLSearchParams(query);
    const [q, sort, order] = ["q", "sort", "order"].map((name) => asked.get(name) ?? "");
    search({ q, sort, order: sort && (order === "desc" ? order : "asc") });
  } else {
    closeDetails();
    if (view === "duplicates") openDuplicates(parts, new URLSearchParams(query)).catch(complain);
    else loaders[view]?.();
  }
}

/** @param {string[]} parts @param {URLSearchParams} query */
async function openDuplicates(parts, query) {
  const address = location.hash;
  const module = duplicates ?? await import("./duplicates.js");
  if (!duplicates) {
    duplicates = module;
    module.startDuplicates();
    if (stats) module.totalDuplicates(stats);
  }
  // Another address may have come meanwhile.
  if (location.hash === address) module.showDuplicates(parts, query);
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
  if (!loaders[view]) return;
  refresh ||= setTimeout(() => { refresh = 0; loaders[view]?.(); }, viewPause);
}

/** `#token=…`, as `audiowatch token new` prints it, becomes a cookie and goes from the address. */
async function exchangeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  history.replaceState(null, "", "#/");
  await api.session(token).catch(complain);
}

await exchangeToken();
startStatus();
startActivity();
startProblems();
startSources();
startSuggestions();
startSearch(follow, remember);
startPlayer({
  changed: (file) => {
    markPlaying(file);
    duplicates?.markMember(file);
    document.body.dataset.playing = String(file ?? "");
  },
  step,
});
startKeys({
  clear: () => change(""),
  isCatalogue: () => view === "catalogue",
  viewKey: (key) => view === "duplicates" && (duplicates?.duplicateKey(key) ?? false),
});
watchStatus((_, known) => { stats = known; duplicates?.totalDuplicates(known); });
watchStatus(showSources);
watchStatus(showWork);
// The numbers of the first status make the tabs wider.
watchStatus(() => { if (!hasCounts) document.querySelector("#tabs [aria-current]")?.scrollIntoView(inView); hasCounts = true; });
watchStatus((status) => { knowSources(status.sources); countSources(status.sources.length); });
addEventListener("hashchange", route);
route();
refreshStatus();
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
    loaders[view]?.();
  },
  condition: showCondition,
});
