import type { Timer } from '@parley/plugin-host';
import type { Words } from './hearing.js';
import { asCallerTurn, hasAllWords, noteWords, type CallerTurn, type OpenTurn } from './open-turn.js';

interface Closing {
  readonly turn: OpenTurn;
  readonly timer: Timer;
  readonly onTurn: (turn: CallerTurn) => void;
}

/** Turns that are over, and whose last words are waited for beside whatever the caller says next. */
export class ClosingTurns {
  #closings: Closing[] = [];

  constructor(private readonly nowMs: () => number, private readonly after: (delayMs: number, callback: () => void) => Timer) {}

  get latest(): OpenTurn | undefined {
    return this.#closings.at(-1)?.turn;
  }

  /** `onTurn` gets it when all its words are there, at the latest after `finalMsMax`. */
  add(turn: OpenTurn, finalMsMax: number, onTurn: (turn: CallerTurn) => void): void {
    const closing: Closing = { turn, onTurn, timer: this.after(finalMsMax, () => this.#complete(closing)) };
    this.#closings.push(closing);
    if (hasAllWords(turn)) this.#complete(closing);
  }

  words(words: Words): void {
    const closing = this.#closings.find(({ turn }) => turn.texts.has(words.segmentId));
    if (!closing || closing.turn.finals.has(words.segmentId)) return;
    noteWords(closing.turn, words);
    if (hasAllWords(closing.turn)) this.#complete(closing);
  }

  /** They are taken with the best words there are. */
  completeAll(): void {
    for (const closing of this.#closings.slice()) this.#complete(closing);
  }

  /** Those that have words, without telling them. */
  takeAll(): CallerTurn[] {
    const turns = this.#closings.map(({ turn }) => asCallerTurn(turn, this.nowMs()));
    this.close();
    return turns.filter(({ text }) => text !== '');
  }

  close(): void {
    for (const { timer } of this.#closings) timer.cancel();
    this.#closings = [];
  }

  #complete(closing: Closing): void {
    if (!this.#closings.includes(closing)) return;
    closing.timer.cancel();
    this.#closings = this.#closings.filter((other) => other !== closing);
    closing.onTurn(asCallerTurn(closing.turn, this.nowMs()));
  }
}
