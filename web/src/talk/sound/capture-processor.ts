// Audio worklet: microphone in, frames of the protocol out as messages `{ samples, peak }`.
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from './audio-limits.js';
import { FrameCutter } from './frame-cutter.js';
import { Resampler } from './resampler.js';

class CaptureProcessor extends AudioWorkletProcessor {
  readonly #resampler = new Resampler(sampleRate, SAMPLE_RATE_HZ);
  readonly #cutter = new FrameCutter(FRAME_SAMPLES);

  process(inputs: Float32Array[][]): boolean {
    const channel = inputs[0]?.[0];
    if (!channel) return true;
    for (const { samples, peak } of this.#cutter.push(this.#resampler.push(channel))) this.port.postMessage({ samples: samples.buffer, peak }, [samples.buffer]);
    return true;
  }
}

registerProcessor('parley-capture', CaptureProcessor);
