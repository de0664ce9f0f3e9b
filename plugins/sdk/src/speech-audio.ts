import type { AudioFormat, AudioSamples } from './audio.js';
import { readUnder, type Deadline } from './deadline.js';
import { ProviderError } from './errors.js';
import type { TtsEvent } from './kinds/tts.js';

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
