/** One word as the model wrote it (without markup) and as the voice is asked to say it. */
export interface SpokenWord {
  /** As written; empty for nothing. */
  readonly written: string;
  /** White space before it in the written text: one space or none. */
  readonly gap: '' | ' ';
  readonly spoken: string;
  /** Offset of `spoken` in its piece's spoken text. */
  readonly spokenStart: number;
}

/** The written text of these words. */
export function joinWords(words: readonly SpokenWord[]): string {
  let text = '';
  for (const word of words) text += text === '' ? word.written : word.gap + word.written;
  return text;
}

/** The spoken text of a piece and its words with their offsets in it. Words without sound keep their written form. */
export function layOutWords(parts: readonly { readonly written: string; readonly gap: '' | ' '; readonly spoken: string }[]): {
  readonly spokenText: string; readonly words: readonly SpokenWord[];
} {
  let spokenText = '';
  const words: SpokenWord[] = [];
  for (const part of parts) {
    if (part.spoken !== '' && spokenText !== '') spokenText += part.gap;
    words.push({ written: part.written, gap: part.gap, spoken: part.spoken, spokenStart: spokenText.length });
    spokenText += part.spoken;
  }
  return { spokenText, words };
}
