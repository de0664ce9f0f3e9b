/** Longest phrase, in tokens, looked for as a loop. */
const PHRASE_MAX = 8;

/** How often a phrase of so many tokens may follow itself: digits repeat in phone numbers, so short ones may more often. */
function repeatsAllowed(length: number): number {
  return length <= 2 ? 6 : length <= 4 ? 3 : 2;
}

/**
 * Where the tokens end in one phrase over and over: the index after its first occurrence, up to which the text is worth
 * keeping. Undefined where there is no loop.
 */
export function loopStart(tokens: readonly number[]): number | undefined {
  for (let length = 1; length <= PHRASE_MAX; length += 1) {
    const repeats = repeatsAllowed(length) + 1;
    const start = tokens.length - length * repeats;
    if (start < 0) continue;
    let isLoop = true;
    for (let index = start + length; index < tokens.length && isLoop; index += 1) isLoop = tokens[index] === tokens[index - length];
    if (isLoop) return start + length;
  }
  return undefined;
}
