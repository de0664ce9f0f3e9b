import { open, unlink, type FileHandle } from 'node:fs/promises';
import { WAV_HEADER_BYTES, wavHeader } from '../audio/wav.js';
import type { Patch } from './call-recording.js';
import { RECORDER_LIMITS } from './recorder-limits.js';
import { RECORDING_CHANNELS, RECORDING_FRAME_BYTES } from './wav-files.js';

/** A recording's file. Not for concurrent use. Every method but `finish` rejects with the file system's error. */
export class RecordingSink {
  readonly #path: string;
  readonly #sampleRateHz: number;
  readonly #folderReady: Promise<unknown>;
  #handle: FileHandle | undefined;
  /** End of the frames on disk. Frames that nobody wrote are holes, and read as silence. */
  #endFrame = 0;
  #headerFrame = 0;
  #rounds = 0;

  constructor(path: string, sampleRateHz: number, folderReady: Promise<unknown>) {
    this.#path = path;
    this.#sampleRateHz = sampleRateHz;
    this.#folderReady = folderReady;
  }

  async write(frame: number, bytes: Uint8Array): Promise<void> {
    const handle = await this.#open();
    const position = WAV_HEADER_BYTES + frame * RECORDING_FRAME_BYTES;
    if (position + bytes.length > RECORDER_LIMITS.fileBytesMax) throw new Error('the recording has reached the longest length of a WAV file');
    await writeAll(handle, bytes, position);
    this.#endFrame = Math.max(this.#endFrame, frame + bytes.length / RECORDING_FRAME_BYTES);
  }

  /** Rewrites one leg of frames that are on disk, and leaves the other. */
  async patch({ leg, frame, count, samples }: Patch): Promise<void> {
    const handle = await this.#open();
    const bytes = Buffer.alloc(count * RECORDING_FRAME_BYTES);
    const position = WAV_HEADER_BYTES + frame * RECORDING_FRAME_BYTES;
    await handle.read(bytes, 0, bytes.length, position);
    for (let index = 0; index < count; index++) bytes.writeInt16LE(samples?.[index] ?? 0, index * RECORDING_FRAME_BYTES + leg * 2);
    await this.write(frame, bytes);
  }

  /** Brings the header's length up to date every few rounds, so that a file without an end can be read. */
  async keepHeader(): Promise<void> {
    this.#rounds += 1;
    if (this.#rounds % RECORDER_LIMITS.headerRounds !== 0 || this.#endFrame === this.#headerFrame) return;
    await this.#writeHeader(await this.#open(), this.#endFrame);
  }

  /** Closes the file at `endFrame`, or where the disk refused. Answers the samples' bytes; `undefined` where nothing is left. */
  async finish(endFrame: number | undefined): Promise<number | undefined> {
    const handle = this.#handle;
    this.#handle = undefined;
    const frames = endFrame ?? this.#endFrame;
    if (!handle) return undefined;
    try {
      if (frames > 0) {
        await handle.truncate(WAV_HEADER_BYTES + frames * RECORDING_FRAME_BYTES);
        await this.#writeHeader(handle, frames);
        await handle.datasync();
      }
      await handle.close();
      if (frames > 0) return frames * RECORDING_FRAME_BYTES;
      await unlink(this.#path);
    } catch {
      // What is there stays there; the next process finds it and tries again.
      await handle.close().catch(() => undefined);
    }
    return undefined;
  }

  async #open(): Promise<FileHandle> {
    if (this.#handle) return this.#handle;
    await this.#folderReady;
    const handle = await open(this.#path, 'w+', 0o600);
    this.#handle = handle;
    await this.#writeHeader(handle, 0);
    return handle;
  }

  async #writeHeader(handle: FileHandle, frames: number): Promise<void> {
    await writeAll(handle, wavHeader({ sampleRateHz: this.#sampleRateHz, channels: RECORDING_CHANNELS, dataBytes: frames * RECORDING_FRAME_BYTES }), 0);
    this.#headerFrame = frames;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}
