import type { AudioFormat, AudioSamples } from '@parley/plugin-sdk';

/** Formats that the vendor makes itself, so that nothing is encoded twice on the way to a telephone. */
export const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'pcm16', sampleRateHz: 24_000 },
  { encoding: 'pcm16', sampleRateHz: 48_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 },
];

export const isOffered = ({ encoding, sampleRateHz }: AudioFormat): boolean => FORMATS.some((format) => format.encoding === encoding && format.sampleRateHz === sampleRateHz);

/** A format as the vendor writes it. */
export const formatName = ({ encoding, sampleRateHz }: AudioFormat): string => `${encoding === 'mulaw' ? 'ulaw' : 'pcm'}_${sampleRateHz}`;

/** Whole samples of what has come; a byte that is half of one waits for its other half. */
export function createSamples({ encoding }: AudioFormat): (bytes: Buffer) => AudioSamples {
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
