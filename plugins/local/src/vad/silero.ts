import onnx from 'onnxruntime-node';
import { SILERO_WINDOW } from './silero-window.js';
import type { VadJob } from './vad-job.js';

/** Samples of the window before that the model wants in front of each window. */
const SILERO_CONTEXT = { 8000: 32, 16000: 64 } as const;
/** Width of one recurrent state row; the model keeps two layers of it. */
const STATE = 128;

/**
 * The state of many calls at one rate, and the model that moves it on. Rows are gathered into one batch, run, and
 * scattered back. Buffers double as calls come and never shrink.
 */
export class SileroRows {
  readonly #session: onnx.InferenceSession;
  readonly #window: number;
  readonly #context: number;
  readonly #rate: onnx.Tensor;
  #rowCount = 0;
  /** By row: two layers of state, then the context. */
  #states = new Float32Array(0);
  #contexts = new Float32Array(0);
  #batchCapacity = 0;
  #input = new Float32Array(0);
  #batchState = new Float32Array(0);

  constructor(session: onnx.InferenceSession, sampleRateHz: 8000 | 16000) {
    this.#session = session;
    this.#window = SILERO_WINDOW[sampleRateHz];
    this.#context = SILERO_CONTEXT[sampleRateHz];
    this.#rate = new onnx.Tensor('int64', BigInt64Array.of(BigInt(sampleRateHz)), []);
  }

  async run(job: VadJob): Promise<Float32Array> {
    this.#reserve(job);
    for (const slot of job.resets) this.#zero(slot);
    const probabilities = new Float32Array(job.count);
    const step = job.batching === 'single' ? 1 : job.count;
    for (let start = 0; start < job.count; start += step) await this.#runBatch(job, start, step, probabilities);
    return probabilities;
  }

  async #runBatch(job: VadJob, start: number, count: number, probabilities: Float32Array): Promise<void> {
    const [window, context] = [this.#window, this.#context];
    const width = window + context;
    for (let row = 0; row < count; row += 1) {
      const slot = job.slots[start + row]!;
      const at = row * width;
      this.#input.set(this.#contexts.subarray(slot * context, (slot + 1) * context), at);
      const from = (start + row) * window;
      for (let index = 0; index < window; index += 1) this.#input[at + context + index] = job.samples[from + index]! / 32_768;
      for (let layer = 0; layer < 2; layer += 1) {
        const source = (slot * 2 + layer) * STATE;
        this.#batchState.set(this.#states.subarray(source, source + STATE), (layer * count + row) * STATE);
      }
    }
    const output = await this.#session.run({
      input: new onnx.Tensor('float32', this.#input.subarray(0, count * width), [count, width]),
      state: new onnx.Tensor('float32', this.#batchState.subarray(0, 2 * count * STATE), [2, count, STATE]),
      sr: this.#rate,
    });
    const states = output['stateN']!.data as Float32Array;
    probabilities.set(output['output']!.data as Float32Array, start);
    for (let row = 0; row < count; row += 1) {
      const slot = job.slots[start + row]!;
      const tail = (row + 1) * width - context;
      this.#contexts.set(this.#input.subarray(tail, tail + context), slot * context);
      for (let layer = 0; layer < 2; layer += 1) {
        const source = (layer * count + row) * STATE;
        this.#states.set(states.subarray(source, source + STATE), (slot * 2 + layer) * STATE);
      }
    }
  }

  #zero(slot: number): void {
    this.#states.fill(0, slot * 2 * STATE, (slot + 1) * 2 * STATE);
    this.#contexts.fill(0, slot * this.#context, (slot + 1) * this.#context);
  }

  #reserve(job: VadJob): void {
    let rowsNeeded = 0;
    for (const slot of job.slots) rowsNeeded = Math.max(rowsNeeded, slot + 1);
    for (const slot of job.resets) rowsNeeded = Math.max(rowsNeeded, slot + 1);
    if (rowsNeeded > this.#rowCount) {
      this.#rowCount = doubledTo(this.#rowCount, rowsNeeded);
      this.#states = grown(this.#states, this.#rowCount * 2 * STATE);
      this.#contexts = grown(this.#contexts, this.#rowCount * this.#context);
    }
    if (job.count > this.#batchCapacity) {
      this.#batchCapacity = doubledTo(this.#batchCapacity, job.count);
      this.#input = new Float32Array(this.#batchCapacity * (this.#window + this.#context));
      this.#batchState = new Float32Array(this.#batchCapacity * 2 * STATE);
    }
  }
}

function doubledTo(current: number, needed: number): number {
  let size = Math.max(8, current);
  while (size < needed) size *= 2;
  return size;
}

function grown(values: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(length);
  larger.set(values);
  return larger;
}
