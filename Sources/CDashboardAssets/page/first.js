// What the page asks first. This module needs no other and runs as soon as it is here, so that the answers are on
// their way while the rest of the page still is.

/** Rows that are asked for first: what the tallest window shows, so that it is there at once. */
export const firstPageSize = 64;
/** An answer that nobody took within this time is asked for anew, in milliseconds. */
const fresh = 3000;
/** The order where none was chosen: what was found last stands on top. */
const found = { sort: "number", order: "desc" };

/** @typedef {{q: string, sort: string, order: string}} Question What the address says: what is found, and its order. */
/** @typedef {Record<string, string | string[] | number | undefined>} Parameters */

/** @type {Map<string, Promise<Response>>} */
const asked = new Map();

/** An address with parameters; those without a value are left out. @param {string} path @param {Parameters} [parameters] */
export function addressOf(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) value.forEach((one) => query.append(key, one));
    else if (value !== undefined && value !== "") query.set(key, String(value));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The parts of the page's own address: `#/`, `#/?q=kick`, `#/duplicates/near?decided=keep`. */
export function parts() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, ...rest] = path.split("/");
  return { view, rest, query: new URLSearchParams(query) };
}

/** What an address asks the catalogue. @param {URLSearchParams} query @returns {Question} */
export function questionOf(query) {
  const [q, sort, order] = ["q", "sort", "order"].map((name) => query.get(name) ?? "");
  return { q, sort, order: sort && (order === "desc" ? order : "asc") };
}

/** The parameters that ask for rows. @param {Question} question @param {number} offset @param {number} limit */
export function rowsOf({ q, sort, order }, offset, limit) {
  return { q: q.trim(), ...(sort ? { sort, order } : found), offset: offset || undefined, limit };
}

/** The answer that is on its way to a question that was asked early; taken once. @param {string} address */
export function early(address) {
  const answer = asked.get(address);
  asked.delete(address);
  return performance.now() < fresh ? answer : undefined;
}

/** @param {string} address */
function ask(address) {
  const answer = fetch(address, { credentials: "same-origin", cache: "no-store" });
  // Whoever takes it hears of a failure.
  answer.catch(() => {});
  asked.set(address, answer);
}

// A token in the address has to become a cookie before anything is answered.
if (!document.hidden && !location.hash.includes("token=")) {
  const { view, query } = parts();
  if (["", "catalogue"].includes(view)) {
    ask(addressOf("/api/files", rowsOf(questionOf(query), 0, firstPageSize)));
  }
  ask("/api/status");
  ask("/api/stats");
}
