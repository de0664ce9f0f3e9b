import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WAV_HEADER_BYTES, wavHeader } from '../audio/wav.js';
import type { RecordingFile } from './recorder-port.js';

/** Caller left, agent right, 16 bits each. */
export const RECORDING_CHANNELS = 2;
export const RECORDING_FRAME_BYTES = RECORDING_CHANNELS * 2;

const NAME_BYTES_MAX = 200;

export function recordingsFolder(dataDir: string): string {
  return join(dataDir, 'media', 'recordings');
}

/** A call's file; whatever an id holds, the name stays within the folder. */
export function recordingPath(dataDir: string, callId: string): string {
  return join(recordingsFolder(dataDir), `${encodeURIComponent(callId).slice(0, NAME_BYTES_MAX)}.wav`);
}

/** Recordings on disk, by call. */
export async function listRecordings(dataDir: string): Promise<Map<string, string>> {
  const folder = recordingsFolder(dataDir);
  const names = await readdir(folder).catch((): string[] => []);
  const found = new Map<string, string>();
  for (const name of names) {
    if (!name.endsWith('.wav')) continue;
    try { found.set(decodeURIComponent(name.slice(0, -4)), join(folder, name)); } catch { /* Not a name that was written here. */ }
  }
  return found;
}

/** SHA-256 of a file, read in pieces of 64 KiB: about 50 us of the event loop each. */
export async function hashFile(path: string, byteLength: number): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(path, { highWaterMark: 65_536, end: Math.max(0, byteLength - 1) });
  for await (const part of stream as AsyncIterable<Buffer>) hash.update(part);
  return hash.digest('hex');
}

/**
 * Makes a file whose writer died a whole one: the header is written to fit what is there. `undefined` where it holds no
 * sample. Rejects with the file system's error.
 */
export async function repairRecording(path: string): Promise<RecordingFile | undefined> {
  const handle = await open(path, 'r+');
  let dataBytes = 0;
  let sampleRateHz = 0;
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(WAV_HEADER_BYTES);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    if (bytesRead < head.length || head.toString('latin1', 0, 4) !== 'RIFF') return undefined;
    sampleRateHz = head.readUInt32LE(24);
    dataBytes = Math.floor((size - WAV_HEADER_BYTES) / RECORDING_FRAME_BYTES) * RECORDING_FRAME_BYTES;
    if (dataBytes === 0 || sampleRateHz === 0) return undefined;
    await handle.truncate(WAV_HEADER_BYTES + dataBytes);
    await handle.write(wavHeader({ sampleRateHz, channels: RECORDING_CHANNELS, dataBytes }), 0, WAV_HEADER_BYTES, 0);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  return describeRecording(path, sampleRateHz, dataBytes);
}

export async function describeRecording(path: string, sampleRateHz: number, dataBytes: number): Promise<RecordingFile> {
  const byteLength = WAV_HEADER_BYTES + dataBytes;
  const durationMs = Math.round((dataBytes / RECORDING_FRAME_BYTES / sampleRateHz) * 1_000);
  return { path, durationMs, byteLength, sampleRateHz, sha256: await hashFile(path, byteLength) };
}
