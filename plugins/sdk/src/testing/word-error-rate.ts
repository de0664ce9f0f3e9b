/** Words as they are compared: lower case, no punctuation, apostrophes kept inside a word. */
export function comparableWords(text: string): readonly string[] {
  return text.toLowerCase().replaceAll('’', '\'').match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? [];
}

/**
 * Word error rate: the fewest substitutions, insertions and deletions that turn `heard` into `spoken`, divided by the words
 * of `spoken`. 0 is perfect; may exceed 1. Where nothing was spoken it is 0 for nothing heard, else 1.
 */
export function wordErrorRate(spoken: string, heard: string): number {
  const expected = comparableWords(spoken);
  const actual = comparableWords(heard);
  if (expected.length === 0) return actual.length === 0 ? 0 : 1;
  let previous = Array.from({ length: actual.length + 1 }, (_, index) => index);
  expected.forEach((word, row) => {
    const current = [row + 1];
    actual.forEach((other, column) => {
      const substitution = previous[column]! + (word === other ? 0 : 1);
      current.push(Math.min(substitution, previous[column + 1]! + 1, current[column]! + 1));
    });
    previous = current;
  });
  return previous.at(-1)! / expected.length;
}
