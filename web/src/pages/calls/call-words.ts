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

/** One step of a waveform is as loud as the loudest of those it stands for, so that short words stay visible. */
export function coarsePeaks(peaks: readonly number[], columns: number): number[] {
  return Array.from({ length: columns }, (_none, column) => {
    const from = Math.floor((column * peaks.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * peaks.length) / columns));
    return peaks.slice(from, to).reduce((highest, peak) => Math.max(highest, peak), 0);
  });
}
