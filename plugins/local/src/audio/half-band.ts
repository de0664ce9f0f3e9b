// Changes between 8 and 16 kHz. One windowed-sinc low-pass serves both ways: 63 taps, Kaiser window, cut at 3.8 kHz. It is
// flat to 3.2 kHz, 0.1 dB down at 3.4 kHz where the telephone band ends, and more than 65 dB down from 4.4 kHz on.
const TAPS = 63;
const CUTOFF = 3800 / 16_000;
const BETA = 6;

function besselZero(value: number): number {
  let sum = 1;
  let term = 1;
  for (let order = 1; order < 40; order += 1) {
    term *= (value / (2 * order)) ** 2;
    sum += term;
  }
  return sum;
}

const COEFFICIENTS = (() => {
  const middle = (TAPS - 1) / 2;
  const taps = Float32Array.from({ length: TAPS }, (_, index) => {
    const offset = index - middle;
    const sinc = offset === 0 ? 2 * CUTOFF : Math.sin(2 * Math.PI * CUTOFF * offset) / (Math.PI * offset);
    return sinc * (besselZero(BETA * Math.sqrt(1 - (offset / middle) ** 2)) / besselZero(BETA));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
})();

const clip = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value)));

/** 8 kHz to 16 kHz, streaming: the filter remembers the end of the last piece. Delays by 31 samples of 16 kHz (1.9 ms). */
export class Upsampler {
  static readonly #HISTORY = TAPS >> 1;
  #history = new Float32Array(Upsampler.#HISTORY);

  process(samples: Int16Array): Int16Array {
    const keep = Upsampler.#HISTORY;
    const line = new Float32Array(keep + samples.length);
    line.set(this.#history);
    line.set(samples, keep);
    const output = new Int16Array(samples.length * 2);
    for (let index = 0; index < samples.length; index += 1) {
      const newest = index + keep;
      let even = 0;
      let odd = 0;
      for (let tap = 0; tap <= keep; tap += 1) even += COEFFICIENTS[2 * tap]! * line[newest - tap]!;
      for (let tap = 0; tap < keep; tap += 1) odd += COEFFICIENTS[2 * tap + 1]! * line[newest - tap]!;
      output[2 * index] = clip(2 * even);
      output[2 * index + 1] = clip(2 * odd);
    }
    this.#history = line.slice(line.length - keep);
    return output;
  }

  reset(): void {
    this.#history = new Float32Array(Upsampler.#HISTORY);
  }
}

/** A whole utterance from 16 kHz to 8 kHz, without delay: the filter looks both ways. */
export function halved(samples: Int16Array): Int16Array {
  const middle = (TAPS - 1) / 2;
  return Int16Array.from({ length: samples.length >> 1 }, (_, index) => {
    const centre = index * 2;
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap += 1) {
      const position = centre + tap - middle;
      if (position >= 0 && position < samples.length) sum += COEFFICIENTS[tap]! * samples[position]!;
    }
    return clip(sum);
  });
}
