import { ProviderError, toProviderError, type Clock, type Timer, type VadOpenRequest } from '@parley/plugin-sdk';
import type { WorkerPool } from '../workers/worker-pool.js';
import { SILERO_WINDOW } from './silero-window.js';
import type { VadJob, VadJobResult } from './vad-job.js';
import { WindowQueue } from './window-queue.js';

export interface WindowBatcherOptions {
  readonly sampleRateHz: 8000 | 16000;
  readonly pool: WorkerPool<VadJob, VadJobResult>;
  readonly clock: Clock;
  /** Shortest time between two batches: what turns the windows of many calls into few runs. */
  readonly tickMs: number;
  readonly callsMax: number;
  /** Windows that have waited longer are dropped: a late answer is worth less than an early next one. */
  readonly behindMsMax: number;
  readonly batching: 'batched' | 'single';
}

/** Counted since the batcher was made. */
export interface VadStats {
  readonly batches: number;
  readonly windows: number;
  readonly droppedWindows: number;
  /** From a full window to its probability. */
  readonly waitMsSum: number;
  readonly waitMsMax: number;
}

interface Row {
  readonly slot: number;
  readonly queue: WindowQueue;
  readonly request: VadOpenRequest;
  isNew: boolean;
  isReady: boolean;
  isClosed: boolean;
}

export interface BatcherRow {
  push(samples: Int16Array): void;
  close(): void;
}

/** Windows of all calls at one rate: at most one of each call goes into a batch, and one batch is under way at a time. */
export class WindowBatcher {
  readonly #options: WindowBatcherOptions;
  readonly #windowSamples: number;
  readonly #rows = new Set<Row>();
  readonly #freeSlots: number[] = [];
  #slotCount = 0;
  #ready: Row[] = [];
  #samples: Int16Array<ArrayBuffer>;
  #timer: Timer | undefined;
  #isRunning = false;
  /** A call has more than one window waiting: the next batch does not wait for the tick. */
  #hasBacklog = false;
  #lastRunMs = Number.NEGATIVE_INFINITY;
  #resets: number[] = [];
  readonly #stats = { batches: 0, windows: 0, droppedWindows: 0, waitMsSum: 0, waitMsMax: 0 };

  constructor(options: WindowBatcherOptions) {
    this.#options = options;
    this.#windowSamples = SILERO_WINDOW[options.sampleRateHz];
    this.#samples = new Int16Array(16 * this.#windowSamples);
  }

  get stats(): VadStats {
    return this.#stats;
  }

  open(request: VadOpenRequest): BatcherRow {
    if (this.#rows.size >= this.#options.callsMax) {
      throw new ProviderError('rate-limit', `speech detection already serves ${this.#options.callsMax} calls`);
    }
    const slot = this.#freeSlots.pop() ?? this.#slotCount++;
    const row: Row = { slot, queue: new WindowQueue(this.#windowSamples), request, isNew: true, isReady: false, isClosed: false };
    this.#rows.add(row);
    return { push: (samples) => this.#push(row, samples), close: () => this.#closeRow(row) };
  }

  close(): void {
    this.#timer?.cancel();
    for (const row of this.#rows) this.#closeRow(row);
  }

  #push(row: Row, samples: Int16Array): void {
    if (row.isClosed) return;
    this.#stats.droppedWindows += row.queue.push(samples, this.#options.clock.nowMs());
    if (row.queue.count === 0 || row.isReady) return;
    row.isReady = true;
    this.#ready.push(row);
    this.#plan();
  }

  #closeRow(row: Row): void {
    if (row.isClosed) return;
    row.isClosed = true;
    this.#rows.delete(row);
    this.#freeSlots.push(row.slot);
  }

  #plan(): void {
    if (this.#isRunning || this.#timer || this.#ready.length === 0) return;
    if (this.#hasBacklog) return void this.#run();
    const { clock, tickMs } = this.#options;
    this.#timer = clock.setTimer(Math.max(0, this.#lastRunMs + tickMs - clock.nowMs()), () => {
      this.#timer = undefined;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    const nowMs = this.#options.clock.nowMs();
    this.#lastRunMs = nowMs;
    const batch = this.#takeBatch(nowMs);
    if (batch.rows.length === 0) return;
    this.#isRunning = true;
    const samples = this.#samples;
    const job: VadJob = {
      sampleRateHz: this.#options.sampleRateHz, count: batch.rows.length, slots: Int32Array.from(batch.rows, (row) => row.slot),
      resets: this.#resets.splice(0), samples, batching: this.#options.batching,
    };
    try {
      const answer = await this.#options.pool.run(job, { priority: 0, transfer: [samples.buffer] }).result;
      this.#samples = answer.samples as Int16Array<ArrayBuffer>;
      this.#isRunning = false;
      this.#deliver(batch, answer.probabilities);
      this.#plan();
    } catch (error) {
      this.#isRunning = false;
      this.#samples = new Int16Array(16 * this.#windowSamples);
      this.#failAll(error);
    }
  }

  #takeBatch(nowMs: number): Batch {
    const rows = this.#ready.filter((row) => this.#dropLate(row, nowMs));
    const needed = rows.length * this.#windowSamples;
    if (needed > this.#samples.length) this.#samples = new Int16Array(Math.max(needed, this.#samples.length * 2));
    const indexes = new Int32Array(rows.length);
    const pushedAtMs = new Float64Array(rows.length);
    this.#ready = [];
    rows.forEach((row, position) => {
      if (row.isNew) this.#resets.push(row.slot);
      row.isNew = false;
      indexes[position] = row.queue.firstIndex;
      pushedAtMs[position] = row.queue.oldestAtMs;
      row.queue.shiftInto(this.#samples, position * this.#windowSamples);
      row.isReady = row.queue.count > 0;
      if (row.isReady) this.#ready.push(row);
    });
    this.#hasBacklog = this.#ready.length > 0;
    return { rows, indexes, pushedAtMs };
  }

  /** False where nothing of the row is left to detect. */
  #dropLate(row: Row, nowMs: number): boolean {
    while (!row.isClosed && row.queue.count > 1 && nowMs - row.queue.oldestAtMs > this.#options.behindMsMax) {
      row.queue.drop();
      this.#stats.droppedWindows += 1;
    }
    return !row.isClosed;
  }

  #deliver(batch: Batch, probabilities: Float32Array): void {
    const nowMs = this.#options.clock.nowMs();
    this.#stats.batches += 1;
    this.#stats.windows += batch.rows.length;
    batch.rows.forEach((row, position) => {
      const waitMs = nowMs - batch.pushedAtMs[position]!;
      this.#stats.waitMsSum += waitMs;
      this.#stats.waitMsMax = Math.max(this.#stats.waitMsMax, waitMs);
      this.#tell(row, probabilities[position]!, batch.indexes[position]!);
    });
  }

  /** A fault in one call's code ends that call's session, not the batch. */
  #tell(row: Row, probability: number, windowIndex: number): void {
    if (row.isClosed) return;
    try {
      row.request.onWindow(probability, windowIndex);
    } catch (error) {
      this.#closeRow(row);
      row.request.onError(error);
    }
  }

  #failAll(error: unknown): void {
    this.#ready = [];
    for (const row of this.#rows) {
      this.#closeRow(row);
      row.request.onError(toProviderError(error));
    }
  }
}

interface Batch {
  readonly rows: readonly Row[];
  readonly indexes: Int32Array;
  readonly pushedAtMs: Float64Array;
}
