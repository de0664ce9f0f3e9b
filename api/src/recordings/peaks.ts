import { open, type FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { LIMITS } from '../limits.js';

/** The file is not a 16-bit stereo PCM WAV. */
export class WavError extends Error {}

export interface WavFacts { readonly durationMs: number; readonly sampleRateHz: number; readonly peaks: { readonly left: number[]; readonly right: number[] } }

interface WavLayout { readonly sampleRateHz: number; readonly dataStart: number; readonly dataBytes: number }

const FRAME_BYTES = 4;
/** One slice is worked through without giving way: about a millisecond. */
const SLICE_BYTES = 256 * 1024;

/** Reads a stereo WAV once, in slices that leave the event loop free, and finds the highest sample of each step. */
export async function measureWav(path: string): Promise<WavFacts> {
  const file = await open(path, 'r');
  try {
    const { sampleRateHz, dataStart, dataBytes } = await readLayout(file);
    const frames = Math.floor(dataBytes / FRAME_BYTES);
    const durationMs = Math.round((frames / sampleRateHz) * 1_000);
    const steps = Math.min(LIMITS.peaksMax, Math.max(1, Math.ceil((frames / sampleRateHz) * LIMITS.peaksPerSecond)));
    return { durationMs, sampleRateHz, peaks: await readPeaks(file, dataStart, frames, steps) };
  } finally {
    await file.close();
  }
}

async function readPeaks(file: FileHandle, dataStart: number, frames: number, steps: number) {
  const left = Array.from({ length: steps }, () => 0);
  const right = Array.from({ length: steps }, () => 0);
  const slice = Buffer.allocUnsafe(SLICE_BYTES);
  for (let frame = 0; frame < frames;) {
    const wanted = Math.min(SLICE_BYTES, (frames - frame) * FRAME_BYTES);
    const { bytesRead } = await file.read(slice, 0, wanted, dataStart + frame * FRAME_BYTES);
    const read = Math.floor(bytesRead / FRAME_BYTES);
    if (read === 0) break;
    for (let index = 0; index < read; index++) {
      const step = Math.floor(((frame + index) * steps) / frames);
      const one = Math.abs(slice.readInt16LE(index * FRAME_BYTES)) >> 7;
      const other = Math.abs(slice.readInt16LE(index * FRAME_BYTES + 2)) >> 7;
      if (one > left[step]!) left[step] = Math.min(255, one);
      if (other > right[step]!) right[step] = Math.min(255, other);
    }
    frame += read;
    await setImmediate();
  }
  return { left, right };
}

/** Finds format and samples among the chunks of a RIFF file. A length that was never filled in means "to the end". */
async function readLayout(file: FileHandle): Promise<WavLayout> {
  const { size } = await file.stat();
  const head = Buffer.alloc(12);
  await file.read(head, 0, 12, 0);
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') throw new WavError('The file is not a WAV.');
  let sampleRateHz: number | undefined;
  for (let position = 12; position + 8 <= size;) {
    const chunk = Buffer.alloc(24);
    await file.read(chunk, 0, 24, position);
    const name = chunk.toString('latin1', 0, 4);
    const length = chunk.readUInt32LE(4);
    if (name === 'fmt ') {
      const [format, channels, bits] = [chunk.readUInt16LE(8), chunk.readUInt16LE(10), chunk.readUInt16LE(22)];
      if ((format !== 1 && format !== 0xfffe) || channels !== 2 || bits !== 16) throw new WavError('The WAV must be 16-bit stereo PCM.');
      sampleRateHz = chunk.readUInt32LE(12);
    }
    if (name === 'data' && sampleRateHz) return { sampleRateHz, dataStart: position + 8, dataBytes: Math.min(length === 0xffffffff || length === 0 ? size : length, size - position - 8) };
    position += 8 + length + (length % 2);
  }
  throw new WavError('The WAV has no samples.');
}
