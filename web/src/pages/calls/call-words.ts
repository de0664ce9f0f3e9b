import type { TurnFields } from './call-documents.js';

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/**
 * Whether the caller heard something else than was written: an interruption cut it, or nothing came through. Other
 * punctuation or spelling of the same words does not count.
 */
export function hasHeardLess(turn: Pick<TurnFields, 'speaker' | 'generatedText' | 'heardText'>): boolean {
  return turn.speaker === 'AGENT' && turn.generatedText !== null && plain(turn.generatedText) !== '' && plain(turn.generatedText) !== plain(turn.heardText ?? '');
}

/** The turn that is heard at a position of the recording; the last one that has begun. -1 before the first. */
export function turnAt(turns: readonly Pick<TurnFields, 'startedAtMs'>[], positionMs: number): number {
  return turns.findLastIndex(({ startedAtMs }) => startedAtMs <= positionMs);
}

/** About when a character of a turn is said, by its place in the text; a little early, so that no word is cut. */
export function momentInTurn(turn: Pick<TurnFields, 'startedAtMs' | 'endedAtMs'>, characters: number, length: number): number {
  const share = Math.max(0, Math.min(1, characters / Math.max(1, length)));
  return Math.max(turn.startedAtMs, turn.startedAtMs + share * (turn.endedAtMs - turn.startedAtMs) - 150);
}
