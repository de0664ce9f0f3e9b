import { constants, readdirSync } from 'node:fs';
import { open, readFile, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginLogger } from '@parley/plugin-host';
import { scanFrames, SEGMENT_MAGIC, type FrameScan } from './frames.js';
import type { Place } from './journal-item.js';

const SEGMENT_NAME = /^(\d{10})\.journal$/;

export function segmentPath(folder: string, segmentId: number): string {
  return join(folder, `${String(segmentId).padStart(10, '0')}.journal`);
}

/** Numbers of the segments in a folder, oldest first; none where it cannot be read. Synchronous: once, before any call. */
export function listSegments(folder: string): number[] {
  let names: string[] = [];
  try { names = readdirSync(folder); } catch { return []; }
  return names.flatMap((name) => { const match = SEGMENT_NAME.exec(name); return match ? [Number(match[1])] : []; }).sort((left, right) => left - right);
}

/** Reads a segment and cuts off what a dying process left half written. */
export async function readSegment(folder: string, segmentId: number, logger: PluginLogger): Promise<FrameScan & { readonly cutBytes: number }> {
  const path = segmentPath(folder, segmentId);
  const file = await readFile(path);
  const scan = scanFrames(file);
  const cutBytes = file.length - scan.soundBytes;
  if (cutBytes > 0) {
    logger.warn('the end of a journal segment was torn and is cut off', { segmentId, cutBytes, soundBytes: scan.soundBytes });
    await truncate(path, scan.soundBytes);
  }
  return { ...scan, cutBytes };
}

export async function readPlace(folder: string, place: Place): Promise<string> {
  const handle = await open(segmentPath(folder, place.segmentId), 'r');
  try {
    const target = Buffer.allocUnsafe(place.textBytes);
    const { bytesRead } = await handle.read(target, 0, place.textBytes, place.textAt);
    if (bytesRead !== place.textBytes) throw new Error(`journal segment ${place.segmentId} is shorter than it was`);
    return target.toString('utf8');
  } finally {
    await handle.close();
  }
}

/** A segment being written. */
export interface OpenSegment {
  readonly id: number;
  readonly byteLength: number;
  /** On disk when it resolves. After a rejection the segment must be left: its end is unknown. */
  write(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
  /** Closes and deletes a segment that never came into use. */
  discard(): Promise<void>;
}

export async function createSegment(folder: string, segmentId: number): Promise<OpenSegment> {
  const handle = await open(segmentPath(folder, segmentId), constants.O_WRONLY | constants.O_CREAT, 0o600);
  let byteLength = 0;
  const segment: OpenSegment = {
    id: segmentId,
    get byteLength() { return byteLength; },
    async write(bytes) {
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, byteLength + at);
        at += bytesWritten;
      }
      await handle.datasync();
      byteLength += bytes.length;
    },
    async close() {
      await handle.close();
    },
    async discard() {
      await handle.close().catch(() => undefined);
      await removeSegment(folder, segmentId).catch(() => undefined);
    },
  };
  try {
    await segment.write(SEGMENT_MAGIC);
    await syncFolder(folder);
  } catch (error) {
    await segment.discard();
    throw error;
  }
  return segment;
}

/** Makes the folder's new entry survive a power cut; not every file system allows it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

export async function removeSegment(folder: string, segmentId: number): Promise<void> {
  await unlink(segmentPath(folder, segmentId));
}
