import { Worker, type TransferListItem } from 'node:worker_threads';
import { ProviderError, type Clock, type PluginLogger, type Timer } from '@parley/plugin-sdk';
import type { WorkerRequest, WorkerResponse } from './worker-protocol.js';

export interface WorkerPoolOptions {
  /** Said in logs and errors, e.g. `speech to text`. */
  readonly name: string;
  /** Compiled entry module, which calls `serveJobs`. */
  readonly url: URL;
  readonly workersMax: number;
  readonly clock: Clock;
  readonly logger: PluginLogger;
  /** A job that takes longer has hung: its worker is ended and the job fails. */
  readonly jobMsMax: number;
  /** Jobs waiting for a worker; beyond it the least urgent is refused. */
  readonly queueJobsMax: number;
  /** How often a job is tried where its worker dies; 2 is one retry. */
  readonly attemptsMax: number;
}

export interface PoolRequest {
  /** Higher goes first; equal ones in the order of arrival. */
  readonly priority: number;
  /** Buffers handed over instead of copied; such a job cannot be tried again. */
  readonly transfer?: readonly TransferListItem[];
}

/** A job that was given to the pool. */
export interface PoolTask<Result> {
  readonly result: Promise<Result>;
  /** Rejects `result` with the cause `aborted`; a worker already at it stops at its next step. */
  cancel(): void;
  /** Lets a waiting job go earlier. */
  raise(priority: number): void;
}

interface Task<Job, Result> {
  readonly id: number;
  readonly job: Job | undefined;
  readonly transfer: readonly TransferListItem[] | undefined;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: ProviderError) => void;
  priority: number;
  attempts: number;
  isSettled: boolean;
}

interface Seat<Job, Result> {
  readonly worker: Worker;
  task: Task<Job, Result> | undefined;
  timer: Timer | undefined;
}

/**
 * A worker that is asked to end finishes its step first, for the inference runtime aborts the whole process when its thread
 * is terminated inside a run. Only one that has hung this long is terminated, in milliseconds.
 */
const CLOSE_MS_MAX = 4000;

