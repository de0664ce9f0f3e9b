import { isProviderError, type Clock } from '@parley/plugin-host';
import { CALL_LIMITS } from '../call/limits.js';
import type { Playout } from './playout.js';
import type { SpokenWord } from './text/words.js';
import type { Piece, Utterance } from './utterance.js';
import type { Pace, VoiceEvent } from './voice.js';

export interface SpeakPieceParts {
  readonly playout: Playout;
  readonly clock: Clock;
  readonly sampleRateHz: number;
  /** How fast this voice speaks; learnt from every piece it completes. */
  readonly pace: Pace;
  /** Asks the voice for a text, the first time and for what is left of it after a break. */
  readonly speak: (text: string) => AsyncIterable<VoiceEvent>;
  /** Waits before the voice is asked again; resolves early where the epoch ends. */
  readonly pause: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** Failures in a row without a word between, after which it is given up. The host has tried its route each time. */
  readonly triesMax: number;
}

interface SpokenText { readonly spokenText: string; readonly words: readonly SpokenWord[] }

const LOUD = 200;
const LOUD_STRIDE = 8;

/**
 * Has one piece of text spoken to its end. Where a voice breaks off, the words it has delivered stay and only the rest is
 * asked for again, so that the caller hears nothing twice. Resolves when all audio is with the playout or the epoch has
 * ended; rejects where the voice cannot be had.
 */
export async function speakPiece(text: SpokenText, utterance: Utterance, parts: SpeakPieceParts): Promise<void> {
  const { signal } = utterance.epoch;
  let rest: SpokenText | undefined = text;
  for (let failures = 0; rest !== undefined;) {
    const piece = openPiece(utterance, rest.spokenText, rest.words);
    try {
      await playEvents(parts.speak(rest.spokenText), piece, utterance, parts);
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!isProviderError(error)) throw error;
      if (piece.sampleCount > 0) {
        const before: SpokenText = rest;
        rest = breakOff(utterance, piece, parts);
        if (rest === undefined) return;
        if (rest.words.length < before.words.length) failures = 0;
      } else utterance.pieces.pop();
      if (!error.isRetryable || ++failures >= parts.triesMax) throw error;
      await parts.pause(failures === 1 ? 0 : CALL_LIMITS.generateRetryMs * 2 ** (failures - 2), signal);
      if (signal.aborted) return;
    }
  }
}

/** Adds a piece whose audio is about to come. */
export function openPiece(utterance: Utterance, spokenText: string, words: Piece['words']): Piece {
  const piece: Piece = {
    spokenText, words, startSample: utterance.totalSamples, sampleCount: 0, isComplete: false, firstLoudSample: -1, lastLoudSample: 0, wordTimes: undefined,
  };
  utterance.pieces.push(piece);
  return piece;
}

/** Hands the audio of one piece to the playout and notes where its words lie. */
export async function playEvents(
  events: AsyncIterable<VoiceEvent>, piece: Piece, utterance: Utterance, { playout, clock, pace, sampleRateHz }: Pick<SpeakPieceParts, 'playout' | 'clock' | 'pace' | 'sampleRateHz'>,
): Promise<void> {
  for await (const event of events) {
    if (utterance.epoch.signal.aborted) return;
    if (event.type === 'timestamps') {
      piece.wordTimes = [...(piece.wordTimes ?? []), ...event.words];
      continue;
    }
    utterance.times.firstAudioMs ??= clock.nowMs();
    noteLoudness(piece, event.samples);
    piece.sampleCount += event.samples.length;
    playout.append(utterance, event.samples);
  }
  complete(piece);
  pace.learn(piece.spokenText.length, ((piece.lastLoudSample - piece.firstLoudSample) * 1000) / sampleRateHz);
}

function complete(piece: Piece): void {
  if (piece.firstLoudSample < 0) piece.firstLoudSample = 0;
  if (piece.lastLoudSample === 0) piece.lastLoudSample = piece.sampleCount;
  piece.isComplete = true;
}

/** Closes a piece whose audio stopped in the middle after its last whole word, and answers the words that are missing. */
function breakOff(utterance: Utterance, piece: Piece, { pace, sampleRateHz }: SpeakPieceParts): SpokenText | undefined {
  const samplesPerMs = sampleRateHz / 1000;
  const startMs = Math.max(0, piece.firstLoudSample) / samplesPerMs;
  const endMs = (word: SpokenWord): number => {
    const end = word.spokenStart + word.spoken.length;
    const times = piece.wordTimes?.filter((time) => time.charStart < end && time.charEnd > word.spokenStart) ?? [];
    return times.length > 0 ? Math.max(...times.map((time) => time.endMs)) : startMs + end * pace.msPerCharacter;
  };
  let count = 0;
  while (count < piece.words.length && endMs(piece.words[count]!) * samplesPerMs <= piece.sampleCount + 0.5) count++;
  const said = piece.words.slice(0, count);
  const left = piece.words.slice(count);
  // What lies behind the last whole word would be heard again as the first of the rest; what was sent cannot be taken back.
  const wholeSamples = said.length === 0 ? 0 : Math.min(piece.sampleCount, Math.ceil(endMs(said.at(-1)!) * samplesPerMs));
  dropTail(utterance, Math.max(utterance.sentSamples, piece.startSample + wholeSamples));
  const sampleCount = utterance.totalSamples - piece.startSample;
  const closed: Piece = {
    ...piece, words: said, spokenText: said.length === 0 ? '' : piece.spokenText.slice(0, said.at(-1)!.spokenStart + said.at(-1)!.spoken.length),
    sampleCount, lastLoudSample: Math.min(piece.lastLoudSample, sampleCount),
  };
  complete(closed);
  utterance.pieces[utterance.pieces.lastIndexOf(piece)] = closed;
  const first = left.find((word) => word.spoken !== '');
  if (!first) {
    utterance.pieces.push({ ...closed, words: left, spokenText: '', startSample: utterance.totalSamples, sampleCount: 0 });
    return undefined;
  }
  return {
    spokenText: piece.spokenText.slice(first.spokenStart),
    words: left.map((word) => ({ ...word, spokenStart: Math.max(0, word.spokenStart - first.spokenStart) })),
  };
}

/** Takes back audio that was not sent, from `toSample` on. */
function dropTail(utterance: Utterance, toSample: number): void {
  for (let surplus = utterance.totalSamples - toSample; surplus > 0;) {
    const last = utterance.chunks.pop();
    if (!last) return;
    if (last.length > surplus) utterance.chunks.push(last.subarray(0, last.length - surplus));
    const dropped = Math.min(surplus, last.length);
    utterance.totalSamples -= dropped;
    surplus -= dropped;
  }
}

function noteLoudness(piece: Piece, samples: Int16Array): void {
  for (let index = 0; index < samples.length; index += LOUD_STRIDE) {
    const sample = samples[index]!;
    if (sample < LOUD && sample > -LOUD) continue;
    if (piece.firstLoudSample < 0) piece.firstLoudSample = piece.sampleCount + (index === 0 ? 0 : index);
    piece.lastLoudSample = piece.sampleCount + Math.min(samples.length, index + LOUD_STRIDE);
  }
}
