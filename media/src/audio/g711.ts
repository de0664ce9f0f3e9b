/** Bytes of mu-law that mean silence (positive zero). */
export const MULAW_SILENCE = 0xff;

/** ITU-T G.711 adds this to the 14-bit magnitude, so that every segment begins at a power of two. */
const BIAS = 33;
const MAGNITUDE_MAX = 0x1fff;

/** G.711 table 2b: a byte's value, scaled from 14 to 16 bits. */
function expand(byte: number): number {
  const code = ~byte & 0xff;
  const segment = (code >> 4) & 0x07;
  const mantissa = code & 0x0f;
  const magnitude = (((mantissa << 1) + BIAS) << segment) - BIAS;
  return (code & 0x80) === 0 ? magnitude * 4 : -magnitude * 4;
}

/** G.711 table 2a: the byte of a 16-bit sample. A negative sample is taken by its one's complement, as in ITU-T G.191. */
function compress(sample: number): number {
  const magnitude = Math.min(((sample < 0 ? ~sample : sample) >> 2) + BIAS, MAGNITUDE_MAX);
  const segment = 26 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (segment + 1)) & 0x0f;
  const code = (segment << 4) | mantissa | (sample < 0 ? 0x80 : 0);
  return ~code & 0xff;
}

const DECODE = Int16Array.from({ length: 256 }, (_, byte) => expand(byte));
/** Indexed by the sample's 16 bits read as unsigned. 64 KiB for the process. */
const ENCODE = Uint8Array.from({ length: 65_536 }, (_, bits) => compress((bits << 16) >> 16));

/** The linear value of each mu-law byte; for decoders that fuse this step with another. Not to be written to. */
export const MULAW_TO_LINEAR: Readonly<Int16Array> = DECODE;

/** Mu-law bytes to 16-bit samples, one for one. `into` must be as long as `bytes`; a new array by default. */
export function decodeMulaw(bytes: Uint8Array, into: Int16Array = new Int16Array(bytes.length)): Int16Array {
  for (let index = 0; index < bytes.length; index++) into[index] = DECODE[bytes[index]!]!;
  return into;
}

/** 16-bit samples to mu-law bytes, one for one. `into` must be at least as long as `samples`; a new array by default. */
export function encodeMulaw(samples: Int16Array, into: Uint8Array = new Uint8Array(samples.length)): Uint8Array {
  for (let index = 0; index < samples.length; index++) into[index] = ENCODE[samples[index]! & 0xffff]!;
  return into;
}
