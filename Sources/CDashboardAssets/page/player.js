// One player for the whole page.

import { elementFor, loadAhead } from "./ahead.js";
import { audio } from "./api.js";
import { byId, el, fill, say } from "./dom.js";
import { nameOf, place } from "./format.js";
import { finePeaks, peaksOf } from "./peaks.js";
import { folderShown } from "./places.js";
import { drawWave } from "./waveform.js";

/** @typedef {{file: number, path: string, size?: number, properties?: import("./api.js").Properties}} Playable */

/** A held arrow key passes rows without loading each, in milliseconds. */
const settle = 90;
/** A sound that rests for so long gives the sound card back, in milliseconds. */
const patience = 2000;
/** What the player listens to. */
const events = ["play", "pause", "ended", "seeked", "loadedmetadata", "emptied"];

/** @type {HTMLAudioElement} */ let sound = byId("audio");
/** @type {HTMLInputElement} */ const seek = byId("player-seek");
/** @type {HTMLInputElement} */ const volume = byId("player-volume");
/** @type {HTMLSelectElement} */ const speed = byId("player-rate");
/** @type {HTMLSelectElement} */ const pair = byId("player-pair");
/** @type {HTMLButtonElement} */ const toggle = byId("player-toggle");
/** @type {HTMLCanvasElement} */ const wave = byId("player-wave");
/** @type {Playable | null} */ let playing = null;
/** @type {import("./peaks.js").Peaks | null} */ let peaks = null;
/** @type {{changed: (file: number | null) => void, step: (by: number) => void}} */ let page;
let timer = 0;
let frame = 0;
let releasing = 0;
/** Where a sound that gave its card back goes on, in seconds. */
let kept = 0;

/**
 * Wires the player.
 * @param {typeof page} owner `changed` is told which file plays, `step` plays the next row or the one before.
 */
export function startPlayer(owner) {
  page = owner;
  adopt(sound);
  toggle.addEventListener("click", toggleSound);
  byId("player-loop").addEventListener("click", toggleLoop);
  volume.addEventListener("input", () => { sound.volume = Number(volume.value) / 100; fillTrack(volume); });
  speed.addEventListener("change", () => { sound.playbackRate = Number(speed.value); });
  pair.addEventListener("change", choosePair);
  seek.addEventListener("input", () => seekTo(Number(seek.value) / 1000));
  new ResizeObserver(() => show()).observe(wave);
  wireMediaKeys();
  fillTrack(volume);
  show();
}

function wireMediaKeys() {
  const session = navigator.mediaSession;
  if (!session) return;
  session.setActionHandler("play", toggleSound);
  session.setActionHandler("pause", toggleSound);
  session.setActionHandler("stop", stop);
  session.setActionHandler("nexttrack", () => page.step(1));
  session.setActionHandler("previoustrack", () => page.step(-1));
  session.setActionHandler("seekto", ({ seekTime }) => { if (seekTime !== undefined && hasLength()) sound.currentTime = seekTime; });
}

/** Plays from the start. @param {Playable} item */
export function play(item) {
  clearTimeout(timer);
  const isOther = playing?.file !== item.file;
  playing = item;
  byId("player-name").removeAttribute("data-state");
  fill(byId("player-name"), el("b", {}, nameOf(item.path)), el("span.folder", {}, el("bdi", {}, folderShown(item.path))));
  byId("player-name").title = item.path;
  if (isOther) showPairs(item);
  exchange(elementFor(item));
  // A chosen pair of channels stays when the same sound begins anew.
  if (!isOther && Number(pair.value) > 0) sound.src = audio(item.file, Number(pair.value));
  // A press of another key ends this play before it has begun: that is no failure.
  sound.play().catch(() => {});
  if (navigator.mediaSession) navigator.mediaSession.metadata = new MediaMetadata({ title: nameOf(item.path) });
  if (isOther) showPeaks(item);
  page.changed(item.file);
}

/** Plays from where the one before is now, to hear them against each other. @param {Playable} item */
export function compare(item) {
  const at = sound.hasAttribute("src") ? sound.currentTime : kept;
  play(item);
  if (at < (item.properties?.duration ?? 0)) sound.currentTime = at;
}

/** Plays: at once, or while a key is held once it has come to rest. @param {Playable} item @param {boolean} [isHeld] */
export function playSoon(item, isHeld = false) {
  clearTimeout(timer);
  if (isHeld) timer = setTimeout(() => play(item), settle);
  else play(item);
}

/** Loads what will probably be asked for next. @param {Playable[]} items */
export function expect(items) {
  loadAhead(items.filter((item) => item.file !== playing?.file));
}

/** The file in the player. */
export const current = () => playing?.file ?? null;

export function toggleSound() {
  if (!playing) return;
  if (sound.paused) resume();
  else sound.pause();
}

export function restart() {
  if (!playing) return;
  kept = 0;
  if (sound.readyState > 0) sound.currentTime = 0;
  resume();
}

