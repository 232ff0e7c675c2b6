// Draws waveforms: columns from the least to the greatest sample, sharp on every screen.

/** @typedef {import("./peaks.js").Peaks} Peaks */

/** @type {{wave: string, played: string} | null} Colours of the present theme. */ let colours = null;
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colours = null; });

/**
 * Draws a waveform into the whole of a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Peaks | null} peaks Null clears it.
 * @param {number} [share] How much of it was played, 0 to 1.
 */
export function drawWave(canvas, peaks, share = 0) {
  const scale = devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context || width === 0 || height === 0) return;
  context.clearRect(0, 0, width, height);
  if (!peaks || peaks.length < 2) return;
  colours ||= themeColours();
  const pairs = peaks.length / 2;
  const middle = height / 2;
  const played = Math.round(share * width);
  context.fillStyle = colours.played;
  for (let x = 0; x < width; x += 1) {
    if (x === played) context.fillStyle = colours.wave;
    const first = Math.floor(x * pairs / width);
    const end = Math.max(first + 1, Math.floor((x + 1) * pairs / width));
    let [least, greatest] = [127, -128];
    for (let pair = first; pair < end; pair += 1) {
      least = Math.min(least, peaks[2 * pair]);
      greatest = Math.max(greatest, peaks[2 * pair + 1]);
    }
    const top = middle - Math.max(greatest, 0) / 128 * middle;
    const bottom = middle - Math.min(least, 0) / 128 * middle;
    // Silence is a line, not nothing.
    context.fillRect(x, Math.min(top, middle - scale / 2), 1, Math.max(bottom - top, scale));
  }
}

function themeColours() {
  const style = getComputedStyle(document.documentElement);
  return { wave: style.getPropertyValue("--wave").trim(), played: style.getPropertyValue("--accent").trim() };
}
