import {
  isProviderError, ProviderError, toProviderError, TTS_SPEC, type AudioFormat, type PluginContext, type TtsEvent, type TtsProvider, type TtsRequest,
} from '@parley/plugin-sdk';
import { ttsSettings } from '../settings.js';
import { share } from '../workers/shared.js';
import { WorkerPool, type PoolTask } from '../workers/worker-pool.js';
import { workerUrl } from '../workers/worker-url.js';
import { hasWords, speechPieces } from './speech-text.js';
import type { TtsJob, TtsJobResult } from './tts-job.js';
import { VOICES } from './voices.js';

const FORMATS: readonly AudioFormat[] = [{ encoding: 'pcm16', sampleRateHz: 16000 }, { encoding: 'pcm16', sampleRateHz: 8000 }];
const TEXT_CHARACTERS_MAX = 5000;
/** A sentence takes about 100 ms. */
const JOB_MS_MAX = 15_000;
const JOBS_WAITING_MAX = 512;
/** Pieces under way at once for one request: the next is spoken while the first is being played. */
const PIECES_AHEAD = 2;

type TtsPool = WorkerPool<TtsJob, TtsJobResult>;

/** Flite in worker threads that the process shares. */
export async function openTts(context: PluginContext): Promise<TtsProvider> {
  const { workersMax } = ttsSettings(context.settings);
  const shared = share(`tts:${workersMax}`, () => {
    const pool: TtsPool = new WorkerPool<TtsJob, TtsJobResult>({
      name: 'text to speech', url: workerUrl('tts/tts-worker.js'), workersMax, clock: context.clock, logger: context.logger,
      jobMsMax: JOB_MS_MAX, queueJobsMax: JOBS_WAITING_MAX, attemptsMax: 2,
    });
    return { value: pool, close: async () => await pool.close() };
  });
  try {
    await shared.value.warm();
  } catch (error) {
    await shared.release();
    throw error;
  }
  return {
    spec: TTS_SPEC,
    abilities: { isStreaming: true, hasTimestamps: false, formats: FORMATS, languages: ['en'], textCharactersMax: TEXT_CHARACTERS_MAX },
    voices: async () => VOICES,
    synthesize: (request) => synthesize(shared.value, request),
    close: async () => await shared.release(),
  };
}

async function* synthesize(pool: TtsPool, request: TtsRequest): AsyncGenerator<TtsEvent> {
  const jobs = jobsOf(request);
  const tasks: PoolTask<TtsJobResult>[] = [];
  const cancel = (): void => { for (const task of tasks) task.cancel(); };
  request.signal.addEventListener('abort', cancel, { once: true });
  try {
    for (let index = 0; index < jobs.length; index += 1) {
      while (tasks.length < jobs.length && tasks.length < index + PIECES_AHEAD) {
        // What is heard next goes before what is heard later, of all calls.
        tasks.push(pool.run(jobs[tasks.length]!, { priority: -tasks.length }));
      }
      const { samples } = await tasks[index]!.result;
      requireGoing(request.signal);
      if (samples.length > 0) yield { type: 'audio', samples };
    }
    yield { type: 'usage', usage: { characters: request.text.length, requests: 1 } };
  } catch (error) {
    requireGoing(request.signal);
    throw isProviderError(error) ? error : toProviderError(error);
  } finally {
    request.signal.removeEventListener('abort', cancel);
    cancel();
  }
}

function requireGoing(signal: AbortSignal): void {
  if (signal.aborted) throw new ProviderError('aborted', 'the speech was cancelled');
}

function jobsOf(request: TtsRequest): readonly TtsJob[] {
  requireGoing(request.signal);
  const { format, text } = request;
  const voice = request.voice ?? VOICES[0]!.id;
  if (!VOICES.some((known) => known.id === voice)) throw new ProviderError('bad-request', `there is no voice "${voice}"`);
  if (format.encoding !== 'pcm16' || (format.sampleRateHz !== 8000 && format.sampleRateHz !== 16000)) {
    throw new ProviderError('bad-request', `${format.encoding} at ${format.sampleRateHz} Hz is not among the formats`);
  }
  if (text.length > TEXT_CHARACTERS_MAX) throw new ProviderError('bad-request', `a text may have ${TEXT_CHARACTERS_MAX} characters, not ${text.length}`);
  if (!/^en\b/i.test(request.language)) throw new ProviderError('bad-request', `only English is spoken, not "${request.language}"`);
  const pieces = speechPieces(text);
  if (pieces.length === 0 && /\p{L}/u.test(text) && !hasWords(text)) throw new ProviderError('bad-request', 'the text is in letters that the voice cannot read');
  const speed = Math.min(2, Math.max(0.5, request.speed ?? 1));
  const sampleRateHz = format.sampleRateHz;
  return pieces.map((piece) => ({ text: piece.text, pauseMs: piece.pauseMs, voice, speed, sampleRateHz }));
}
