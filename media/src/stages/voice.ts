import { ProviderError, type AudioFormat, type TtsProvider } from '@parley/plugin-host';
import { decodeMulaw } from '../audio/g711.js';
import { StreamResampler } from '../audio/resampler.js';
import { CALL_LIMITS } from '../call/limits.js';
import type { WordTime } from './utterance.js';

export type VoiceEvent =
  | { readonly type: 'audio'; readonly samples: Int16Array }
  | { readonly type: 'timestamps'; readonly words: readonly WordTime[] };

/** How fast a voice speaks, as it has spoken so far: places words in audio that came without word times. */
export interface Pace {
  /** About 15 characters a second until something was learnt. */
  readonly msPerCharacter: number;
  learn(characters: number, durationMs: number): void;
}

/** Pieces shorter than this say little about the pace. */
const PACE_CHARACTERS_MIN = 10;
const PACE_WEIGHT = 0.7;

export function createPace(): Pace {
  let msPerCharacter = 65;
  let isLearnt = false;
  return {
    get msPerCharacter() {
      return msPerCharacter;
    },
    learn(characters, durationMs) {
      if (characters < PACE_CHARACTERS_MIN || durationMs <= 0) return;
      const measured = durationMs / characters;
      msPerCharacter = isLearnt ? PACE_WEIGHT * msPerCharacter + (1 - PACE_WEIGHT) * measured : measured;
      isLearnt = true;
    },
  };
}

/** Speech at the line's rate, whatever the provider delivers. */
export interface Voice {
  readonly sampleRateHz: 8000 | 16000;
  readonly pace: Pace;
  readonly textCharactersMax: number;
  /** Rejects with a `ProviderError`, also for audio that is none or has no end. */
  speak(request: { readonly text: string; readonly contextId: string; readonly isLast: boolean; readonly signal: AbortSignal }): AsyncIterable<VoiceEvent>;
}

/** Linear audio at the line's own rate where the provider has it, else the nearest above, else mu-law, else what there is. */
export function chooseFormat(formats: readonly AudioFormat[], sampleRateHz: 8000 | 16000): AudioFormat {
  const linear = formats.filter((format) => format.encoding === 'pcm16').toSorted((a, b) => a.sampleRateHz - b.sampleRateHz);
  const own = linear.find((format) => format.sampleRateHz === sampleRateHz);
  const mulaw = formats.find((format) => format.encoding === 'mulaw' && format.sampleRateHz === sampleRateHz);
  return own ?? mulaw ?? linear.find((format) => format.sampleRateHz > sampleRateHz) ?? linear.at(-1) ?? formats[0] ?? { encoding: 'pcm16', sampleRateHz };
}

export function createVoice(tts: TtsProvider, options: { readonly sampleRateHz: 8000 | 16000; readonly language: string; readonly voice: string | undefined }): Voice {
  const format = chooseFormat(tts.abilities.formats, options.sampleRateHz);
  return {
    sampleRateHz: options.sampleRateHz,
    pace: createPace(),
    textCharactersMax: tts.abilities.textCharactersMax,
    async *speak({ text, contextId, isLast, signal }) {
      const resampler = format.sampleRateHz === options.sampleRateHz ? undefined : new StreamResampler(format.sampleRateHz, options.sampleRateHz);
      let samplesLeft = (CALL_LIMITS.pieceAudioMsMax * options.sampleRateHz) / 1000;
      const request = { contextId, text, isLast, language: options.language, format, signal, ...(options.voice === undefined ? {} : { voice: options.voice }) };
      for await (const event of tts.synthesize(request)) {
        if (signal.aborted) return;
        if (event.type === 'timestamps') yield event;
        if (event.type !== 'audio') continue;
        const linear = toLinear(event.samples, format);
        const samples = resampler ? resampler.process(linear) : linear;
        samplesLeft -= samples.length;
        if (samplesLeft < 0) throw new ProviderError('vendor-fault', 'the voice does not end');
        if (samples.length > 0) yield { type: 'audio', samples };
      }
      const tail = resampler?.flush();
      if (tail && tail.length > 0 && !signal.aborted) yield { type: 'audio', samples: tail };
    },
  };
}

function toLinear(samples: Int16Array | Uint8Array, format: AudioFormat): Int16Array {
  if (format.encoding === 'mulaw' && samples instanceof Uint8Array) return decodeMulaw(samples);
  if (format.encoding === 'pcm16' && samples instanceof Int16Array) return samples;
  throw new ProviderError('vendor-fault', 'the voice delivered audio in another format than was asked for');
}