export function stop() {
  clearTimeout(timer);
  sound.pause();
  kept = 0;
  if (sound.readyState > 0) sound.currentTime = 0;
}

/** @param {number} seconds */
export function skip(seconds) {
  if (hasLength()) sound.currentTime = Math.max(0, Math.min(sound.currentTime + seconds, sound.duration));
}

/** @param {number} share 0 to 1. */
export function seekTo(share) {
  if (!playing) return;
  take();
  const length = hasLength() ? sound.duration : playing.properties?.duration;
  if (length) sound.currentTime = share * length;
}

export function toggleLoop() {
  sound.loop = !sound.loop;
  byId("player-loop").setAttribute("aria-pressed", String(sound.loop));
}

function resume() {
  take();
  sound.play().catch(() => {});
}

/** Puts another element in the place of the one that plays; what was chosen for it stays. @param {HTMLAudioElement} next */
function exchange(next) {
  const old = sound;
  if (next === old) return;
  for (const name of events) old.removeEventListener(name, show);
  old.removeEventListener("error", failed);
  old.pause();
  [next.loop, next.volume, next.playbackRate, next.id] = [old.loop, old.volume, Number(speed.value), "audio"];
  old.replaceWith(next);
  old.removeAttribute("src");
  old.load();
  sound = next;
  kept = 0;
  adopt(next);
  if (next.error) failed();
}

/** @param {HTMLAudioElement} element */
function adopt(element) {
  element.volume = Number(volume.value) / 100;
  for (const name of events) element.addEventListener(name, show);
  element.addEventListener("error", failed);
}

/** Lets the sound card go: whoever records next needs it. */
function release() {
  if (!sound.paused || !sound.hasAttribute("src")) return;
  kept = sound.ended ? 0 : sound.currentTime;
  sound.removeAttribute("src");
  sound.load();
}

/** Takes it again, where the sound stood. */
function take() {
  if (!playing || sound.hasAttribute("src")) return;
  sound.src = audio(playing.file, Number(pair.value) || undefined);
  if (kept > 0) sound.currentTime = kept;
  kept = 0;
}

/** Channels to choose from, where there are more than two. @param {Playable} item */
function showPairs({ properties }) {
  const channels = properties?.channels ?? 0;
  pair.hidden = channels <= 2;
  const first = channels > 8 ? [] : [el("option", { value: 0 }, "all channels")];
  fill(pair, ...first, ...Array.from({ length: Math.max(Math.ceil(channels / 2), 0) }, (_, index) =>
    el("option", { value: 2 * index + 1 }, `${2 * index + 1}–${Math.min(2 * index + 2, channels)} of ${channels}`)));
}

function choosePair() {
  if (!playing) return;
  const at = sound.currentTime;
  const isPlaying = !sound.paused;
  sound.src = audio(playing.file, Number(pair.value) || undefined);
  sound.currentTime = at;
  if (isPlaying) sound.play().catch(() => {});
}

/** The waveform: the row's at once, a finer one as soon as it is there. @param {Playable} item */
async function showPeaks(item) {
  peaks = peaksOf(item.file, () => { if (playing === item && !peaks) { peaks = peaksOf(item.file, () => {}); show(); } });
  show();
  const fine = await finePeaks(item.file).catch(() => null);
  if (playing !== item || !fine) return;
  peaks = fine;
  show();
}

function hasLength() {
  return Number.isFinite(sound.duration) && sound.duration > 0;
}

/** Position and buttons; again with each frame while it plays. */
function show() {
  cancelAnimationFrame(frame);
  const isPlaying = playing !== null && !sound.paused && !sound.ended;
  clearTimeout(releasing);
  if (!isPlaying) releasing = setTimeout(release, patience);
  toggle.disabled = playing === null;
  toggle.dataset.playing = String(isPlaying);
  toggle.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  byId("player").dataset.idle = String(playing === null);
  const length = hasLength() ? sound.duration : playing?.properties?.duration ?? 0;
  const at = sound.hasAttribute("src") ? sound.currentTime : kept;
  const share = length > 0 ? Math.min(at / length, 1) : 0;
  seek.disabled = length === 0;
  seek.value = String(Math.round(share * 1000));
  seek.setAttribute("aria-valuetext", `${place(at)} of ${place(length)}`);
  fillTrack(seek);
  byId("player").dataset.wave = String(peaks !== null);
  drawWave(wave, peaks, share);
  say(byId("player-time"), `${place(at)} / ${place(length)}`);
  if (isPlaying) frame = requestAnimationFrame(show);
}

/** Lets the style sheet draw the part before the thumb. @param {HTMLInputElement} range */
function fillTrack(range) {
  const share = (Number(range.value) - Number(range.min)) / (Number(range.max) - Number(range.min));
  range.style.setProperty("--share", String(share));
}

function failed() {
  if (playing && sound.error && sound.hasAttribute("src")) explain();
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
