/** A piece of what was written, and whether the caller heard it. */
export interface WrittenPart { readonly text: string; readonly isHeard: boolean }

/** Beyond this, only a common beginning and end are looked for: comparing all words with all would take too long. */
const COMPARED_MAX = 250_000;

const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Which words of `written` are in `heard`, in order: the longest common run of words, punctuation and case aside. */
function heardWords(written: readonly string[], heard: readonly string[]): boolean[] {
  const isHeard = written.map(() => false);
  let start = 0;
  while (start < written.length && start < heard.length && written[start] === heard[start]) isHeard[start++] = true;
  let fromEnd = 0;
  while (fromEnd < written.length - start && fromEnd < heard.length - start && written.at(-1 - fromEnd) === heard.at(-1 - fromEnd)) isHeard[written.length - 1 - fromEnd++] = true;
  const [one, other] = [written.slice(start, written.length - fromEnd), heard.slice(start, heard.length - fromEnd)];
  if (one.length === 0 || other.length === 0 || one.length * other.length > COMPARED_MAX) return isHeard;
  const width = other.length + 1;
  const lengths = new Uint32Array((one.length + 1) * width);
  for (let row = one.length - 1; row >= 0; row--) {
    for (let column = other.length - 1; column >= 0; column--) {
      lengths[row * width + column] = one[row] === other[column] ? lengths[(row + 1) * width + column + 1]! + 1 : Math.max(lengths[(row + 1) * width + column]!, lengths[row * width + column + 1]!);
    }
  }
  for (let row = 0, column = 0; row < one.length && column < other.length;) {
    if (one[row] === other[column]) { isHeard[start + row] = true; row += 1; column += 1; }
    else if (lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!) row += 1;
    else column += 1;
  }
  return isHeard;
}

/** What was written, cut into what the caller heard of it and what not; the pieces together are the text. */
export function heardParts(writtenText: string, heardText: string): WrittenPart[] {
  // Each piece is a word with the space after it.
  const pieces = writtenText.match(/\s*\S+\s*/gu) ?? [];
  const words = (text: readonly string[]) => text.map(plain);
  const isHeard = heardWords(words(pieces), words(heardText.match(/\S+/gu) ?? []).filter((word) => word !== ''));
  const parts: { text: string; isHeard: boolean }[] = [];
  pieces.forEach((text, index) => {
    const last = parts.at(-1);
    // A dash between words goes with what stands before it.
    const heard = plain(text) === '' && last ? last.isHeard : isHeard[index]!;
    if (last && last.isHeard === heard) last.text += text; else parts.push({ text, isHeard: heard });
  });
  return parts;
}
