import type { AudioFormat, SttOpenRequest } from '@parley/plugin-sdk';
import type OpenAI from 'openai';
import type { SttSettings } from './settings.js';

/** Formats that the vendor hears; that of telephones is not encoded twice. */
export const FORMATS: readonly AudioFormat[] = [{ encoding: 'pcm16', sampleRateHz: 24_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 }];

const HINTS_MAX = 100;
const HINT_CHARACTERS_MAX = 1_500;

/** Models that tell words while they are spoken; the others begin with the end of a stretch. */
export const isLive = (model: string): boolean => /live|realtime/.test(model);

/** These models take words as such; those before them take a text in whose manner they write. */
const takesKeywords = (model: string): boolean => /^gpt-(live-)?transcribe/.test(model);

function hintsOf(hints: readonly string[]): string[] {
  let characters = 0;
  return [...new Set(hints.map((hint) => hint.trim()))].filter((hint) => hint !== '').slice(0, HINTS_MAX).filter((hint) => (characters += hint.length) <= HINT_CHARACTERS_MAX);
}

type Transcription = OpenAI.Realtime.AudioTranscription & { readonly keywords?: string[] };

function transcriptionOf({ model, delay }: SttSettings, { language, hints = [] }: Pick<SttOpenRequest, 'language' | 'hints'>): Transcription {
  const [tag = ''] = language.toLowerCase().split('-');
  const words = hintsOf(hints);
  return {
    model, ...(tag.length === 2 ? { language: tag } : {}), ...(delay === undefined ? {} : { delay }),
    ...(words.length === 0 || model.includes('realtime') ? {} : takesKeywords(model) ? { keywords: words } : { prompt: words.join(', ') }),
  };
}

/** What is told at the beginning of each connection: the vendor only listens, and ends nothing by itself. */
export function sessionUpdate(settings: SttSettings, request: Pick<SttOpenRequest, 'language' | 'hints' | 'format'>): OpenAI.Realtime.SessionUpdateEvent {
  return {
    type: 'session.update',
    session: {
      type: 'transcription',
      audio: { input: {
        format: request.format.encoding === 'mulaw' ? { type: 'audio/pcmu' } : { type: 'audio/pcm', rate: 24_000 },
        transcription: transcriptionOf(settings, request), turn_detection: null,
        ...(settings.noiseReduction === 'off' ? {} : { noise_reduction: { type: settings.noiseReduction } }),
      } },
    },
  };
}
