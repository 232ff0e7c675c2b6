// How numbers are shown: units as in the terminal (AudiowatchCore/Display*.swift), digits as the browser's language
// writes them. All digits are Latin ones, which stand in columns of one width.

import { things, units } from "./texts.js";

/** @param {Intl.NumberFormatOptions} [options] */
const numbers = (options) => new Intl.NumberFormat(undefined, { numberingSystem: "latn", ...options });
const whole = numbers({ maximumFractionDigits: 0 });
const tenths = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const thousandths = numbers({ minimumFractionDigits: 3, maximumFractionDigits: 3 });
const any = numbers({ maximumFractionDigits: 4 });
/** What stands before the tenths. */
const point = tenths.formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** `20,770`. @param {number} number */
export function count(number) {
  return whole.format(Math.round(number));
}

/** `1 file`, `20 files`. @param {number} number @param {string} thing One of `things`, or the word itself. @param {string} [others] */
export function counted(number, thing, others = `${thing}s`) {
  const [one, many] = things[thing] ?? [thing, others];
  return `${count(number)} ${Math.round(number) === 1 ? one : many}`;
}

/** `812 B`, `1.2 GB`. @param {number} bytes */
export function bytes(bytes) {
  const [plain, ...larger] = units.bytes;
  if (bytes < 1000) return `${bytes} ${plain}`;
  let value = bytes;
  let unit = plain;
  for (unit of larger) {
    value /= 1000;
    // 999.6 would be written as 1000 of this unit, so it is 1.0 of the next.
    if (value < 999.5) break;
  }
  return `${value < 99.95 ? tenths.format(value) : count(value)} ${unit}`;
}

/** Length of a sound: `1:30`, `0:00.4`, `1:02:05`. @param {number | null | undefined} seconds */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return units.none;
  if (seconds < 9.95) return `0:0${tenths.format(Math.max(seconds, seconds > 0 ? 0.1 : 0))}`;
  const all = Math.round(seconds);
  const minutes = Math.floor(all / 60) % 60;
  const rest = two(all % 60);
  return all < 3600 ? `${minutes}:${rest}` : `${count(Math.floor(all / 3600))}:${two(minutes)}:${rest}`;
}

/** A place in a sound, always with tenths: `1:30.4`. @param {number} seconds */
export function place(seconds) {
  const all = Math.floor((Number.isFinite(seconds) ? seconds : 0) * 10);
  return `${Math.floor(all / 600)}:${two(Math.floor(all / 10) % 60)}${point}${all % 10}`;
}

/** A length to the millisecond: `1.250 s`. @param {number} seconds */
export function exactly(seconds) {
  return `${thousandths.format(seconds)} ${units.second}`;
}

/** A short time: `12 ms`, `1.5 s`. @param {number} seconds */
export function short(seconds) {
  return seconds < 1 ? `${count(seconds * 1000)} ${units.millisecond}` : `${tenths.format(seconds)} ${units.second}`;
}

/** A sum of lengths: `25 s`, `12 min`, `3.4 h`. @param {number} seconds */
export function total(seconds) {
  if (seconds < 59.5) return `${Math.round(seconds)} ${units.second}`;
  if (seconds < 3570) return `${Math.round(seconds / 60)} ${units.minute}`;
  const hours = seconds / 3600;
  return `${hours < 9.95 ? any.format(Math.round(hours * 10) / 10) : count(hours)} ${units.hour}`;
}

/** A part of a whole: `< 0.1 %`, `3.4 %`, `58 %`. @param {number} share 0 to 1. */
export function percent(share) {
  const value = share * 100;
  if (value !== 0 && value < 0.1) return units.least;
  return units.percent(value === 0 || value >= 9.95 ? count(value) : tenths.format(value));
}

/** Time that something will still take. @param {number} seconds */
export function remaining(seconds) {
  const all = Math.ceil(Math.max(seconds, 0));
  if (all < 60) return `${all} ${units.second}`;
  const minutes = Math.round(all / 60);
  if (minutes < 60) return `${minutes} ${units.minute}`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 48) return rest === 0 ? `${hours} ${units.hour}` : `${hours} ${units.hour} ${rest} ${units.minute}`;
  return `${count(Math.round(hours / 24))} ${units.day}`;
}

/** `now`, `3 s ago`, `2 h ago`, `4 y ago`. @param {number} at Seconds since 1970. */
export function age(at) {
  const time = elapsed(at);
  return time === units.now ? time : units.ago(time);
}

/** The same in a narrow column: `3 s`, `2 h`, `60 d`, `3 y`. @param {number} at Seconds since 1970. */
export function since(at) {
  const days = Math.floor((Date.now() / 1000 - at) / 86400);
  return days < 365 ? elapsed(at) : `${Math.floor(days / 365.25) || 1} ${units.year}`;
}

/** @param {number} at Seconds since 1970. */
function elapsed(at) {
  const all = Math.floor(Date.now() / 1000 - at);
  if (all < 1) return units.now;
  if (all < 60) return `${all} ${units.second}`;
  if (all < 3600) return `${Math.floor(all / 60)} ${units.minute}`;
  if (all < 48 * 3600) return `${Math.floor(all / 3600)} ${units.hour}`;
  const days = Math.floor(all / 86400);
  return days < 730 ? `${count(days)} ${units.day}` : `${count(Math.floor(days / 365.25))} ${units.year}`;
}

/** `1,234/s`. @param {number} perSecond */
export function rate(perSecond) {
  return units.perSecond(perSecond < 9.95 ? tenths.format(perSecond) : count(perSecond));
}

/** Date and time as this browser writes them. @param {number} at Seconds since 1970. */
export function moment(at) {
  return moments.format(at * 1000);
}

/** The time of the day. @param {number} at Seconds since 1970. */
export function timeOfDay(at) {
  return clock.format(at * 1000);
}

/** `44.1 kHz · 24 bit · stereo`. @param {import("./api.js").Properties} properties */
export function sound(properties) {
  const { sampleRate, bitDepth, channels, codec } = properties;
  return [
    sampleRate && hertz(sampleRate),
    bitDepth && `${bitDepth} ${codec?.startsWith("pcm_f") ? units.float : units.bit}`,
    channels && (units.layouts.get(channels) ?? `${channels} ${units.channels}`),
  ].filter(Boolean).join(" · ");
}

/** `44.1 kHz`. @param {number} value */
export function hertz(value) {
  if (value < 1000) return `${value} ${units.hertz}`;
  return value < 1e6 ? `${any.format(value / 1000)} ${units.kilohertz}` : `${any.format(value / 1e6)} ${units.megahertz}`;
}

/** `320 kbit/s`. @param {number} value In bit/s. */
export function bitRate(value) {
  return `${count(value / 1000)} ${units.kilobits}`;
}

/** The last part of a path. @param {string} path */
export function nameOf(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Everything before the last part of a path. @param {string} path */
export function folderOf(path) {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 1));
}

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, "0");
}
