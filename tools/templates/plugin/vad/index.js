import { definePlugin, VAD_SPEC } from '@parley/plugin-sdk';

/** 32 ms. */
const WINDOW_SAMPLES = { 8000: 256, 16000: 512 };

export default definePlugin({
  vad: async ({ settings: { thresholdRms = 500 } }) => ({
    spec: VAD_SPEC,
    abilities: { windowSamples: WINDOW_SAMPLES },
    open: async (request) => new Session(request, thresholdRms),
    close: async () => {},
  }),
});

/** Windows are told after `push` has returned, never from within it. */
class Session {
  #request;
  #windowSamples;
  #energyMin;
  #energy = 0;
  #fill = 0;
  #windowIndex = 0;
  #isClosed = false;

  constructor(request, thresholdRms) {
    this.#request = request;
    this.#windowSamples = WINDOW_SAMPLES[request.sampleRateHz];
    this.#energyMin = thresholdRms ** 2 * this.#windowSamples;
  }

  push(samples) {
    if (this.#isClosed) return;
    const probabilities = [];
    for (const sample of samples) {
      this.#energy += sample * sample;
      this.#fill += 1;
      if (this.#fill < this.#windowSamples) continue;
      probabilities.push(this.#energy >= this.#energyMin ? 0.95 : 0.02);
      this.#energy = 0;
      this.#fill = 0;
    }
    if (probabilities.length > 0) queueMicrotask(() => { this.#tell(probabilities); });
  }

  close() {
    this.#isClosed = true;
  }

  #tell(probabilities) {
    for (const probability of probabilities) {
      if (this.#isClosed) return;
      this.#request.onWindow(probability, this.#windowIndex);
      this.#windowIndex += 1;
    }
  }
}
