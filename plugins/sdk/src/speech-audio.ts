import type { AudioFormat, AudioSamples } from './audio.js';
import { readUnder, type Deadline } from './deadline.js';
import { ProviderError } from './errors.js';
import type { SttOpenRequest } from './kinds/stt.js';
import type { TtsAbilities, TtsEvent, TtsRequest, TtsVoice } from './kinds/tts.js';

/** Whether a format is one of those offered. */
export const isOffered = (formats: readonly AudioFormat[], { encoding, sampleRateHz }: AudioFormat): boolean => formats.some((format) => format.encoding === encoding && format.sampleRateHz === sampleRateHz);

/** Whether a text has letters or digits; without them a voice has nothing to say. */
export const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Whether a request has something to say. A text that is too long, and a format that is not offered, are refused as `bad-request`. */
export function checkSpeech({ text, format }: Pick<TtsRequest, 'text' | 'format'>, { textCharactersMax, formats }: Pick<TtsAbilities, 'textCharactersMax' | 'formats'>): boolean {
  if (text.length > textCharactersMax) throw new ProviderError('bad-request', `A request may have ${textCharactersMax} characters, not ${text.length}.`);
  if (!isOffered(formats, format)) throw new ProviderError('bad-request', `The vendor does not make ${format.encoding} at ${format.sampleRateHz} Hz.`);
  return hasWords(text);
}

/** Refuses a call in a format that is not heard, as `bad-request`. */
export function checkHearing({ format }: Pick<SttOpenRequest, 'format'>, formats: readonly AudioFormat[]): void {
  if (!isOffered(formats, format)) throw new ProviderError('bad-request', `The vendor does not take ${format.encoding} at ${format.sampleRateHz} Hz.`);
}

/** Voices with the one of those who name none first, where it is among them. */
export const chosenFirst = (voices: readonly TtsVoice[], id: string): readonly TtsVoice[] => voices.toSorted((one, other) => Number(other.id === id) - Number(one.id === id));

/** Whole samples of what has come; a byte that is half of one waits for its other half. One reader for each stream. */
export function createSamples({ encoding }: AudioFormat): (bytes: Uint8Array) => AudioSamples {
  if (encoding === 'mulaw') return (bytes) => new Uint8Array(bytes);
  let rest: Uint8Array = new Uint8Array(0);
  return (bytes) => {
    const all = Buffer.concat([rest, bytes]);
    const count = all.length >> 1;
    rest = new Uint8Array(all.subarray(count * 2));
    const samples = new Int16Array(count);
    for (let index = 0; index < count; index += 1) samples[index] = all.readInt16LE(index * 2);
    return samples;
  };
}

/** The bytes of samples, as a copy. */
export const bytesOf = (samples: AudioSamples): Buffer => Buffer.from(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));

/** The words of text to speech's silence: audio was due, and none came. */
export const noAudio = (): ProviderError => new ProviderError('vendor-fault', 'No audio came for a text with words.');

/** Speech that comes as bare bytes, until its end; throws {@link noAudio} where there was none. */
export async function* readSpeech(deadline: Deadline, source: AsyncIterable<Uint8Array>, format: AudioFormat): AsyncGenerator<TtsEvent> {
  const samplesOf = createSamples(format);
  let isHeard = false;
  for await (const bytes of readUnder(deadline, source)) {
    const samples = samplesOf(bytes);
    if (samples.length === 0) continue;
    isHeard = true;
    yield { type: 'audio', samples };
  }
  if (!isHeard) throw noAudio();
}
