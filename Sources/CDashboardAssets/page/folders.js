// Folders come and go: the field for a new one, and the question before one goes.

import * as api from "./api.js";
import { el, fill } from "./dom.js";
import { counted } from "./format.js";
import { notice } from "./notice.js";
import { act, refreshStatus } from "./status.js";

/** How long a path rests before the daemon is asked about it, in milliseconds. */
const pause = 250;

/**
 * The form that has a folder watched.
 * @param {() => void} close Called when it is to go.
 */
export function addForm(close) {
  const path = field("add-path", "~/Samples", { "aria-describedby": "add-says", required: true, input: ask });
  const name = field("add-name", "made from the folder's", {});
  const says = el("ul.says", { id: "add-says", role: "status" });
  const submit = /** @type {HTMLButtonElement} */ (el("button", { type: "submit" }, "Watch it"));
  let timer = 0;
  let asked = 0;

  function ask() {
    clearTimeout(timer);
    submit.disabled = false;
    path.removeAttribute("aria-invalid");
    timer = setTimeout(check, path.value.trim() ? pause : 0);
  }

  async function check() {
    const number = ++asked;
    if (!path.value.trim()) return show([]);
    const advice = await api.checkFolder(path.value).catch(() => null);
    if (!advice || number !== asked) return;
    submit.disabled = !advice.canBeAdded;
    if (!advice.canBeAdded) path.setAttribute("aria-invalid", "true");
    name.placeholder = advice.name ?? "made from the folder's";
    show(advice.remarks.map(({ message }) => message));
  }

  /** @param {string[]} messages */
  function show(messages) {
    fill(says, ...messages.map((message) => el("li", {}, message)));
  }

  /** @param {Event} event */
  async function add(event) {
    event.preventDefault();
    // What was asked before says nothing of what is being done.
    clearTimeout(timer);
    asked += 1;
    submit.disabled = true;
    try {
      const { source, isChanged, reload } = await api.addSource(path.value, name.value.trim());
      refreshStatus();
      notice(isChanged ? `${source} is in the configuration` : `This folder is source ${source} already`);
      if (reload.configuration.problems.length === 0) return close();
      show(["It is written down, but the configuration cannot be used yet: see above."]);
    } catch (error) {
      path.setAttribute("aria-invalid", "true");
      show([error instanceof Error ? error.message : String(error)]);
      path.focus();
    } finally {
      submit.disabled = false;
    }
  }

  return el("form.add", { "aria-label": "Add a folder", submit: add, keydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") { close(); event.stopPropagation(); } } },
    el("div.tools", {},
      el("label", { for: "add-path" }, "Folder"), path, el("label", { for: "add-name" }, "Name"), name, submit,
      el("button", { type: "button", click: close }, "Cancel")),
    says);
}

/** @param {string} id @param {string} placeholder @param {import("./dom.js").Attributes} more */
function field(id, placeholder, more) {
  return /** @type {HTMLInputElement} */ (el("input.field", {
    id, type: "text", placeholder, autocomplete: "off", autocapitalize: "off", spellcheck: "false", ...more,
  }));
}

/** Asks whether a source is to go, and says what becomes of its rows. @param {api.Source} source */
export function askToRemove({ name, path, files }) {
  const heading = el("h2", { id: "remove-heading" }, "Remove ", el("bdi", {}, name), "?");
  const keep = el("button", { type: "button", click: () => dialog.close() }, "Keep it");
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog.help", { id: "remove", "aria-labelledby": "remove-heading", close: () => dialog.remove() },
    heading,
    el("p.folder.whole", {}, path),
    el("p", {}, `Nothing on the disk is touched. ${files === 0 ? "It is watched no longer." : `It is watched no longer, and its ${counted(files, "file")} ${files === 1 ? "leaves" : "leave"} searches, counts and duplicates.`}`),
    el("p", {}, "What is known of them stays until ", el("code", {}, "audiowatch doctor --prune"), ": add the folder again under this name, and they are back at once."),
    el("div.buttons", {},
      keep,
      el("button.danger", { type: "button", click: () => { dialog.close(); act(async () => { await api.removeSource(name); notice(`${name} is watched no longer`); }); } }, "Remove it"))));
  document.body.append(dialog);
  dialog.showModal();
  keep.focus();
}

/** Watches a source again, or no longer. @param {api.Source} source */
export function toggle({ name, state }) {
  const isOff = state === "disabled";
  return act(async () => {
    await api.setSource(name, "enabled", [String(isOff)]);
    notice(isOff ? `${name} is watched again` : `${name} is not watched; its rows stay searchable`);
  });
}
