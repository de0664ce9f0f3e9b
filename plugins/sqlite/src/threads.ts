import { Worker } from 'node:worker_threads';
import { ProviderError } from '@parley/plugin-sdk';
import type { Answer, Job } from './job.js';

/** Each has a copy of the file. */
const THREADS_MAX = 2;
const WAITING_MAX = 100;
/** JavaScript's own memory in a thread; SQLite has a limit of its own. */
const HEAP_MEGABYTES_MAX = 256;

/** The compiled worker, also where this module is run from src/: Node 20 starts no TypeScript. */
const WORKER = new URL('../dist/sqlite-worker.js', import.meta.url);

const gone = () => new ProviderError('aborted', 'The request was given up.');

/** Threads that each do one job at a time. A job that is given up takes its thread with it: SQLite cannot be interrupted from outside. */
export class Threads {
  readonly #idle: Worker[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #closing = new AbortController();
  #running = 0;

  async run(job: Job, signal: AbortSignal): Promise<Answer> {
    await this.#enter(signal);
    try {
      if (this.#closing.signal.aborted || signal.aborted) throw gone();
      const thread = this.#idle.pop() ?? this.#start();
      const answer = await this.#ask(thread, job, signal);
      if (this.#closing.signal.aborted) void thread.terminate();
      else { thread.unref(); this.#idle.push(thread); }
      return answer;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all(this.#idle.splice(0).map((thread) => thread.terminate()));
  }

  #enter(signal: AbortSignal): Promise<void> | void {
    if (this.#running < THREADS_MAX) { this.#running += 1; return; }
    if (this.#waiting.length >= WAITING_MAX) throw new ProviderError('rate-limit', `More than ${WAITING_MAX} queries wait for this database.`);
    return new Promise((resolve, reject) => {
      const wake = () => { signal.removeEventListener('abort', leave); this.#running += 1; resolve(); };
      const leave = () => { this.#waiting.splice(this.#waiting.indexOf(wake), 1); reject(gone()); };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(wake);
    });
  }

  #start(): Worker {
    const thread = new Worker(WORKER, { name: 'sqlite', execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX } });
    // Its end is told by `exit`.
    thread.on('error', () => undefined);
    thread.on('exit', () => { const place = this.#idle.indexOf(thread); if (place >= 0) this.#idle.splice(place, 1); });
    return thread;
  }

  #ask(thread: Worker, job: Job, signal: AbortSignal): Promise<Answer> {
    const { signal: closing } = this.#closing;
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        for (const each of [signal, closing]) each.removeEventListener('abort', onAbort);
        thread.removeListener('message', onMessage);
        thread.removeListener('exit', onExit);
        end();
      };
      const onMessage = (answer: Answer) => { settle(() => { resolve(answer); }); };
      const onExit = () => { settle(() => { reject(new ProviderError('vendor-fault', 'The thread of the database ended: a query may have needed too much memory.')); }); };
      const onAbort = () => { settle(() => { void thread.terminate(); reject(gone()); }); };
      for (const each of [signal, closing]) each.addEventListener('abort', onAbort, { once: true });
      thread.on('message', onMessage);
      thread.once('exit', onExit);
      thread.ref();
      thread.postMessage(job);
    });
  }
}
