import type { Clock } from '@parley/plugin-host';
import { CALL_LIMITS } from '../call/limits.js';
import type { CallLine } from '../call/line.js';
import type { CallRecorder } from '../observe/recorder-port.js';
import { LineClock } from './line-clock.js';
import { MarkBook } from './marks.js';
import { PlayLedger } from './play-ledger.js';
import { resumePoint } from './resume-point.js';
import type { Utterance } from './utterance.js';

export interface PlayoutOptions {
  readonly line: CallLine;
  readonly clock: Clock;
  readonly callStartMs: number;
  readonly recorder: CallRecorder | undefined;
  /** The first samples of an utterance were handed to the line. */
  readonly onStarted: (utterance: Utterance, nowMs: number) => void;
  /** Played to its end, and proven where the line can. */
  readonly onHeard: (utterance: Utterance, nowMs: number) => void;
  /** Samples were handed to the line, this long after they were due. */
  readonly onSend?: (lateMs: number) => void;
  /** The socket took nothing, or was full: told once a second at most. */
  readonly onBackpressure: (count: number) => void;
}

/** Why the sound stands still: the caller speaks, or has put the call on hold. */
export type PauseCause = 'SPEECH' | 'HOLD';

/** Slack before a missing proof is read as a stalled player. */
const PROOF_SLACK_MS = 150;

/** Sends utterances to the line with a bounded lead, and knows at every moment what of them has been heard. */
export class Playout {
  readonly #options: PlayoutOptions;
  readonly #rate: number;
  readonly #lineClock: LineClock;
  readonly #marks: MarkBook;
  readonly #ledger: PlayLedger;
  #queue: Utterance[] = [];
  #current: Utterance | undefined;
  readonly #pausedFor = new Set<PauseCause>();
  #pausedPosition: number | undefined;
  #isBlocked = false;
  #isClosed = false;
  #dryUntilMs = 0;
  #refusedCount = 0;
  #refusedToldMs = -Infinity;

  constructor(options: PlayoutOptions) {
    this.#options = options;
    this.#rate = options.line.sampleRateHz;
    this.#lineClock = new LineClock(this.#rate);
    this.#marks = new MarkBook(options.line, this.#rate);
    this.#ledger = new PlayLedger(this.#rate);
  }

  /** Something that the caller was about to hear waits for the end of a hold. */
  get isStoppedByHold(): boolean {
    return this.#pausedFor.has('HOLD') && this.#queue.some((utterance) => utterance.playedSamples < utterance.totalSamples);
  }

