// Audio worklet: the agent's samples in as messages, sound out. Takes `{ type: 'audio', samples }`, `{ type: 'mark', name }`
// and `{ type: 'clear' }`; tells `{ playedSamples, marks }` every 100 ms while something plays, and at every mark and clear.
import { PLAYBACK_QUEUE_MS_MAX, PLAYED_REPORT_MS, SAMPLE_RATE_HZ } from './audio-limits.js';
import { PlaybackQueue } from './playback-queue.js';

export type PlaybackOrder = { readonly type: 'audio'; readonly samples: ArrayBuffer } | { readonly type: 'mark'; readonly name: string } | { readonly type: 'clear' };
export interface PlaybackReport { readonly playedSamples: number; readonly marks: readonly string[] }

class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #queue = new PlaybackQueue((SAMPLE_RATE_HZ * PLAYBACK_QUEUE_MS_MAX) / 1_000);
  #toldSamples = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlaybackOrder>) => {
      if (data.type === 'audio') this.#queue.push(new Int16Array(data.samples));
      else if (data.type === 'mark') this.#queue.mark(data.name);
      else this.#tell(this.#queue.clear());
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [first, ...others] = outputs[0] ?? [];
    if (!first) return true;
    const { samples, marks } = this.#queue.pull(first);
    for (const other of others) other.set(first);
    const untold = this.#queue.playedSamples - this.#toldSamples;
    const hasEnded = untold > 0 && samples < first.length;
    if (marks.length > 0 || hasEnded || untold >= (SAMPLE_RATE_HZ * PLAYED_REPORT_MS) / 1_000) this.#tell(marks);
    return true;
  }

  #tell(marks: readonly string[]): void {
    this.#toldSamples = this.#queue.playedSamples;
    this.port.postMessage({ playedSamples: this.#toldSamples, marks } satisfies PlaybackReport);
  }
}

registerProcessor('parley-playback', PlaybackProcessor);
