import type { CallEventPayload, HeardEvidence } from '@parley/media-contract';
import type { Epoch } from '../call/epoch.js';
import { moveUtterance, type UtteranceState } from '../call/state.js';
import type { SpokenWord } from './text/words.js';

export type Purpose = CallEventPayload<'agent-turn'>['purpose'];

/** Word times from the voice, in milliseconds of the piece's audio and offsets of its spoken text. */
export interface WordTime { readonly startMs: number; readonly endMs: number; readonly charStart: number; readonly charEnd: number }

/** A stretch of text that went to the voice in one request, and where its audio lies in the utterance. */
export interface Piece {
  readonly spokenText: string;
  readonly words: readonly SpokenWord[];
  /** First sample of its audio, counted from the utterance's start. */
  startSample: number;
  sampleCount: number;
  /** The voice has delivered all of it. */
  isComplete: boolean;
  /** First and last audible sample within the piece, so that silence around the words is not taken for words. */
  firstLoudSample: number;
  lastLoudSample: number;
  wordTimes: readonly WordTime[] | undefined;
}

/** Moments of an answer, in milliseconds of the process clock; undefined until they have happened. */
export interface UtteranceTimes {
  speechEndMs?: number;
  /** When the turn would have been decided had nothing been late. */
  decisionDueMs?: number;
  endpointWaitMs?: number;
  sttFinalMs?: number;
  thinkStartMs?: number;
  firstTokenMs?: number;
  firstPieceMs?: number;
  firstAudioMs?: number;
  firstSentMs?: number;
  startedMs: number;
  endedMs?: number;
}

/** One thing the agent says. Plain data that the stages fill in; only {@link Utterance.move} guards its state. */
export class Utterance {
  state: UtteranceState = 'PREPARING';
  generatedText = '';
  readonly pieces: Piece[] = [];
  /** Audio not yet known to be played, oldest first; `chunksStartSample` is the position of its first sample. */
  chunks: Int16Array[] = [];
  chunksStartSample = 0;
  totalSamples = 0;
  /** The next sample to send. */
  sentSamples = 0;
  /** Played at the far end, by the best evidence. */
  playedSamples = 0;
  /** Played before it was paused last: a later proof cannot take that back, also where some of it is played again. */
  heardBeforeSamples = 0;
  /** All audio has arrived. */
  isComplete = false;
  /** Set by the first proof from the far end. */
  proof: Extract<HeardEvidence, 'MARK' | 'SAMPLES'> | undefined;
  markedSamples = 0;
  readonly latenessMs: number[] = [];

  constructor(
    readonly turnIndex: number,
    readonly epoch: Epoch,
    readonly purpose: Purpose,
    readonly isProtected: boolean,
    readonly times: UtteranceTimes,
  ) {}

  move(to: UtteranceState): void {
    this.state = moveUtterance(this.state, to);
  }

  /** The next unsent samples. */
  unsent(countMax: number): Int16Array {
    return this.samples(this.sentSamples, Math.min(countMax, this.totalSamples - this.sentSamples));
  }

  /** Samples that are still here: a view where one chunk holds them, else joined, since every message on the line costs. */
  samples(start: number, count: number): Int16Array {
    const { chunks } = this;
    let offset = start - this.chunksStartSample;
    let index = 0;
    while (index < chunks.length && offset >= chunks[index]!.length) offset -= chunks[index++]!.length;
    const first = chunks[index];
    if (!first) throw new Error('an utterance has fewer samples than it says');
    if (first.length - offset >= count) return first.subarray(offset, offset + count);
    const joined = new Int16Array(count);
    for (let length = 0; length < count; index++, offset = 0) {
      const part = chunks[index]!.subarray(offset, offset + count - length);
      joined.set(part, length);
      length += part.length;
    }
    return joined;
  }

  get isOver(): boolean {
    return this.state === 'HEARD' || this.state === 'CUT';
  }

  get spokenText(): string {
    return this.pieces.filter((piece) => piece.sampleCount > 0).map((piece) => piece.spokenText).join(' ');
  }
}
