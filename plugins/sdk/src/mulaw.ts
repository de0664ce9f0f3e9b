// ITU-T G.711 mu-law. The tables are built once: 64 Ki + 256 entries, so that a sample costs one look-up either way.
const BIAS = 0x84;
const CLIP = 32_635;

function encodeOne(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(CLIP, Math.abs(sample)) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function decodeOne(byte: number): number {
  const value = ~byte & 0xff;
  const magnitude = ((((value & 0x0f) << 3) + BIAS) << ((value >> 4) & 0x07)) - BIAS;
  return (value & 0x80) === 0 ? magnitude : -magnitude;
}

const ENCODED = Uint8Array.from({ length: 65_536 }, (_, index) => encodeOne((index << 16) >> 16));
const DECODED = Int16Array.from({ length: 256 }, (_, byte) => decodeOne(byte));

/** G.711 mu-law bytes of 16-bit linear samples, one byte a sample. */
export function mulawFromPcm16(samples: Int16Array): Uint8Array {
  const encoded = new Uint8Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) encoded[index] = ENCODED[samples[index]! & 0xffff]!;
  return encoded;
}

/** 16-bit linear samples of G.711 mu-law bytes. */
export function pcm16FromMulaw(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) samples[index] = DECODED[bytes[index]!]!;
  return samples;
}
