import {
  checkSpeech, ProviderError, TTS_SPEC, type AudioFormat, type Clock, type PluginContext, type TtsEvent, type TtsProvider, type TtsRequest,
  type TtsVoice,
} from '@parley/plugin-sdk';
import { delay, throwIfAborted } from './delay.js';
import { cutStream, FaultPlan, playFault, type Fault } from './faults.js';
import { ttsSettings, type TtsSettings } from './settings.js';
import { renderSpeech, spokenDurationMs, spokenWords, type SpeechTiming } from './speech.js';

const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 8000 }, { encoding: 'pcm16', sampleRateHz: 16000 }, { encoding: 'pcm16', sampleRateHz: 24000 },
  { encoding: 'pcm16', sampleRateHz: 48000 }, { encoding: 'mulaw', sampleRateHz: 8000 },
];
const PITCH_HZ: Readonly<Record<string, number>> = { low: 150, high: 300 };

/** A voice that hums each letter, on the clock it is given. */
export async function openTts(context: PluginContext): Promise<TtsProvider> {
  const settings = ttsSettings.parse(context.settings);
  const faults = new FaultPlan(settings.faults);
  const voices: readonly TtsVoice[] = Object.keys(PITCH_HZ).map((id) => ({
    id, name: `Simulated, ${id}`, language: settings.languages[0] ?? 'en', gender: 'neutral',
  }));
  return {
    spec: TTS_SPEC,
    abilities: {
      isStreaming: true, hasTimestamps: settings.hasTimestamps, formats: FORMATS, languages: settings.languages,
      textCharactersMax: settings.textCharactersMax,
    },
    voices: async () => voices,
    synthesize: (request) => synthesize(request, settings, context.clock, faults),
    async close() {},
  };
}

function check(request: TtsRequest, settings: TtsSettings): void {
  const { voice } = request;
  checkSpeech(request, { formats: FORMATS, textCharactersMax: settings.textCharactersMax });
  if (voice !== undefined && !(voice in PITCH_HZ)) throw new ProviderError('bad-request', `there is no voice "${voice}"`);
}

async function* synthesize(request: TtsRequest, settings: TtsSettings, clock: Clock, faults: FaultPlan): AsyncGenerator<TtsEvent> {
  throwIfAborted(request.signal);
  check(request, settings);
  const fault = faults.next();
  const startedAtMs = clock.nowMs();
  await playFault(fault, clock, request.signal);
  const timing: SpeechTiming = { msPerCharacter: settings.msPerCharacter, speed: request.speed ?? 1 };
  const durationMs = spokenDurationMs(request.text, timing);
  if (durationMs === 0) return;
  await delay(clock, startedAtMs + settings.firstAudioMs - clock.nowMs(), request.signal);
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'garbage') {
    // Half a sample in bytes, where whole samples of the agreed format are due.
    yield { type: 'audio', samples: new Uint8Array([0x7f]).subarray(0, request.format.encoding === 'mulaw' ? 0 : 1) };
    return;
  }
  if (settings.hasTimestamps) yield { type: 'timestamps', words: spokenWords(request.text, timing) };
  yield* chunks({ request, settings, clock, fault, startedAtMs, timing, durationMs });
  yield { type: 'usage', usage: { characters: request.text.length, audioMs: durationMs, requests: 1 } };
}

async function* chunks(work: {
  request: TtsRequest; settings: TtsSettings; clock: Clock; fault: Fault | undefined; startedAtMs: number; timing: SpeechTiming;
  durationMs: number;
}): AsyncGenerator<TtsEvent> {
  const { request, settings, clock, timing } = work;
  const rate = request.format.sampleRateHz;
  const sampleCount = Math.round((work.durationMs * rate) / 1000);
  const chunkSamples = Math.max(1, Math.round((settings.chunkMs * rate) / 1000));
  const stepCount = Math.ceil(sampleCount / chunkSamples);
  const pitchHz = PITCH_HZ[request.voice ?? 'low'] ?? 150;
  for (let step = 0; step < stepCount; step += 1) {
    const dueMs = work.startedAtMs + settings.firstAudioMs + step * settings.chunkMs * settings.realTimeFactor;
    await delay(clock, dueMs - clock.nowMs(), request.signal);
    await cutStream(work.fault, { step, stepCount, elapsedMs: clock.nowMs() - work.startedAtMs }, request.signal);
    const range = { from: step * chunkSamples, to: Math.min(sampleCount, (step + 1) * chunkSamples) };
    yield { type: 'audio', samples: renderSpeech(request.text, range, timing, request.format, pitchHz) };
    throwIfAborted(request.signal);
  }
}
