// A search in its pieces, as the daemon splits it (AudiowatchCore/Search/SearchToken.swift).

/** @typedef {{text: string, start: number, end: number}} Piece Text with quotes and sign, and where it stands. */

/** Pieces between blanks that stand outside of quotes. @param {string} query @returns {Piece[]} */
export function pieces(query) {
  /** @type {Piece[]} */ const found = [];
  let start = -1;
  let isQuoted = false;
  for (let place = 0; place <= query.length; place += 1) {
    const letter = query[place];
    const isEnd = letter === undefined || (!isQuoted && /\s/.test(letter));
    if (isEnd) {
      if (start >= 0) found.push({ text: query.slice(start, place), start, end: place });
      start = -1;
    } else {
      if (start < 0) start = place;
      if (letter === "\"") isQuoted = !isQuoted;
    }
  }
  return found;
}

/** What has to hold together: pieces, those joined by OR as one. @param {string} query @returns {Piece[]} */
export function clauses(query) {
  /** @type {Piece[]} */ const found = [];
  let joinsNext = false;
  for (const piece of pieces(query)) {
    const last = found[found.length - 1];
    if (piece.text === "OR") {
      joinsNext = last !== undefined;
    } else if (joinsNext) {
      found[found.length - 1] = { text: query.slice(last.start, piece.end), start: last.start, end: piece.end };
      joinsNext = false;
    } else {
      found.push(piece);
    }
  }
  return found;
}

/** The search without one of its pieces. @param {string} query @param {Piece} piece */
export function without(query, piece) {
  return `${query.slice(0, piece.start).trimEnd()} ${query.slice(piece.end).trimStart()}`.trim();
}

/** The piece that is typed at a place, from its start to there; none between two. @param {string} query @param {number} caret */
export function pieceAt(query, caret) {
  const piece = pieces(query).find(({ start, end }) => start < caret && caret <= end);
  return piece && { ...piece, typed: query.slice(piece.start, caret) };
}