/** Worker threads started on demand, with one line of jobs by priority. Idle workers do not keep the process alive. */
export class WorkerPool<Job, Result> {
  readonly #options: WorkerPoolOptions;
  readonly #seats = new Set<Seat<Job, Result>>();
  readonly #queue: Task<Job, Result>[] = [];
  #taskCount = 0;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** True where a job given now would start at once. */
  get isIdle(): boolean {
    if (this.#isClosed || this.#queue.length > 0) return false;
    for (const seat of this.#seats) if (!seat.task) return true;
    return this.#seats.size < this.#options.workersMax;
  }

  get waitingCount(): number {
    return this.#queue.length;
  }

  /** Resolves when one worker has loaded what it needs. */
  async warm(): Promise<void> {
    await this.#add(undefined, { priority: Number.MAX_SAFE_INTEGER }).result;
  }

  run(job: Job, request: PoolRequest): PoolTask<Result> {
    return this.#add(job, request);
  }

  /** Ends the workers; jobs under way fail with the cause `aborted`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const closing = new ProviderError('aborted', `${this.#options.name} was closed`);
    for (const task of this.#queue.splice(0)) this.#fail(task, closing);
    const seats = [...this.#seats];
    this.#seats.clear();
    await Promise.all(seats.map(async (seat) => {
      const task = seat.task;
      this.#free(seat);
      if (task) this.#fail(task, closing);
      await this.#end(seat.worker);
    }));
  }

  async #end(worker: Worker): Promise<void> {
    worker.ref();
    await new Promise<void>((resolve) => {
      const timer = this.#options.clock.setTimer(CLOSE_MS_MAX, () => { void worker.terminate(); resolve(); });
      worker.once('exit', () => { timer.cancel(); resolve(); });
      worker.postMessage({ type: 'close' } satisfies WorkerRequest<Job>);
    });
  }

  #add(job: Job | undefined, request: PoolRequest): PoolTask<Result> {
    let task: Task<Job, Result> | undefined;
    const result = new Promise<Result>((resolve, reject) => {
      task = {
        id: this.#taskCount++, job, transfer: request.transfer, resolve, reject, priority: request.priority, attempts: 0, isSettled: false,
      };
    });
    // Whoever cancels a job need not also catch it.
    result.catch(() => {});
    const added = task!;
    if (this.#isClosed) this.#fail(added, new ProviderError('aborted', `${this.#options.name} is closed`));
    else {
      this.#queue.push(added);
      this.#assign();
      this.#shed();
    }
    return { result, cancel: () => this.#cancel(added), raise: (priority) => { added.priority = Math.max(added.priority, priority); } };
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      const seat = this.#freeSeat();
      if (!seat) return;
      let best = 0;
      for (let index = 1; index < this.#queue.length; index += 1) if (this.#queue[index]!.priority > this.#queue[best]!.priority) best = index;
      this.#start(seat, this.#queue.splice(best, 1)[0]!);
    }
  }

  #freeSeat(): Seat<Job, Result> | undefined {
    for (const seat of this.#seats) if (!seat.task) return seat;
    return this.#seats.size < this.#options.workersMax ? this.#openSeat() : undefined;
  }

  #openSeat(): Seat<Job, Result> {
    // Flags of the process, such as a loader or a debugger, are not for the worker.
    const worker = new Worker(this.#options.url, { name: this.#options.name, execArgv: [] });
    const seat: Seat<Job, Result> = { worker, task: undefined, timer: undefined };
    let fault: unknown;
    seat.worker.on('message', (response: WorkerResponse<Result>) => this.#answered(seat, response));
    seat.worker.on('error', (error) => { fault = error; });
    seat.worker.on('exit', () => this.#lost(seat, fault));
    seat.worker.unref();
    this.#seats.add(seat);
    return seat;
  }

  #start(seat: Seat<Job, Result>, task: Task<Job, Result>): void {
    seat.task = task;
    task.attempts += 1;
    seat.worker.ref();
    seat.timer = this.#options.clock.setTimer(this.#options.jobMsMax, () => this.#hung(seat, task));
    const request: WorkerRequest<Job> = { type: 'job', id: task.id, job: task.job };
    seat.worker.postMessage(request, task.transfer ?? []);
  }

  #answered(seat: Seat<Job, Result>, response: WorkerResponse<Result>): void {
    const task = seat.task;
    if (!task || task.id !== response.id) return;
    this.#free(seat);
    if (!task.isSettled) {
      if ('error' in response) this.#fail(task, new ProviderError('vendor-fault', `${this.#options.name} failed`, { vendorMessage: response.error }));
      else {
        task.isSettled = true;
        task.resolve(response.result as Result);
      }
    }
    this.#assign();
  }

  /** A worker ended by itself: its job gets another worker, or fails. */
  #lost(seat: Seat<Job, Result>, fault: unknown): void {
    if (!this.#seats.delete(seat)) return;
    const task = seat.task;
    this.#free(seat);
    this.#options.logger.warn('a worker thread ended unexpectedly', { worker: this.#options.name, error: fault instanceof Error ? fault.message : String(fault) });
    if (task && !task.isSettled) {
      if (task.attempts < this.#options.attemptsMax && task.transfer === undefined) this.#queue.unshift(task);
      else this.#fail(task, new ProviderError('vendor-fault', `the worker thread of ${this.#options.name} ended`, { reason: fault }));
    }
    this.#assign();
  }

  #hung(seat: Seat<Job, Result>, task: Task<Job, Result>): void {
    this.#seats.delete(seat);
    this.#free(seat);
    this.#fail(task, new ProviderError('timeout', `${this.#options.name} took more than ${this.#options.jobMsMax} ms`));
    this.#options.logger.warn('a worker thread hung and was ended', { worker: this.#options.name, limitMs: this.#options.jobMsMax });
    void seat.worker.terminate().then(() => this.#assign(), () => {});
  }

  #free(seat: Seat<Job, Result>): void {
    seat.task = undefined;
    seat.timer?.cancel();
    seat.timer = undefined;
    seat.worker.unref();
  }

  #cancel(task: Task<Job, Result>): void {
    if (task.isSettled) return;
    const index = this.#queue.indexOf(task);
    if (index >= 0) this.#queue.splice(index, 1);
    for (const seat of this.#seats) if (seat.task === task) seat.worker.postMessage({ type: 'cancel', id: task.id } satisfies WorkerRequest<Job>);
    this.#fail(task, new ProviderError('aborted', 'the job was withdrawn'));
  }

  #shed(): void {
    while (this.#queue.length > this.#options.queueJobsMax) {
      let least = 0;
      for (let index = 1; index < this.#queue.length; index += 1) if (this.#queue[index]!.priority <= this.#queue[least]!.priority) least = index;
      this.#fail(this.#queue.splice(least, 1)[0]!, new ProviderError('rate-limit', `${this.#options.name} has ${this.#options.queueJobsMax} jobs waiting`));
    }
  }

  #fail(task: Task<Job, Result>, error: ProviderError): void {
    if (task.isSettled) return;
    task.isSettled = true;
    task.reject(error);
  }
}
