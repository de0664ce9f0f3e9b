import type { HeardEvidence } from '@parley/media-contract';
import type { Piece, Utterance } from './utterance.js';
import { joinWords, type SpokenWord } from './text/words.js';

export interface Heard { readonly text: string; readonly evidence: HeardEvidence }

/** Length of a piece whose audio is still arriving is guessed at this pace: about 15 characters a second. */
const MS_PER_CHARACTER_GUESS = 65;

/** Whether `word` lies wholly before `playedMs` by the voice's own word times. */
function isBeforeByTimes(piece: Piece, word: SpokenWord, playedMs: number): boolean {
  const end = word.spokenStart + word.spoken.length;
  let isTimed = false;
  for (const time of piece.wordTimes!) {
    if (time.charEnd <= word.spokenStart || time.charStart >= end) continue;
    isTimed = true;
    if (time.endMs > playedMs) return false;
  }
  return isTimed || word.spoken === '';
}

function wordsByTimes(piece: Piece, playedMs: number): number {
  let count = 0;
  while (count < piece.words.length && isBeforeByTimes(piece, piece.words[count]!, playedMs)) count++;
  return count;
}

/** Words whose share of the piece's characters lies before the played share of its audible part. */
function wordsByShare(piece: Piece, playedInPiece: number, sampleRateHz: number): number {
  const firstLoud = Math.max(0, piece.firstLoudSample);
  const lastLoud = piece.isComplete
    ? piece.lastLoudSample
    : Math.max(piece.lastLoudSample, firstLoud + (piece.spokenText.length * MS_PER_CHARACTER_GUESS * sampleRateHz) / 1000);
  const audible = Math.max(1, lastLoud - firstLoud);
  const share = (playedInPiece - firstLoud) / audible;
  const characters = share * piece.spokenText.length;
  let count = 0;
  // Rounding of the share must not take away a word that was played to its last sample.
  while (count < piece.words.length && piece.words[count]!.spokenStart + piece.words[count]!.spoken.length <= characters + 0.01) count++;
  return count;
}

function heardOfPiece(piece: Piece, playedSamples: number, sampleRateHz: number): number {
  const played = playedSamples - piece.startSample;
  if (piece.sampleCount === 0 || played <= 0) return 0;
  if (piece.isComplete && played >= piece.sampleCount) return piece.words.length;
  if (piece.isComplete && played > piece.lastLoudSample) return piece.words.length;
  if (piece.wordTimes) return wordsByTimes(piece, (played * 1000) / sampleRateHz);
  return wordsByShare(piece, played, sampleRateHz);
}

/**
 * What of an utterance the caller heard, to the last whole word, in the written form the model gave it. The evidence
 * names what the played position rests on: proof of the far end, else the voice's word times on the playout clock, else
 * an estimate.
 */
export function heardOf(utterance: Utterance, sampleRateHz: number): Heard {
  const words: SpokenWord[] = [];
  let isTimed = true;
  for (const piece of utterance.pieces) {
    const count = heardOfPiece(piece, utterance.playedSamples, sampleRateHz);
    for (let index = 0; index < count; index++) words.push(piece.words[index]!);
    if (count > 0 && !piece.wordTimes) isTimed = false;
    if (count < piece.words.length) break;
  }
  const text = joinWords(words);
  if (text === '') return { text, evidence: 'NONE' };
  return { text, evidence: utterance.proof ?? (isTimed ? 'TIMESTAMPS' : 'ESTIMATE') };
}
