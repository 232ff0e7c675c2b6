// One player for the whole page.

import { audio } from "./api.js";
import { byId, el, fill, say } from "./dom.js";
import { nameOf, place } from "./format.js";
import { folderShown } from "./places.js";

/** @typedef {{file: number, path: string, properties?: import("./api.js").Properties}} Playable */

/** A held arrow key passes rows without loading each, in milliseconds. */
const settle = 90;

/** @type {HTMLAudioElement} */ const sound = byId("audio");
/** @type {HTMLInputElement} */ const seek = byId("player-seek");
/** @type {HTMLInputElement} */ const volume = byId("player-volume");
/** @type {HTMLButtonElement} */ const toggle = byId("player-toggle");
/** @type {Playable | null} */ let playing = null;
/** @type {(file: number | null) => void} */ let announce = () => {};
let timer = 0;
let frame = 0;

/** Wires the player. @param {(file: number | null) => void} onChange Told which file plays. */
export function startPlayer(onChange) {
  announce = onChange;
  sound.volume = 0.8;
  toggle.addEventListener("click", toggleSound);
  byId("player-loop").addEventListener("click", toggleLoop);
  volume.addEventListener("input", () => { sound.volume = Number(volume.value) / 100; fillTrack(volume); });
  seek.addEventListener("input", () => { if (hasLength()) sound.currentTime = Number(seek.value) / 1000 * sound.duration; });
  for (const name of ["play", "pause", "ended", "seeked", "loadedmetadata", "emptied"]) sound.addEventListener(name, show);
  sound.addEventListener("error", () => { if (playing && sound.error) explain(); });
  navigator.mediaSession?.setActionHandler("play", toggleSound);
  navigator.mediaSession?.setActionHandler("pause", toggleSound);
  fillTrack(volume);
  show();
}

/** Plays from the start. @param {Playable} item */
export function play(item) {
  clearTimeout(timer);
  playing = item;
  byId("player-name").removeAttribute("data-state");
  fill(byId("player-name"), el("b", {}, nameOf(item.path)), el("span.folder", {}, el("bdi", {}, folderShown(item.path))));
  byId("player-name").title = item.path;
  sound.src = audio(item.file);
  // A press of another key ends this play before it has begun: that is no failure.
  sound.play().catch(() => {});
  if (navigator.mediaSession) navigator.mediaSession.metadata = new MediaMetadata({ title: nameOf(item.path) });
  announce(item.file);
}

/** Plays once the keys have come to rest. @param {Playable} item */
export function playSoon(item) {
  clearTimeout(timer);
  timer = setTimeout(() => play(item), settle);
}

/** The file in the player. */
export const current = () => playing?.file ?? null;

export function toggleSound() {
  if (!playing) return;
  if (sound.paused) sound.play().catch(() => {});
  else sound.pause();
}

export function restart() {
  if (!playing) return;
  sound.currentTime = 0;
  sound.play().catch(() => {});
}

export function stop() {
  clearTimeout(timer);
  sound.pause();
  if (sound.readyState > 0) sound.currentTime = 0;
}

/** @param {number} seconds */
export function skip(seconds) {
  if (hasLength()) sound.currentTime = Math.max(0, Math.min(sound.currentTime + seconds, sound.duration));
}

/** @param {number} share 0 to 1. */
export function seekTo(share) {
  if (hasLength()) sound.currentTime = share * sound.duration;
}

export function toggleLoop() {
  sound.loop = !sound.loop;
  byId("player-loop").setAttribute("aria-pressed", String(sound.loop));
}

function hasLength() {
  return Number.isFinite(sound.duration) && sound.duration > 0;
}

/** Position and buttons; again with each frame while it plays. */
function show() {
  cancelAnimationFrame(frame);
  const isPlaying = playing !== null && !sound.paused && !sound.ended;
  toggle.disabled = playing === null;
  toggle.dataset.playing = String(isPlaying);
  toggle.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  byId("player").dataset.idle = String(playing === null);
  const length = hasLength() ? sound.duration : playing?.properties?.duration ?? 0;
  seek.disabled = !hasLength();
  seek.value = String(length > 0 ? Math.round(sound.currentTime / length * 1000) : 0);
  seek.setAttribute("aria-valuetext", `${place(sound.currentTime)} of ${place(length)}`);
  fillTrack(seek);
  say(byId("player-time"), `${place(sound.currentTime)} / ${place(length)}`);
  if (isPlaying) frame = requestAnimationFrame(show);
}

/** Lets the style sheet draw the part before the thumb. @param {HTMLInputElement} range */
function fillTrack(range) {
  const share = (Number(range.value) - Number(range.min)) / (Number(range.max) - Number(range.min));
  range.style.setProperty("--share", String(share));
}

/** Why there is no sound: the daemon's reason, or the browser's. */
async function explain() {
  if (!playing) return;
  const item = playing;
  let reason = `this browser cannot play ${item.properties?.format ?? "this format"}`;
  try {
    const response = await fetch(audio(item.file), { headers: { Range: "bytes=0-0" }, cache: "no-store" });
    if (!response.ok) reason = (await response.json()).error.message;
  } catch {
    reason = "the daemon does not answer";
  }
  if (playing !== item) return;
  byId("player-name").dataset.state = "bad";
  fill(byId("player-name"), el("b", {}, nameOf(item.path)), el("span.folder", {}, reason));
}
