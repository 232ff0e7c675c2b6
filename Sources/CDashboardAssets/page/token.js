// The token, asked for once in each browser that has none: afterwards a cookie says that it was right.

import * as api from "./api.js";
import { el, say } from "./dom.js";

/** Asks, unless it is asking already. */
export function askForToken() {
  if (document.getElementById("token")) return;
  const field = /** @type {HTMLInputElement} */ (el("input.field", {
    id: "token-field", type: "password", autocomplete: "current-password", required: true, "aria-describedby": "token-says",
  }));
  const says = el("p.says", { id: "token-says", role: "alert" });
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog.help", { id: "token", "aria-labelledby": "token-heading", close: () => dialog.remove() },
    el("h2", { id: "token-heading" }, "This catalogue takes a token"),
    el("p", {}, "It is on the machine that it runs on: ", el("code", {}, "cat ~/.config/audiowatch/token"), ". You are asked once in this browser."),
    el("form", { submit: (/** @type {Event} */ event) => { event.preventDefault(); show().catch(() => {}); } },
      el("p", {}, el("label", { for: "token-field" }, "Token "), field),
      says,
      el("div.buttons", {}, el("button", { type: "submit" }, "Open")))));
  document.body.append(dialog);
  dialog.showModal();

  async function show() {
    try {
      await api.session(field.value.trim());
      location.reload();
    } catch (error) {
      say(says, error instanceof Error ? error.message : String(error));
      field.setAttribute("aria-invalid", "true");
      field.select();
    }
  }
}
