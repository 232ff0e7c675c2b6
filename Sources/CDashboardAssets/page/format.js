// How numbers are shown: the same as in the terminal (AudiowatchCore/Display*.swift).

/** `20,770`. @param {number} number */
export function count(number) {
  return Math.round(number).toLocaleString("en-US");
}

/** `1 file`, `20 files`. @param {number} number @param {string} one @param {string} [many] */
export function counted(number, one, many = `${one}s`) {
  return `${count(number)} ${Math.round(number) === 1 ? one : many}`;
}

/** `812 B`, `1.2 GB`. @param {number} bytes */
export function bytes(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes;
  let unit = "";
  for (unit of ["KB", "MB", "GB", "TB", "PB", "EB"]) {
    value /= 1000;
    // 999.6 would be written as 1000 of this unit, so it is 1.0 of the next.
    if (value < 999.5) break;
  }
  return `${value < 99.95 ? value.toFixed(1) : count(value)} ${unit}`;
}

/** Length of a sound: `1:30`, `0:00.4`, `1:02:05`. @param {number | null | undefined} seconds */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–";
  if (seconds < 9.95) return `0:0${Math.max(seconds, seconds > 0 ? 0.1 : 0).toFixed(1)}`;
  const all = Math.round(seconds);
  const minutes = Math.floor(all / 60) % 60;
  const rest = two(all % 60);
  return all < 3600 ? `${minutes}:${rest}` : `${count(Math.floor(all / 3600))}:${two(minutes)}:${rest}`;
}

/** A place in a sound, always with tenths: `1:30.4`. @param {number} seconds */
export function place(seconds) {
  const tenths = Math.floor((Number.isFinite(seconds) ? seconds : 0) * 10);
  return `${Math.floor(tenths / 600)}:${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
}

/** A sum of lengths: `25 s`, `12 min`, `3.4 h`. @param {number} seconds */
export function total(seconds) {
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 3570) return `${Math.round(seconds / 60)} min`;
  const hours = seconds / 3600;
  return `${hours < 9.95 ? hours.toFixed(1).replace(/\.0$/, "") : count(hours)} h`;
}

/** A part of a whole: `< 0.1 %`, `3.4 %`, `58 %`. @param {number} share 0 to 1. */
export function percent(share) {
  const value = share * 100;
  if (value === 0) return "0 %";
  if (value < 0.1) return "< 0.1 %";
  return `${value < 9.95 ? value.toFixed(1) : count(value)} %`;
}

/** Time that something will still take. @param {number} seconds */
export function remaining(seconds) {
  const all = Math.ceil(Math.max(seconds, 0));
  if (all < 60) return `${all} s`;
  const minutes = Math.round(all / 60);
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 48) return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  return `${count(Math.round(hours / 24))} d`;
}

/** `now`, `3 s ago`, `2 h ago`, `4 y ago`. @param {number} at Seconds since 1970. */
export function age(at) {
  const all = Math.floor(Date.now() / 1000 - at);
  if (all < 1) return "now";
  if (all < 60) return `${all} s ago`;
  if (all < 3600) return `${Math.floor(all / 60)} min ago`;
  if (all < 48 * 3600) return `${Math.floor(all / 3600)} h ago`;
  const days = Math.floor(all / 86400);
  return days < 730 ? `${count(days)} d ago` : `${count(Math.floor(days / 365.25))} y ago`;
}

/** The same in a narrow column: `3 s`, `2 h`, `60 d`, `3 y`. @param {number} at Seconds since 1970. */
export function since(at) {
  const days = Math.floor((Date.now() / 1000 - at) / 86400);
  return days < 365 ? age(at).replace(" ago", "") : `${Math.floor(days / 365.25) || 1} y`;
}

/** `1,234/s`. @param {number} perSecond */
export function rate(perSecond) {
  return `${perSecond < 9.95 ? perSecond.toFixed(1) : count(perSecond)}/s`;
}

/** Date and time as this machine writes them. @param {number} at Seconds since 1970. */
export function moment(at) {
  return new Date(at * 1000).toLocaleString();
}

/** `44.1 kHz · 24 bit · stereo`. @param {import("./api.js").Properties} properties */
export function sound(properties) {
  const { sampleRate, bitDepth, channels, codec } = properties;
  const layouts = new Map([[1, "mono"], [2, "stereo"], [6, "5.1"], [8, "7.1"]]);
  return [
    sampleRate && hertz(sampleRate),
    bitDepth && `${bitDepth} ${codec?.startsWith("pcm_f") ? "float" : "bit"}`,
    channels && (layouts.get(channels) ?? `${channels} ch`),
  ].filter(Boolean).join(" · ");
}

/** The last part of a path. @param {string} path */
export function nameOf(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Everything before the last part of a path. @param {string} path */
export function folderOf(path) {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 1));
}

/** @param {number} value */
function hertz(value) {
  if (value < 1000) return `${value} Hz`;
  return value < 1e6 ? `${value / 1000} kHz` : `${value / 1e6} MHz`;
}

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, "0");
}
