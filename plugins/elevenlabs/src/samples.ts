import type { AudioFormat } from '@parley/plugin-sdk';

/** Formats that the vendor makes itself, so that nothing is encoded twice on the way to a telephone. */
export const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'pcm16', sampleRateHz: 24_000 },
  { encoding: 'pcm16', sampleRateHz: 48_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 },
];

/** A format as the vendor writes it. */
export const formatName = ({ encoding, sampleRateHz }: AudioFormat): string => `${encoding === 'mulaw' ? 'ulaw' : 'pcm'}_${sampleRateHz}`;
