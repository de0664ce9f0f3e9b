/** Rates that occur on lines and at providers. */
export type SampleRateHz = 8000 | 16000 | 24000 | 48000;

/** Stop-band attenuation asked of the filter design, in dB: below the noise floor of mu-law (about 38 dB). */
const STOPBAND_DB = 60;
/** The pass band ends here, as a share of the lower rate's Nyquist frequency: 3.4 kHz of 4 kHz, the telephone band. */
const PASSBAND_SHARE = 0.85;

interface Filter {
  /** Rates are multiples of a common one: `up` outputs for `down` inputs. */
  readonly up: number;
  readonly down: number;
  /** A multiple of 4. */
  readonly tapsPerPhase: number;
  /** Phase after phase, each time-reversed, so that the inner loop walks both arrays forwards. */
  readonly taps: Float64Array;
}

const filters = new Map<string, Filter>();

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Zeroth-order modified Bessel function of the first kind, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Kaiser-windowed sinc; formulas from Oppenheim and Schafer, "Discrete-Time Signal Processing", section 7.6. */
function designFilter(fromHz: number, toHz: number): Filter {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const rateHz = fromHz * up;
  const nyquistHz = Math.min(fromHz, toHz) / 2;
  const transition = (2 * Math.PI * nyquistHz * (1 - PASSBAND_SHARE)) / rateHz;
  const tapsPerPhase = 4 * Math.ceil(((STOPBAND_DB - 8) / (2.285 * transition) + 1) / up / 4);
  const length = tapsPerPhase * up;
  const cutoff = (nyquistHz * (1 + PASSBAND_SHARE)) / 2 / rateHz;
  const beta = 0.1102 * (STOPBAND_DB - 8.7);
  const middle = (length - 1) / 2;
  const prototype = Float64Array.from({ length }, (_, n) => {
    const x = n - middle;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return sinc * besselI0(beta * Math.sqrt(Math.max(0, 1 - (x / middle) ** 2))) / besselI0(beta);
  });
  const gain = up / prototype.reduce((sum, tap) => sum + tap, 0);
  const taps = new Float64Array(length);
  for (let phase = 0; phase < up; phase++) {
    for (let tap = 0; tap < tapsPerPhase; tap++) taps[phase * tapsPerPhase + (tapsPerPhase - 1 - tap)] = prototype[phase + tap * up]! * gain;
  }
  return { up, down, tapsPerPhase, taps };
}

function filterFor(fromHz: SampleRateHz, toHz: SampleRateHz): Filter {
  const key = `${fromHz}-${toHz}`;
  let filter = filters.get(key);
  if (!filter) filters.set(key, filter = designFilter(fromHz, toHz));
  return filter;
}

/**
 * Changes the sample rate of one leg of one call: a polyphase FIR filter that keeps its state between chunks, so that
 * chunk borders are inaudible. Any pair of {@link SampleRateHz}; equal rates pass through untouched.
 */
export class StreamResampler {
  readonly fromHz: SampleRateHz;
  readonly toHz: SampleRateHz;
  /** How much later a sound leaves than it enters: half the filter's length. */
  readonly delayMs: number;
  readonly #filter: Filter;
  /** The last `tapsPerPhase - 1` inputs, followed by the chunk at hand. */
  #line: Float64Array;
  /** Position of the next output, in 1/up of an input sample, from the first sample of the next chunk. */
  #position = 0;

  constructor(fromHz: SampleRateHz, toHz: SampleRateHz) {
    this.fromHz = fromHz;
    this.toHz = toHz;
    this.#filter = filterFor(fromHz, toHz);
    this.#line = new Float64Array(this.#filter.tapsPerPhase - 1);
    this.delayMs = fromHz === toHz ? 0 : (1000 * (this.#filter.taps.length - 1)) / 2 / (fromHz * this.#filter.up);
  }

  /** The output that `input` completes. Over a stream, `toHz / fromHz` samples leave for each that enters. */
  process(input: Int16Array): Int16Array {
    if (this.fromHz === this.toHz) return input;
    const { up, down, tapsPerPhase, taps } = this.#filter;
    const history = tapsPerPhase - 1;
    const line = this.#fill(input, history);
    const end = input.length * up;
    const output = new Int16Array(Math.max(0, Math.ceil((end - this.#position) / down)));
    let position = this.#position;
    for (let index = 0; index < output.length; index++) {
      const phase = position % up;
      const first = (position - phase) / up;
      let tap = phase * tapsPerPhase;
      // Four sums side by side: one alone would wait for each addition before the next could begin (3 times slower).
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let at = first; at < first + tapsPerPhase; at += 4, tap += 4) {
        sum0 += line[at]! * taps[tap]!;
        sum1 += line[at + 1]! * taps[tap + 1]!;
        sum2 += line[at + 2]! * taps[tap + 2]!;
        sum3 += line[at + 3]! * taps[tap + 3]!;
      }
      const sum = sum0 + sum1 + (sum2 + sum3);
      output[index] = sum >= 32_767 ? 32_767 : sum <= -32_768 ? -32_768 : Math.round(sum);
      position += down;
    }
    this.#position = position - end;
    line.copyWithin(0, input.length, input.length + history);
    return output;
  }

  /** The tail that the filter still holds: call once at the end of a stream, then `reset` before another. */
  flush(): Int16Array {
    if (this.fromHz === this.toHz) return new Int16Array(0);
    return this.process(new Int16Array(Math.ceil((this.delayMs * this.fromHz) / 1000)));
  }

  /** Forgets the past, e.g. after a gap in the stream. */
  reset(): void {
    this.#line.fill(0);
    this.#position = 0;
  }

  #fill(input: Int16Array, history: number): Float64Array {
    if (this.#line.length < history + input.length) {
      const longer = new Float64Array(history + input.length);
      longer.set(this.#line.subarray(0, history));
      this.#line = longer;
    }
    this.#line.set(input, history);
    return this.#line;
  }
}
