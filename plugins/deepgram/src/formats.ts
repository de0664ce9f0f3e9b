import type { AudioFormat } from '@parley/plugin-sdk';

/** Formats that the vendor hears and makes itself, so that nothing is encoded twice on the way from and to a telephone. */
export const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'pcm16', sampleRateHz: 24_000 },
  { encoding: 'pcm16', sampleRateHz: 48_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 },
];

/** A format as the vendor writes it. */
export const formatQuery = ({ encoding, sampleRateHz }: AudioFormat): Record<string, string> => ({ encoding: encoding === 'mulaw' ? 'mulaw' : 'linear16', sample_rate: String(sampleRateHz) });

export const bytesPerSample = ({ encoding }: AudioFormat): number => (encoding === 'mulaw' ? 1 : 2);
