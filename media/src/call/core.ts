import type { Timer } from '@parley/plugin-host';
import type { EndedReason } from '@parley/media-contract';
import { Transcript } from '../observe/transcript.js';
import { UsageBook } from '../observe/usage.js';
import { Conversation } from '../stages/conversation.js';
import { Playout } from '../stages/playout.js';
import { textLocale, type TextLocale } from '../stages/text/locales.js';
import { Utterance, type Purpose, type UtteranceTimes } from '../stages/utterance.js';
import { Waiters } from '../stages/waiters.js';
import { createEpochs, type Epochs } from './epoch.js';
import type { CallOptions } from './ports.js';
import { moveCall, type CallState } from './state.js';

/** What every part of one call shares: its clock, its boundary, its record and its outward line. */
export class CallCore {
  readonly startMs: number;
  readonly epochs: Epochs = createEpochs();
  readonly usage = new UsageBook();
  readonly waiters = new Waiters();
  readonly locale: TextLocale;
  readonly conversation: Conversation;
  readonly transcript: Transcript;
  readonly playout: Playout;
  /** Aborted when the call is closed. */
  readonly closing = new AbortController();
  /** What ends the call once an utterance was heard. */
  readonly endings = new Map<Utterance, EndedReason>();
  state: CallState = 'OPENING';
  /** The caller has put the call on hold: nothing is heard, and nothing is said. */
  isHeld = false;
  turnCount = 0;
  readonly #timers = new Set<Timer>();

  constructor(
    readonly options: CallOptions,
    /** Takes every error that nothing else has taken. */
    readonly fail: (error: unknown) => void,
    onHeard: (utterance: Utterance, nowMs: number) => void,
  ) {
    const { clock, line, report, recorder, plan } = options;
    this.startMs = clock.nowMs();
    this.locale = textLocale(plan.agent.language);
    this.conversation = new Conversation(line.sampleRateHz);
    this.transcript = new Transcript({ line, report, usage: this.usage, nowMs: () => clock.nowMs(), callStartMs: this.startMs });
    this.playout = new Playout({
      line, clock, recorder, callStartMs: this.startMs,
      onStarted: (utterance, nowMs) => { utterance.times.firstSentMs ??= nowMs; },
      onHeard,
      ...(options.onSend === undefined ? {} : { onSend: options.onSend }),
      onBackpressure: (count) => this.transcript.event('audio-problem', { problem: 'SEND_BACKPRESSURE', count }),
    });
  }

  get isClosed(): boolean {
    return this.state === 'CLOSED';
  }

  nowMs(): number {
    return this.options.clock.nowMs();
  }

  move(to: CallState): void {
    this.state = moveCall(this.state, to);
  }

  /** A function that cannot throw into whoever calls it: its error ends this call and no other. */
  guard<Arguments extends readonly unknown[]>(run: (...values: Arguments) => void): (...values: Arguments) => void {
    return (...values) => {
      if (this.isClosed) return;
      try {
        run(...values);
      } catch (error) {
        this.fail(error);
      }
    };
  }

  /** A timer of this call: guarded, and gone when the call is. */
  after(delayMs: number, callback: () => void): Timer {
    const guarded = this.guard(callback);
    const timer = this.options.clock.setTimer(delayMs, () => {
      this.#timers.delete(handle);
      guarded();
    });
    const handle: Timer = {
      cancel: () => {
        this.#timers.delete(handle);
        timer.cancel();
      },
    };
    if (this.isClosed) timer.cancel();
    else this.#timers.add(handle);
    return handle;
  }

  takeTurnIndex(): number {
    return this.turnCount++;
  }

  /** Begins something the agent says: its own turn, its own epoch. */
  openUtterance(purpose: Purpose, isProtected: boolean, times: Omit<UtteranceTimes, 'startedMs'> = {}): Utterance {
    const utterance = new Utterance(this.takeTurnIndex(), this.epochs.open(), purpose, isProtected, { ...times, startedMs: this.nowMs() });
    this.transcript.agentTurnStarted(utterance);
    this.conversation.addAgent(utterance);
    this.playout.enqueue(utterance);
    return utterance;
  }

  /** Ends every epoch and takes what was heard from the ledger; waits for nothing. */
  cutAll(nowMs: number): void {
    this.epochs.endAll();
    for (const utterance of this.playout.cut(nowMs)) {
      this.endings.delete(utterance);
      this.transcript.agentTurn(utterance);
    }
  }

  cancelTimers(): void {
    for (const timer of this.#timers) timer.cancel();
  }
}
