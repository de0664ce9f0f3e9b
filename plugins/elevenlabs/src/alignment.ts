import type { TtsEvent } from '@parley/plugin-sdk';

type WordTime = Extract<TtsEvent, { type: 'timestamps' }>['words'][number];

/** When the characters of a stretch of the text are spoken, in seconds from the beginning of the sound. */
export interface Alignment {
  readonly characters: readonly string[];
  readonly character_start_times_seconds: readonly number[];
  readonly character_end_times_seconds: readonly number[];
}

/** A character that the vendor says differently is looked for no further than this. */
const LOOK_AHEAD = 16;

export function isAlignment(value: unknown): value is Alignment {
  const { characters, character_start_times_seconds: starts, character_end_times_seconds: ends } = (value ?? {}) as Partial<Alignment>;
  return Array.isArray(characters) && Array.isArray(starts) && Array.isArray(ends) && starts.length === characters.length && ends.length === characters.length;
}

/** Puts the characters of a stream together to the words of its text. A word is told when it is whole, which may be stretches later. */
export function createWords(text: string): { add(alignment: Alignment): WordTime[]; end(): WordTime[] } {
  let open: WordTime | undefined;
  let at = 0;
  let fromMs = 0;

  /** Where in the text a character stands: right here, but for what the vendor left out. */
  function find(character: string): number | undefined {
    if (text.startsWith(character, at)) return at;
    const place = text.slice(at, at + LOOK_AHEAD).indexOf(character);
    return place < 0 ? undefined : at + place;
  }

  function end(): WordTime[] {
    const words = open ? [open] : [];
    open = undefined;
    return words;
  }

  function add({ characters, character_start_times_seconds: starts, character_end_times_seconds: ends }: Alignment): WordTime[] {
    const words: WordTime[] = [];
    for (const [index, character] of characters.entries()) {
      const place = character === '' ? undefined : find(character);
      if (place === undefined) continue;
      at = place + character.length;
      if (character.trim() === '') { words.push(...end()); continue; }
      // Times never go back, whatever rounding does to them.
      const startMs = Math.max(fromMs, Math.round(starts[index]! * 1_000));
      const endMs = Math.max(startMs, Math.round(ends[index]! * 1_000));
      fromMs = startMs;
      open = open ? { ...open, endMs, charEnd: at } : { startMs, endMs, charStart: place, charEnd: at };
    }
    return words;
  }

  return { add, end };
}
