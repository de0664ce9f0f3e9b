import { GAP_MS_MIN, PLAYBACK_QUEUE_MS_MAX, PLAYED_REPORT_MS, SAMPLE_RATE_HZ } from './audio-limits.js';
import { PlaybackQueue } from './playback-queue.js';

export type PlaybackOrder =
  | { readonly type: 'audio'; readonly samples: ArrayBuffer } | { readonly type: 'mark'; readonly name: string } | { readonly type: 'clear' }
  /** On hold nothing is played, and nothing counts as played. */
  | { readonly type: 'hold'; readonly isHeld: boolean }
  | { readonly type: 'speaking'; readonly isSpeaking: boolean };

export interface PlaybackReport {
  readonly playedSamples: number;
  readonly marks: readonly string[];
  /** Loudest sample since the last report, 0 to 1. */
  readonly peak: number;
  /** The voice broke off for so long and has just gone on; 0 where it did not. */
  readonly gapMs: number;
  /** Sound that came faster than it could be kept, and was lost. */
  readonly lostMs: number;
}

const toMs = (samples: number) => Math.round((samples * 1_000) / SAMPLE_RATE_HZ);

/** Plays what it is given and tells what was played: at the first sound, every 100 ms while something plays, at every mark and clear. */
export class Playback {
  readonly #queue = new PlaybackQueue((SAMPLE_RATE_HZ * PLAYBACK_QUEUE_MS_MAX) / 1_000);
  readonly #onReport: (report: PlaybackReport) => void;
  #toldSamples = 0;
  #peak = 0;
  #isHeld = false;

  constructor(onReport: (report: PlaybackReport) => void) { this.#onReport = onReport; }

  take(order: PlaybackOrder): void {
    switch (order.type) {
      case 'audio': {
        const { droppedSamples, gapSamples } = this.#queue.push(new Int16Array(order.samples));
        const gapMs = toMs(gapSamples) >= GAP_MS_MIN ? toMs(gapSamples) : 0;
        if (gapMs > 0 || droppedSamples > 0) this.#tell([], gapMs, toMs(droppedSamples));
        break;
      }
      case 'mark': this.#queue.mark(order.name); break;
      case 'clear': this.#tell(this.#queue.clear()); break;
      case 'hold': this.#isHeld = order.isHeld; break;
      case 'speaking': this.#queue.expect(order.isSpeaking); break;
      default: break;
    }
  }

  /** Fills `output` with what is next. */
  pull(output: Float32Array): void {
    if (this.#isHeld) { output.fill(0); return; }
    const { samples, peak, marks } = this.#queue.pull(output);
    this.#peak = Math.max(this.#peak, peak);
    const untold = this.#queue.playedSamples - this.#toldSamples;
    const hasEnded = untold > 0 && samples < output.length;
    const isFirst = untold > 0 && this.#toldSamples === 0;
    if (marks.length > 0 || isFirst || hasEnded || untold >= (SAMPLE_RATE_HZ * PLAYED_REPORT_MS) / 1_000) this.#tell(marks);
  }

  #tell(marks: readonly string[], gapMs = 0, lostMs = 0): void {
    this.#toldSamples = this.#queue.playedSamples;
    this.#onReport({ playedSamples: this.#toldSamples, marks, peak: this.#peak, gapMs, lostMs });
    this.#peak = 0;
  }
}
