import { CALL_LIMITS } from '../../call/limits.js';
import type { TextLocale } from './locales.js';

const CLOSERS = '*_"\'”’)]»`';
const WIDE_ENDS = '。？！…｡';
const CLAUSE_ENDS = ',;:—–';

const isSpace = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

/**
 * Cuts a stream of generated text into pieces for the voice: the first clause early, then whole sentences. The pieces,
 * put together, are the text that came in. It splits what the model wrote, markup and all, before it is normalised, so
 * that every piece keeps its place in the generated text; hence the closers it steps over.
 */
export interface Splitter {
  /** Pieces that `delta` completes. */
  push(delta: string): string[];
  /** The words so far as a first piece, where they have waited long enough; undefined where there is none yet. */
  takeEarly(): string | undefined;
  /** What is left. */
  end(): string | undefined;
  readonly hasEmitted: boolean;
}

export function createSplitter(locale: TextLocale, pieceCharactersMax: number = CALL_LIMITS.pieceCharactersMax): Splitter {
  let buffer = '';
  let hasEmitted = false;

  function take(length: number): string {
    const piece = buffer.slice(0, length);
    buffer = buffer.slice(length);
    hasEmitted = true;
    return piece;
  }

  function next(): string | undefined {
    const sentence = sentenceEnd(buffer, locale, hasEmitted ? CALL_LIMITS.sentenceCharactersMin : 1);
    if (sentence > 0 && sentence <= pieceCharactersMax) {
      const clause = hasEmitted ? 0 : clauseEnd(buffer.slice(0, sentence));
      return take(clause > 0 && clause < sentence ? clause : sentence);
    }
    if (!hasEmitted) {
      const clause = clauseEnd(buffer);
      if (clause > 0) return take(clause);
    }
    return buffer.length > pieceCharactersMax ? take(longCut(buffer, pieceCharactersMax)) : undefined;
  }

  return {
    push(delta) {
      buffer += delta;
      const pieces: string[] = [];
      for (let piece = next(); piece !== undefined; piece = next()) pieces.push(piece);
      return pieces;
    },
    takeEarly() {
      if (hasEmitted) return undefined;
      const cut = buffer.search(/\s\S*$/);
      return cut > 0 && buffer.slice(0, cut).trim().includes(' ') ? take(cut + 1) : undefined;
    },
    end() {
      const rest = buffer;
      buffer = '';
      if (rest.trim() === '') return undefined;
      hasEmitted = true;
      return rest;
    },
    get hasEmitted() {
      return hasEmitted;
    },
  };
}

/** Length of the first sentence with its closers and the space after it; 0 where none is surely complete. */
function sentenceEnd(text: string, locale: TextLocale, charactersMin: number): number {
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    let end = 0;
    if (WIDE_ENDS.includes(character)) end = stepOver(text, index + 1);
    else if (character === '\n' && text.slice(0, index).trim() !== '') end = index + 1;
    else if (character === '.' || character === '!' || character === '?') end = westernEnd(text, index, locale);
    if (end > 0 && text.slice(0, end).trim().length >= charactersMin) return end;
    if (end > 0) index = end - 1;
  }
  return 0;
}

function stepOver(text: string, from: number): number {
  let end = from;
  while (end < text.length && (CLOSERS.includes(text[end]!) || '.!?'.includes(text[end]!))) end++;
  return end;
}

/** A stop ends a sentence only where white space and then something follow, so "3.5" and "example.com" stay whole. */
function westernEnd(text: string, index: number, locale: TextLocale): number {
  const closed = stepOver(text, index + 1);
  if (!isSpace(text[closed])) return 0;
  let following = closed;
  while (isSpace(text[following])) following++;
  if (following >= text.length) return 0;
  if (text[index] !== '.' || closed > index + 1) return following;
  const word = /[^\s(["'“‘]*$/.exec(text.slice(0, index))?.[0] ?? '';
  if (locale.abbreviations.has(word.toLowerCase()) || /^\p{L}$/u.test(word)) return 0;
  // "1. First": the number of a list item, at the start of a line.
  if (/(^|\n)\s*\d{1,3}$/.test(text.slice(0, index))) return 0;
  return /\p{Ll}/u.test(text[following]!) ? 0 : following;
}

/** Length of the first clause that is long enough to be spoken alone; 0 for none. */
function clauseEnd(text: string): number {
  for (let index = CALL_LIMITS.firstClauseCharactersMin - 1; index < text.length - 1; index++) {
    if (CLAUSE_ENDS.includes(text[index]!) && isSpace(text[index + 1])) return index + 2;
  }
  return 0;
}

/** Where to cut a sentence that is too long for one request: at the last clause, else the last word. */
function longCut(text: string, max: number): number {
  const head = text.slice(0, max);
  for (let index = max - 2; index > max / 2; index--) {
    if (CLAUSE_ENDS.includes(head[index]!) && isSpace(head[index + 1])) return index + 2;
  }
  const space = head.search(/\s\S*$/);
  return space > 0 ? space + 1 : max;
}
