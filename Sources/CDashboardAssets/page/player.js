// One player for the whole page.

import { elementFor, loadAhead } from "./ahead.js";
import { audio } from "./api.js";
import { leaveCards, sayHolders, watchCards } from "./cards.js";
import { byId, el, fill, say } from "./dom.js";
import { count, nameOf, place } from "./format.js";
import { finePeaks, peaksOf } from "./peaks.js";
import { folderShown } from "./places.js";
import { cards, player as texts, status } from "./texts.js";
import { drawWave } from "./waveform.js";

/** @typedef {{file: number, path: string, size?: number, properties?: import("./api.js").Properties}} Playable */

/** A held arrow key passes rows without loading each, in milliseconds. */
const settle = 90;
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
  session.setActionHandler("seekto", ({ seekTime }) => { if (seekTime !== undefined) goTo(seekTime); });
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
  begin();
  if (navigator.mediaSession) navigator.mediaSession.metadata = new MediaMetadata({ title: nameOf(item.path) });
  if (isOther) showPeaks(item);
  page.changed(item.file);
}

/** Plays from where the one before is now, to hear them against each other. @param {Playable} item */
export function compare(item) {
  const at = position();
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
  goTo(position() + seconds);
}

/** @param {number} share 0 to 1. */
export function seekTo(share) {
  goTo(share * length());
}

/** @param {number} seconds */
function goTo(seconds) {
  if (!playing || length() === 0) return;
  const goal = Math.max(0, Math.min(seconds, length()));
  // Where the card was given back it is not taken for this.
  if (sound.hasAttribute("src")) sound.currentTime = goal;
  else kept = goal;
  show();
}

export function toggleLoop() {
  sound.loop = !sound.loop;
  byId("player-loop").setAttribute("aria-pressed", String(sound.loop));
}

function resume() {
  take();
  begin();
}

/** Sounds, if it can; and if it has all it takes and does not, somebody holds the card. */
function begin() {
  // A press of another key ends this play before it has begun: that is no failure.
  sound.play().catch(() => {});
  const [element, from] = [sound, sound.currentTime];
  watchCards(() => element === sound && !element.paused && element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA
    && element.currentTime === from);
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

/**
 * Lets the sound card go, whoever records next needs it. At once: Chromium itself keeps it open for five seconds more
 * (kStreamCloseDelay of its media/audio), and for fifteen as long as the element has a sound.
 */
function release() {
  if (!sound.paused || !sound.hasAttribute("src")) return;
  leaveCards();
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
  const first = channels > 8 ? [] : [el("option", { value: 0 }, texts.all)];
  fill(pair, ...first, ...Array.from({ length: Math.max(Math.ceil(channels / 2), 0) }, (_, index) =>
    el("option", { value: 2 * index + 1 }, texts.pair(count(2 * index + 1), count(Math.min(2 * index + 2, channels)), count(channels)))));
}

function choosePair() {
  if (!playing) return;
  const isPlaying = !sound.paused;
  kept = position();
  sound.removeAttribute("src");
  if (isPlaying) resume();
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

/** In seconds; 0 where nobody knows. */
function length() {
  return hasLength() ? sound.duration : playing?.properties?.duration ?? 0;
}

/** Where the sound is, also where it has given the card back. */
function position() {
  return sound.hasAttribute("src") ? sound.currentTime : kept;
}

/** Position and buttons; again with each frame while it plays. */
function show() {
  cancelAnimationFrame(frame);
  const isPlaying = playing !== null && !sound.paused && !sound.ended;
  clearTimeout(releasing);
  if (!isPlaying) releasing = setTimeout(release);
  toggle.disabled = playing === null;
  toggle.dataset.playing = String(isPlaying);
  toggle.setAttribute("aria-label", isPlaying ? texts.pause : texts.play);
  byId("player").dataset.idle = String(playing === null);
  const [at, all] = [position(), length()];
  const share = all > 0 ? Math.min(at / all, 1) : 0;
  seek.disabled = all === 0;
  seek.value = String(Math.round(share * 1000));
  seek.setAttribute("aria-valuetext", texts.position(place(at), place(all)));
  fillTrack(seek);
  byId("player").dataset.wave = String(peaks !== null);
  drawWave(wave, peaks, share);
  say(byId("player-time"), `${place(at)} / ${place(all)}`);
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
  let reason = texts.cannot(item.properties?.format);
  try {
    const response = await fetch(audio(item.file), { headers: { Range: "bytes=0-0" }, cache: "no-store" });
    if (!response.ok) reason = (await response.json()).error.message;
    else if (await sayHolders(true)) reason = cards.isHeld;
  } catch {
    reason = status.unreachable;
  }
  if (playing !== item) return;
  byId("player-name").dataset.state = "bad";
  fill(byId("player-name"), el("b", {}, nameOf(item.path)), el("span.folder", {}, reason));
}
