// Audio worklet: the agent's samples in as messages, sound out, reports of what was played back as messages.
import { Playback, type PlaybackOrder } from './playback.js';

class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #playback = new Playback((report) => { this.port.postMessage(report); });

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlaybackOrder>) => { this.#playback.take(data); };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [first, ...others] = outputs[0] ?? [];
    if (!first) return true;
    this.#playback.pull(first);
    for (const other of others) other.set(first);
    return true;
  }
}

registerProcessor('parley-playback', PlaybackProcessor);
