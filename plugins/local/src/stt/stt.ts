import { ProviderError, STT_SPEC, type AudioFormat, type PluginContext, type SttProvider } from '@parley/plugin-sdk';
import { sttSettings } from '../settings.js';
import { share } from '../workers/shared.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { workerUrl } from '../workers/worker-url.js';
import type { SttJob, SttJobResult } from './stt-job.js';
import { LocalSttSession } from './stt-session.js';

const FORMATS: readonly AudioFormat[] = [
  { encoding: 'mulaw', sampleRateHz: 8000 }, { encoding: 'pcm16', sampleRateHz: 8000 }, { encoding: 'pcm16', sampleRateHz: 16000 },
];
/** 12 s of speech take about 1 s; a busy machine may take ten times that. */
const JOB_MS_MAX = 20_000;
const JOBS_WAITING_MAX = 256;

/** Moonshine tiny (English) in worker threads that the process shares. */
export async function openStt(context: PluginContext): Promise<SttProvider> {
  const settings = sttSettings(context.settings);
  const shared = share(`stt:${settings.workersMax}`, () => {
    const pool = new WorkerPool<SttJob, SttJobResult>({
      name: 'speech to text', url: workerUrl('stt/stt-worker.js'), workersMax: settings.workersMax, clock: context.clock,
      logger: context.logger, jobMsMax: JOB_MS_MAX, queueJobsMax: JOBS_WAITING_MAX, attemptsMax: 2,
    });
    return { value: pool, close: async () => await pool.close() };
  });
  const sessions = new Set<LocalSttSession>();
  try {
    await shared.value.warm();
  } catch (error) {
    await shared.release();
    throw error;
  }
  return {
    spec: STT_SPEC,
    abilities: { hasPartials: settings.partials, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['en'] },
    async open(request) {
      if (request.signal.aborted) throw new ProviderError('aborted', 'the session was cancelled before it was opened');
      if (!FORMATS.some((format) => format.encoding === request.format.encoding && format.sampleRateHz === request.format.sampleRateHz)) {
        throw new ProviderError('bad-request', `${request.format.encoding} at ${request.format.sampleRateHz} Hz is not among the formats`);
      }
      if (!/^en\b/i.test(request.language)) throw new ProviderError('bad-request', `only English is understood, not "${request.language}"`);
      const session: LocalSttSession = new LocalSttSession(request, settings, shared.value, () => sessions.delete(session));
      sessions.add(session);
      return session;
    },
    async close() {
      await Promise.all([...sessions].map(async (session) => await session.close()));
      await shared.release();
    },
  };
}
