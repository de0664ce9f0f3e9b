import { parentPort, type TransferListItem } from 'node:worker_threads';
import type { WorkerRequest, WorkerResponse } from './worker-protocol.js';

export interface JobContext {
  /** True once the main thread has lost interest; look at it between steps. */
  readonly isCancelled: () => boolean;
}

export interface JobOutcome<Result> {
  readonly result: Result;
  /** Buffers to hand over instead of copying. */
  readonly transfer?: readonly TransferListItem[];
}

/**
 * The worker's side of a {@link WorkerPool}: one job at a time, in the order of arrival. An error of a job is answered;
 * an error while loading ends the worker, which the pool reports.
 */
export function serveJobs<Job, Result>(handle: (job: Job, context: JobContext) => JobOutcome<Result> | Promise<JobOutcome<Result>>): void {
  const port = parentPort;
  if (!port) throw new Error('this module runs in a worker thread');
  const cancelled = new Set<number>();
  const waiting = new Set<number>();
  let line: Promise<void> = Promise.resolve();
  const answer = (response: WorkerResponse<Result>, transfer: readonly TransferListItem[] = []): void => port.postMessage(response, transfer);
  const work = async (id: number, job: Job | undefined): Promise<void> => {
    try {
      if (job === undefined) return answer({ id, result: undefined });
      const outcome = await handle(job, { isCancelled: () => cancelled.has(id) });
      answer({ id, result: outcome.result }, outcome.transfer);
    } catch (error) {
      answer({ id, error: error instanceof Error ? error.message : String(error) });
    } finally {
      cancelled.delete(id);
      waiting.delete(id);
    }
  };
  port.on('message', (request: WorkerRequest<Job>) => {
    if (request.type === 'cancel') {
      if (waiting.has(request.id)) cancelled.add(request.id);
    } else if (request.type === 'close') {
      for (const id of waiting) cancelled.add(id);
      // With the port closed nothing keeps this thread alive.
      void line.then(() => port.close());
    } else {
      waiting.add(request.id);
      line = line.then(() => work(request.id, request.job));
    }
  });
}
