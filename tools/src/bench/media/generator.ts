import { encodeMuLaw } from '../../caller/mu-law.js';
import { readWav, resample } from '../../caller/wav.js';
import { Caller, type CallerFigures, type Frames } from './caller.js';

const FRAME_MS = 20;
/** Callers do not speak in step: their frames are spread over this many moments of each 20 ms. */
const SLOTS = 5;
const SLOT_MS = FRAME_MS / SLOTS;
const INTERRUPT_SHARE = 0.2;

export function speechFrames(path: string): Frames {
  const { samples } = resample(readWav(path), 8000);
  const bytes = Buffer.from(Uint8Array.from(samples, encodeMuLaw));
  const speech: string[] = [];
  for (let at = 0; at + 160 <= bytes.length; at += 160) speech.push(bytes.subarray(at, at + 160).toString('base64'));
  return { speech, silence: Buffer.alloc(160, 0xff).toString('base64') };
}

/** All callers of a run and the one timer that drives them. It makes up for a late wake-up, and says how late it was. */
export class Generator {
  figures: CallerFigures = emptyFigures();
  /** How late each moment's frames were sent, in milliseconds, since `resetFigures`. */
  lateMs: number[] = [];
  readonly #url: string;
  readonly #frames: Frames;
  readonly #slots: Set<Caller>[] = Array.from({ length: SLOTS }, () => new Set());
  readonly #startedMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #ticks = 0;
  #callerCount = 0;

  constructor(port: number, frames: Frames) {
    this.#url = `ws://127.0.0.1:${port}/v1/twilio`;
    this.#frames = frames;
    this.#schedule();
  }

  get liveCount(): number {
    let count = 0;
    for (const slot of this.#slots) for (const caller of slot) if (caller.isLive) count += 1;
    return count;
  }

  call(): Caller {
    const index = this.#callerCount++;
    const caller = new Caller(this.#url, `bench-${index}`, this.#frames, this.figures, INTERRUPT_SHARE);
    this.#slots[index % SLOTS]!.add(caller);
    return caller;
  }

  /** Begins a new measurement: figures of before are forgotten. */
  resetFigures(): void {
    const fresh = emptyFigures();
    Object.assign(this.figures, fresh);
    this.lateMs = [];
  }

  hangUp(): void {
    for (const slot of this.#slots) { for (const caller of slot) caller.hangUp(); slot.clear(); }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => { this.#run(); }, Math.max(0, this.#startedMs + this.#ticks * SLOT_MS - performance.now()));
  }

  #run(): void {
    for (;;) {
      const nowMs = performance.now();
      const dueMs = this.#startedMs + this.#ticks * SLOT_MS;
      if (dueMs > nowMs) break;
      this.lateMs.push(nowMs - dueMs);
      for (const caller of this.#slots[this.#ticks % SLOTS]!) caller.tick(nowMs);
      this.#ticks += 1;
    }
    this.#schedule();
  }
}

function emptyFigures(): CallerFigures {
  return { bargeInClearMs: [], responseMs: [], underrunMs: [], turns: 0, dropped: 0 };
}
