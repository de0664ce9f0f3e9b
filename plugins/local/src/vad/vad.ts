import { VAD_SPEC, type PluginContext, type VadOpenRequest, type VadProvider, type VadSession } from '@parley/plugin-sdk';
import { vadSettings } from '../settings.js';
import { share } from '../workers/shared.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { workerUrl } from '../workers/worker-url.js';
import { SILERO_WINDOW } from './silero-window.js';
import type { VadJob, VadJobResult } from './vad-job.js';
import { WindowBatcher, type VadStats } from './window-batcher.js';

/** A batch of 200 windows takes about 10 ms; loading the model, a second. */
const JOB_MS_MAX = 10_000;

export interface LocalVadProvider extends VadProvider {
  /** Of all calls of the process that share this worker, by rate. */
  readonly stats: Readonly<Record<8000 | 16000, VadStats>>;
}

/** Silero v5 in one worker thread of the process; the windows of all its calls run as one batch. */
export async function openVad(context: PluginContext): Promise<LocalVadProvider> {
  const settings = vadSettings(context.settings);
  const shared = share(`vad:${JSON.stringify(settings)}`, () => {
    const pool = new WorkerPool<VadJob, VadJobResult>({
      name: 'speech detection', url: workerUrl('vad/vad-worker.js'), workersMax: 1, clock: context.clock, logger: context.logger,
      jobMsMax: JOB_MS_MAX, queueJobsMax: 8, attemptsMax: 1,
    });
    const batcher = (sampleRateHz: 8000 | 16000): WindowBatcher => new WindowBatcher({ ...settings, sampleRateHz, pool, clock: context.clock });
    const batchers = { 8000: batcher(8000), 16000: batcher(16000) };
    const close = async (): Promise<void> => {
      batchers[8000].close();
      batchers[16000].close();
      await pool.close();
    };
    return { value: { pool, batchers }, close };
  });
  const { pool, batchers } = shared.value;
  try {
    await pool.warm();
  } catch (error) {
    await shared.release();
    throw error;
  }
  return {
    spec: VAD_SPEC,
    abilities: { windowSamples: SILERO_WINDOW },
    get stats() {
      return { 8000: batchers[8000].stats, 16000: batchers[16000].stats };
    },
    async open(request: VadOpenRequest): Promise<VadSession> {
      return batchers[request.sampleRateHz].open(request);
    },
    close: async () => await shared.release(),
  };
}