  get #isPaused(): boolean {
    return this.#pausedFor.size > 0;
  }

  /** Agent audio is being played at the far end, or about to be. */
  isAudible(nowMs: number): boolean {
    return !this.#isPaused && (this.#lineClock.position(nowMs) < this.#lineClock.sentPosition || this.#queue.some(hasUnsent));
  }

  /** The utterances that are not over, in the order they were added. */
  get utterances(): readonly Utterance[] {
    return this.#queue;
  }

  enqueue(utterance: Utterance): void {
    if (this.#isPaused) utterance.move('PAUSED');
    this.#queue.push(utterance);
  }

  /** Takes audio of an utterance, at the line's rate; the samples are kept. Audio of a dead utterance is dropped. */
  append(utterance: Utterance, samples: Int16Array): void {
    if (utterance.isOver || samples.length === 0) return;
    const nowMs = this.#options.clock.nowMs();
    if (!this.#queue.some(hasUnsent)) this.#dryUntilMs = nowMs;
    utterance.chunks.push(samples);
    utterance.totalSamples += samples.length;
    this.#pump(nowMs);
  }

  /** No more audio follows for this utterance. */
  finish(utterance: Utterance): void {
    if (utterance.isOver) return;
    utterance.isComplete = true;
    this.tick(this.#options.clock.nowMs());
  }

  /** Gives up what was not sent; what was sent is played and counts. */
  truncate(utterance: Utterance): void {
    utterance.totalSamples = utterance.sentSamples;
    this.finish(utterance);
  }

  unplayedMs(utterance: Utterance): number {
    return ((utterance.totalSamples - utterance.playedSamples) * 1000) / this.#rate;
  }

  tick(nowMs: number): void {
    if (this.#isClosed || this.#isIdle(nowMs)) return;
    this.#progress(nowMs);
    this.#pump(nowMs);
    this.#settle(nowMs);
  }

  /** Nothing is to be said, and nothing that was said is still on its way to the ear or unproven. */
  #isIdle(nowMs: number): boolean {
    return this.#queue.length === 0 && !this.#marks.oldest && this.#ledger.isEmpty && this.#lineClock.endMs <= nowMs;
  }

  /** Stops the sound at once and keeps everything that was not heard. */
  pause(nowMs: number, cause: PauseCause = 'SPEECH'): void {
    const wasPaused = this.#isPaused;
    this.#pausedFor.add(cause);
    if (wasPaused) return;
    this.#clearLine(nowMs);
    for (const utterance of this.#queue) {
      utterance.move('PAUSED');
      utterance.times.endedMs ??= nowMs;
    }
  }

  /** Goes on from the sample at which it was paused, after a hold from the word that it broke off in; unless another cause remains. */
  resume(nowMs: number, cause: PauseCause = 'SPEECH'): void {
    if (!this.#pausedFor.delete(cause) || this.#isPaused) return;
    this.#pausedPosition = undefined;
    this.#ledger.clear();
    for (const utterance of this.#queue) {
      utterance.sentSamples = cause === 'HOLD' ? resumePoint(utterance, this.#rate) : utterance.playedSamples;
      utterance.heardBeforeSamples = utterance.playedSamples;
      if (utterance.playedSamples < utterance.totalSamples || !utterance.isComplete) delete utterance.times.endedMs;
      this.#marks.restart(utterance);
      utterance.move(utterance.sentSamples > 0 ? 'PLAYING' : 'PREPARING');
    }
    this.#dryUntilMs = nowMs;
    this.tick(nowMs);
  }

  /** Gives up every utterance. Their played positions are final when this returns; nothing is waited for. A hold goes on. */
  cut(nowMs: number): Utterance[] {
    if (!this.#isPaused) this.#clearLine(nowMs);
    this.#pausedFor.delete('SPEECH');
    this.#pausedPosition = undefined;
    this.#ledger.clear();
    const cut = this.#queue;
    this.#queue = [];
    this.#current = undefined;
    for (const utterance of cut) {
      utterance.move('CUT');
      utterance.chunks = [];
    }
    return cut;
  }

  onMark(name: string): void {
    const nowMs = this.#options.clock.nowMs();
    const mark = this.#marks.acknowledge(name);
    if (!mark || this.#options.line.evidence !== 'MARK') return;
    mark.utterance.proof = 'MARK';
    mark.utterance.markedSamples = Math.max(mark.utterance.markedSamples, mark.sample);
    if (this.#isPaused) return;
    this.#lineClock.confirm(mark.position, nowMs);
    this.tick(nowMs);
  }

  onPlayed(samplesTotal: number): void {
    if (this.#options.line.evidence !== 'SAMPLES' || !Number.isFinite(samplesTotal)) return;
    const nowMs = this.#options.clock.nowMs();
    this.#ledger.prove(samplesTotal);
    if (this.#pausedPosition !== undefined) {
      if (!this.#ledger.correctTo(samplesTotal)) return;
      this.#pausedPosition = samplesTotal;
      this.#lineClock.rewind(samplesTotal, nowMs);
      return;
    }
    this.#lineClock.confirm(samplesTotal, nowMs);
    this.tick(nowMs);
  }

  onDrain(): void {
    this.#isBlocked = false;
    this.tick(this.#options.clock.nowMs());
  }

  close(): void {
    this.#isClosed = true;
  }

  #progress(nowMs: number): void {
    if (this.#isPaused) return;
    const oldest = this.#marks.oldest;
    if (oldest) this.#lineClock.expect(oldest.position, nowMs, PROOF_SLACK_MS);
    this.#ledger.playedTo(this.#lineClock.position(nowMs));
  }

  #clearLine(nowMs: number): void {
    this.#progress(nowMs);
    const position = this.#lineClock.position(nowMs);
    if (position < this.#lineClock.sentPosition) {
      this.#options.line.sendClear();
      this.#options.recorder?.cutAgent(nowMs - this.#options.callStartMs);
    }
    this.#marks.clear(position);
    this.#pausedPosition = position;
    this.#lineClock.rewind(position, nowMs);
  }

  #pump(nowMs: number): void {
    if (this.#isPaused || this.#isClosed || this.#isHeldBack(nowMs)) return;
    const leadMs = Math.max(0, this.#lineClock.endMs - nowMs);
    if (leadMs - CALL_LIMITS.tickMs > CALL_LIMITS.leadMsMin) return;
    const dueMs = Math.max(this.#dryUntilMs, this.#lineClock.endMs - CALL_LIMITS.leadMsMin);
    let room = Math.round(((CALL_LIMITS.leadMsMax - leadMs) * this.#rate) / 1000);
    while (room > 0) {
      const utterance = this.#next();
      if (!utterance) break;
      const sent = this.#send(utterance, room, nowMs, dueMs);
      if (sent === 0) break;
      room -= sent;
    }
  }

  #next(): Utterance | undefined {
    if (this.#current && hasUnsent(this.#current)) return this.#current;
    this.#current = this.#queue.find(hasUnsent);
    return this.#current;
  }

  /** Sends one run of samples, at most to the next mark; answers how many. */
  #send(utterance: Utterance, room: number, nowMs: number, dueMs: number): number {
    const samples = utterance.unsent(Math.min(room, this.#marks.samplesToNext(utterance)));
    const startMs = Math.max(nowMs, this.#lineClock.endMs);
    if (this.#options.line.sendAudio(samples) === 'dropped') {
      this.#refused(nowMs);
      return 0;
    }
    const lateMs = Math.max(0, nowMs - dueMs);
    if (utterance.latenessMs.length < CALL_LIMITS.latenessSamplesMax) utterance.latenessMs.push(lateMs);
    this.#options.onSend?.(lateMs);
    const position = this.#lineClock.sentPosition;
    this.#lineClock.add(samples.length, nowMs);
    this.#ledger.add(utterance, position, samples.length);
    this.#options.recorder?.agent(samples, startMs - this.#options.callStartMs);
    utterance.sentSamples += samples.length;
    if (utterance.state === 'PREPARING') {
      utterance.move('PLAYING');
      this.#options.onStarted(utterance, nowMs);
    }
    this.#marks.sendIfDue(utterance, this.#lineClock.sentPosition);
    return samples.length;
  }

  #isHeldBack(nowMs: number): boolean {
    if (this.#options.line.bufferedBytes() > CALL_LIMITS.socketBytesMax) this.#isBlocked = true;
    else if (this.#isBlocked) this.#isBlocked = false;
    if (this.#isBlocked && this.#queue.some(hasUnsent)) this.#refused(nowMs);
    return this.#isBlocked;
  }

  #refused(nowMs: number): void {
    this.#refusedCount++;
    if (nowMs - this.#refusedToldMs < CALL_LIMITS.audioProblemEventMs) return;
    this.#refusedToldMs = nowMs;
    this.#options.onBackpressure(this.#refusedCount);
    this.#refusedCount = 0;
  }

  #settle(nowMs: number): void {
    if (this.#isPaused) return;
    for (const utterance of this.#queue.slice()) {
      if (utterance.isOver || !utterance.isComplete || utterance.sentSamples < utterance.totalSamples) continue;
      this.#marks.sendIfDue(utterance, this.#lineClock.sentPosition);
      if (utterance.playedSamples < utterance.totalSamples) continue;
      utterance.times.endedMs ??= nowMs;
      const isProven = utterance.proof === 'SAMPLES' || utterance.markedSamples >= utterance.totalSamples;
      if (!isProven && nowMs < this.#lineClock.endMs + CALL_LIMITS.proofMsMax) continue;
      this.#queue.splice(this.#queue.indexOf(utterance), 1);
      if (this.#current === utterance) this.#current = undefined;
      utterance.move('HEARD');
      utterance.chunks = [];
      this.#options.onHeard(utterance, nowMs);
    }
  }
}

function hasUnsent(utterance: Utterance): boolean {
  return utterance.sentSamples < utterance.totalSamples;
}
