/** How samples are written. `pcm16` is signed 16-bit little-endian linear; `mulaw` is G.711 mu-law. Always mono. */
export type AudioEncoding = 'pcm16' | 'mulaw';

export interface AudioFormat {
  readonly encoding: AudioEncoding;
  readonly sampleRateHz: 8000 | 16000 | 24000 | 48000;
}

/** Samples in the format that was agreed: `Int16Array` for `pcm16`, one byte a sample for `mulaw`. */
export type AudioSamples = Int16Array | Uint8Array;
