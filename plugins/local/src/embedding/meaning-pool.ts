import type { PluginContext } from '@parley/plugin-sdk';
import { share, type Share } from '../workers/shared.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { workerUrl } from '../workers/worker-url.js';
import type { MeaningJob, MeaningResult } from './meaning-job.js';

export type MeaningPool = WorkerPool<MeaningJob, MeaningResult>;

/** 64 texts take under a second. */
const JOB_MS_MAX = 30_000;
const JOBS_WAITING_MAX = 512;

/** A question of a caller goes before the embedding of documents. */
export const MEANING_PRIORITY = { search: 2, learn: 2, embed: 1 } as const;

/** The one worker thread of the process that holds the sentence encoder and what agents know. */
export function shareMeaning({ clock, logger }: PluginContext): Share<MeaningPool> {
  return share('meaning', () => {
    const pool: MeaningPool = new WorkerPool<MeaningJob, MeaningResult>({
      name: 'text embedding', url: workerUrl('embedding/meaning-worker.js'), workersMax: 1, clock, logger,
      jobMsMax: JOB_MS_MAX, queueJobsMax: JOBS_WAITING_MAX, attemptsMax: 2,
    });
    return { value: pool, close: async () => await pool.close() };
  });
}
