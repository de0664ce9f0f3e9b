import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { decodeMuLaw } from './mu-law.js';

/** Mono samples with their rate. */
export interface Sound { readonly samples: Int16Array; readonly sampleRateHz: number }

/** A file that is not a WAV this caller can play; the message says what is wrong with it. */
export class WavError extends Error {}

const RATE_HZ_MIN = 1_000;
const RATE_HZ_MAX = 384_000;

/** Reads 16-bit PCM or mu-law WAV of any rate; several channels are mixed to one. Throws {@link WavError}. */
export function readWav(path: string): Sound {
  let bytes: Buffer;
  try { bytes = readFileSync(path); } catch (error) { throw new WavError(`${path} cannot be read: ${(error as Error).message}`); }
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') throw new WavError(`${path} is no WAV file`);
  let format: { code: number; channels: number; rate: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = bytes.toString('latin1', at, at + 4);
    const length = Math.min(bytes.readUInt32LE(at + 4), bytes.length - at - 8);
    if (id === 'fmt ' && length >= 16) format = { code: bytes.readUInt16LE(at + 8), channels: bytes.readUInt16LE(at + 10), rate: bytes.readUInt32LE(at + 12), bits: bytes.readUInt16LE(at + 22) };
    if (id === 'data') {
      if (!format) throw new WavError(`${path} has its data before its format`);
      const samples = toMono(path, bytes.subarray(at + 8, at + 8 + length), format);
      if (samples.length === 0) break;
      return { samples, sampleRateHz: format.rate };
    }
    at += 8 + length + (length % 2);
  }
  throw new WavError(`${path} holds no audio`);
}

function toMono(path: string, data: Buffer, format: { code: number; channels: number; rate: number; bits: number }): Int16Array {
  const isPcm = (format.code === 1 || format.code === 0xfffe) && format.bits === 16;
  const isMuLaw = format.code === 7 && format.bits === 8;
  if (format.channels === 0 || format.rate < RATE_HZ_MIN || format.rate > RATE_HZ_MAX) throw new WavError(`${path} says it has ${format.channels} channels at ${format.rate} Hz; that cannot be played`);
  if (!isPcm && !isMuLaw) throw new WavError(`${path} must be 16-bit PCM or mu-law; it is format ${format.code} with ${format.bits} bits`);
  const read = isPcm ? (index: number) => data.readInt16LE(index * 2) : (index: number) => decodeMuLaw(data[index] ?? 0xff);
  const frames = Math.floor(data.length / (isPcm ? 2 : 1) / format.channels);
  const samples = new Int16Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0;
    for (let channel = 0; channel < format.channels; channel++) sum += read(frame * format.channels + channel);
    samples[frame] = Math.round(sum / format.channels);
  }
  return samples;
}

/** Writes 16-bit PCM, mono. Throws {@link WavError}. */
export function writeWav(path: string, { samples, sampleRateHz }: Sound): void {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  const bytes = Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
  try { writeFileSync(path, bytes); } catch (error) { throw new WavError(`${path} cannot be written: ${(error as Error).message}`); }
}

/** Throws {@link WavError} when no file could be written there later. Makes none. */
export function checkWritable(path: string): void {
  const isThere = existsSync(path);
  if (isThere && statSync(path).isDirectory()) throw new WavError(`${path} is a folder`);
  try { accessSync(isThere ? path : dirname(path), constants.W_OK); } catch (error) { throw new WavError(`${path} cannot be written: ${(error as Error).message}`); }
}

const TAPS = 32;

/** Converts the rate with a windowed sinc; a whole sound at a time, so there is no state to keep. */
export function resample(sound: Sound, sampleRateHz: number): Sound {
  if (sound.sampleRateHz === sampleRateHz) return sound;
  const ratio = sound.sampleRateHz / sampleRateHz;
  const cutoff = Math.min(1, 1 / ratio) * 0.95;
  const samples = new Int16Array(Math.floor(sound.samples.length / ratio));
  const reach = Math.ceil(TAPS / cutoff / 2);
  for (let index = 0; index < samples.length; index++) {
    const centre = index * ratio;
    let sum = 0;
    for (let tap = Math.ceil(centre - reach); tap <= centre + reach; tap++) {
      const distance = tap - centre;
      const phase = Math.PI * distance * cutoff;
      const sinc = distance === 0 ? 1 : Math.sin(phase) / phase;
      sum += (sound.samples[tap] ?? 0) * sinc * cutoff * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
    }
    samples[index] = Math.max(-32768, Math.min(32767, Math.round(sum)));
  }
  return { samples, sampleRateHz };
}
