// Tries a file again that could not be read, and says what came of it.

import * as api from "./api.js";
import { nameOf } from "./format.js";
import { notice } from "./notice.js";
import { act } from "./status.js";
import { problems as texts } from "./texts.js";

/** So long somebody waits for an answer, in seconds. */
const patience = 20;

/** @param {api.Problem} problem @param {() => any} done Told when it was tried. */
export function retry({ id, path }, done) {
  return act(async () => {
    await api.retry(id);
    notice(texts.trying(nameOf(path)));
    // Where work is paused nobody can wait for it.
    const isOver = await api.wait(patience).then(({ isComplete }) => isComplete, () => false);
    const { problems } = await api.problems();
    const still = problems.find((one) => one.id === id);
    if (isOver) notice(still ? texts.still(nameOf(path), still.reason) : texts.gone(nameOf(path)));
    done();
  });
}
