import type { Clock } from '@parley/plugin-host';
import type { CallInput, CallLine, LineNotice, SendOutcome } from '../src/call/line.js';

export interface PhoneOptions {
  readonly clock: Clock;
  /** `TWILIO`: 8 kHz, echoes marks when they are played or cleared. `BROWSER`: 16 kHz, reports played samples. */
  readonly transport: 'TWILIO' | 'BROWSER';
  /** One-way network delay. Default 0. */
  readonly delayMs?: number;
  /** How often a browser reports. Default 100 ms. */
  readonly reportMs?: number;
  /** Marks come back. Default true; a carrier that loses them leaves estimates. */
  readonly echoesMarks?: boolean;
}

type Queued = { readonly samples: Int16Array } | { readonly mark: string };

/** Agent audio that became audible at the far end. */
export interface Played { readonly atMs: number; readonly samples: Int16Array }

/** The far end of a call on the virtual clock: plays what it is sent, in real time, and proves it as its carrier would. */
export class Phone implements CallLine {
  readonly carrierCallId = 'carrier-1';
  readonly sampleRateHz: 8000 | 16000;
  readonly evidence: 'MARK' | 'SAMPLES';
  readonly transport: 'TWILIO' | 'BROWSER';
  readonly notices: LineNotice[] = [];
  readonly played: Played[] = [];
  readonly marksEchoed: string[] = [];
  clearCount = 0;
  closedWith: { readonly code: string; readonly reason: string } | undefined;
  /** What the next sends answer. */
  outcome: SendOutcome = 'sent';
  input: CallInput | undefined;
  #queue: Queued[] = [];
  #busyUntilMs = 0;
  #current: { readonly startMs: number; readonly samples: Int16Array; cancel(): void } | undefined;
  #playedTotal = 0;

  constructor(readonly options: PhoneOptions) {
    this.transport = options.transport;
    this.sampleRateHz = options.transport === 'TWILIO' ? 8000 : 16000;
    this.evidence = options.transport === 'TWILIO' ? 'MARK' : 'SAMPLES';
  }

  /** Samples that were played to the caller. */
  get playedSamples(): Int16Array {
    const all = new Int16Array(this.played.reduce((sum, part) => sum + part.samples.length, 0));
    let at = 0;
    for (const part of this.played) {
      all.set(part.samples, at);
      at += part.samples.length;
    }
    return all;
  }

  /** When the caller heard the first sample after `sinceMs`. */
  firstHeardAfter(sinceMs: number): number | undefined {
    return this.played.find((part) => part.atMs >= sinceMs)?.atMs;
  }

  /** Longest stretch without agent audio between two times. */
  longestSilenceMs(fromMs: number, toMs: number): number {
    let longest = 0;
    let quietSince = fromMs;
    for (const part of this.played) {
      const endMs = part.atMs + (part.samples.length * 1000) / this.sampleRateHz;
      if (endMs <= fromMs) continue;
      if (part.atMs >= toMs) break;
      longest = Math.max(longest, part.atMs - quietSince);
      quietSince = endMs;
    }
    return Math.max(longest, toMs - quietSince);
  }

  sendAudio(samples: Int16Array): SendOutcome {
    if (this.closedWith || this.outcome === 'dropped') return 'dropped';
    const copy = samples.slice();
    this.#arrive(() => this.#enqueue({ samples: copy }));
    return this.outcome;
  }

  sendMark(name: string): SendOutcome {
    if (this.closedWith) return 'dropped';
    this.#arrive(() => this.#enqueue({ mark: name }));
    return 'sent';
  }

  sendClear(): SendOutcome {
    if (this.closedWith) return 'dropped';
    this.clearCount++;
    this.#arrive(() => this.#clear());
    return 'sent';
  }

  sendNotice(notice: LineNotice): SendOutcome {
    this.notices.push(notice);
    return 'sent';
  }

  bufferedBytes(): number {
    return 0;
  }

  close(code: string, reason: string): void {
    this.closedWith ??= { code, reason };
    this.hangUp();
  }

  /** The far end is gone: nothing more is played or proven. */
  hangUp(): void {
    this.#stopCurrent();
    this.#queue = [];
  }

  #arrive(deliver: () => void): void {
    const delayMs = this.options.delayMs ?? 0;
    if (delayMs === 0) deliver();
    else this.options.clock.setTimer(delayMs, deliver);
  }

  #back(deliver: (input: CallInput) => void): void {
    this.#arrive(() => { if (this.input && !this.closedWith) deliver(this.input); });
  }

  #enqueue(item: Queued): void {
    this.#queue.push(item);
    if (!this.#current) this.#next();
  }

  #next(): void {
    const { clock } = this.options;
    // An echo may bring new audio from within, which starts to play at once.
    while (!this.#current) {
      const item = this.#queue.shift();
      if (!item) return;
      if ('mark' in item) {
        this.#echo(item.mark);
        continue;
      }
      const { samples } = item;
      // Playing starts where the audio before it ended, so that rounding of timers never adds up.
      const startMs = Math.max(clock.nowMs(), this.#busyUntilMs);
      this.#busyUntilMs = startMs + (samples.length * 1000) / this.sampleRateHz;
      const timer = clock.setTimer(this.#busyUntilMs - clock.nowMs(), () => {
        this.#current = undefined;
        this.#wasPlayed(startMs, samples);
        this.#next();
      });
      this.#current = { startMs, samples, cancel: () => timer.cancel() };
      return;
    }
  }

  #wasPlayed(startMs: number, samples: Int16Array): void {
    if (samples.length === 0) return;
    this.played.push({ atMs: startMs, samples });
    this.#playedTotal += samples.length;
    if (this.evidence === 'SAMPLES') this.#report();
  }

  #report(): void {
    const total = this.#playedTotal;
    this.#back((input) => input.onPlayed(total));
  }

  #echo(mark: string): void {
    if (this.options.echoesMarks === false) return;
    this.marksEchoed.push(mark);
    this.#back((input) => input.onMark(mark));
  }

  #stopCurrent(): void {
    const current = this.#current;
    if (!current) return;
    current.cancel();
    this.#current = undefined;
    const count = Math.floor(((this.options.clock.nowMs() - current.startMs) * this.sampleRateHz) / 1000 + 1e-6);
    this.#busyUntilMs = this.options.clock.nowMs();
    this.#wasPlayed(current.startMs, current.samples.slice(0, Math.max(0, Math.min(current.samples.length, count))));
  }

  /** Throws away what was not played; a carrier answers the marks of it as if they had been. */
  #clear(): void {
    this.#stopCurrent();
    const queue = this.#queue;
    this.#queue = [];
    for (const item of queue) if ('mark' in item) this.#echo(item.mark);
    if (this.evidence === 'SAMPLES') this.#report();
  }
}
