import { CALL_LIMITS } from '../call/limits.js';
import type { CallLine } from '../call/line.js';
import type { Piece, Utterance } from './utterance.js';

export interface SentMark {
  readonly name: string;
  readonly utterance: Utterance;
  /** Samples of the utterance that lie before the mark. */
  readonly sample: number;
  /** Position on the line. */
  readonly position: number;
}

/** The marks that are out on the line: one every 200 ms of an utterance, at the end of each piece of text and at its end. */
export class MarkBook {
  readonly #line: CallLine;
  readonly #everySamples: number;
  readonly #lastSample = new WeakMap<Utterance, number>();
  #pending: SentMark[] = [];
  #count = 0;

  constructor(line: CallLine, sampleRateHz: number) {
    this.#line = line;
    this.#everySamples = (CALL_LIMITS.markMs * sampleRateHz) / 1000;
  }

  get oldest(): SentMark | undefined {
    return this.#pending[0];
  }

  /** How many samples may be sent before the next mark is due. */
  samplesToNext(utterance: Utterance): number {
    const toMark = this.#last(utterance) + this.#everySamples - utterance.sentSamples;
    const piece = utterance.pieces.find((candidate) => candidate.isComplete && endOf(candidate) > utterance.sentSamples);
    return Math.max(1, Math.min(toMark, piece ? endOf(piece) - utterance.sentSamples : toMark));
  }

  /** Sends a mark where `utterance.sentSamples` is a place for one. */
  sendIfDue(utterance: Utterance, position: number): void {
    const sample = utterance.sentSamples;
    const isEnd = utterance.isComplete && sample === utterance.totalSamples;
    if (sample === this.#last(utterance)) return;
    if (sample - this.#last(utterance) < this.#everySamples && !isEnd && !utterance.pieces.some((piece) => piece.isComplete && endOf(piece) === sample)) return;
    this.#lastSample.set(utterance, sample);
    // A line that counts samples proves more than marks would.
    if (this.#line.evidence === 'SAMPLES') return;
    const name = `${utterance.epoch.id}.${++this.#count}.${charactersBefore(utterance, sample)}`;
    if (this.#line.sendMark(name) === 'dropped') return;
    if (this.#pending.length >= CALL_LIMITS.pendingMarksMax) this.#pending.shift();
    this.#pending.push({ name, utterance, sample, position });
  }

  /** The mark of this name; it and those before it are no longer out. Marks of a cleared epoch are unknown here. */
  acknowledge(name: string): SentMark | undefined {
    const index = this.#pending.findIndex((mark) => mark.name === name);
    if (index < 0) return undefined;
    const mark = this.#pending[index]!;
    this.#pending.splice(0, index + 1);
    return mark;
  }

  /** The far end was cleared at `position`: marks beyond it come back without having been played, and are forgotten here. */
  clear(position: number): void {
    this.#pending = this.#pending.filter((mark) => mark.position <= position);
  }

  /** Sending goes on from `utterance.sentSamples`. */
  restart(utterance: Utterance): void {
    this.#lastSample.set(utterance, utterance.sentSamples);
  }

  #last(utterance: Utterance): number {
    return this.#lastSample.get(utterance) ?? 0;
  }
}

function endOf(piece: Piece): number {
  return piece.startSample + piece.sampleCount;
}

/** Characters of spoken text that lie before `sample`, by each piece's share. */
function charactersBefore(utterance: Utterance, sample: number): number {
  let characters = 0;
  for (const piece of utterance.pieces) {
    if (piece.sampleCount === 0 || sample <= piece.startSample) break;
    characters += Math.round(piece.spokenText.length * Math.min(1, (sample - piece.startSample) / piece.sampleCount));
  }
  return characters;
}
