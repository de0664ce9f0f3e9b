import { crc32 } from 'node:zlib';
import { REPORT_LIMITS } from './limits.js';

/** First bytes of a segment file: name and version of the format. */
export const SEGMENT_MAGIC = Buffer.from('PRLYJNL1', 'latin1');

/**
 * What a record of the journal says. Its text is JSON.
 *
 * - `EVENT` a call event, as it goes to api
 * - `ACCEPTED` {@link AcceptedRecord}: api holds the call's events up to here
 * - `RECORDING` {@link RecordingUpload}: a finished file waits for its upload
 * - `UPLOADED` `{callId}`
 * - `CALL` {@link CallRecord}: a call that is not over, as known when a segment was begun
 * - `NOTHING` a record that was given up before it was written
 */
export const RECORD_KIND = { EVENT: 1, ACCEPTED: 2, RECORDING: 3, UPLOADED: 4, CALL: 5, NOTHING: 6 } as const;
export type RecordKind = (typeof RECORD_KIND)[keyof typeof RECORD_KIND];

/** Every field of a record before its text: length (u32), CRC-32 of what follows (u32), kind (u8). Little-endian. */
export const FRAME_HEAD_BYTES = 9;

/** Writes one record at `at`, and answers where it ends; `undefined` where `target` is too short. */
export function writeFrame(target: Buffer, at: number, kind: RecordKind, text: string): number | undefined {
  // A UTF-16 unit takes at most three bytes; measuring exactly is only worth it at the buffer's end.
  if (at + FRAME_HEAD_BYTES + text.length * 3 > target.length && at + FRAME_HEAD_BYTES + Buffer.byteLength(text) > target.length) return undefined;
  const textAt = at + FRAME_HEAD_BYTES;
  const textBytes = target.write(text, textAt, 'utf8');
  target[at + 8] = kind;
  target.writeUInt32LE(textBytes + 1, at);
  target.writeUInt32LE(crc32(target.subarray(at + 8, textAt + textBytes)), at + 4);
  return textAt + textBytes;
}

export interface Frame {
  readonly kind: number;
  readonly text: string;
  /** Where the record's text lies in the file, in bytes. */
  readonly textAt: number;
  readonly textBytes: number;
}

export interface FrameScan {
  readonly frames: readonly Frame[];
  /** Bytes of the file that are whole records; what follows was being written when the process died. */
  readonly soundBytes: number;
}

/** Reads records until the end or the first that is not whole. A file that does not begin as a segment is sound for 0 bytes. */
export function scanFrames(file: Buffer): FrameScan {
  const frames: Frame[] = [];
  if (file.length < SEGMENT_MAGIC.length || !file.subarray(0, SEGMENT_MAGIC.length).equals(SEGMENT_MAGIC)) return { frames, soundBytes: 0 };
  let at = SEGMENT_MAGIC.length;
  while (at + FRAME_HEAD_BYTES <= file.length) {
    const length = file.readUInt32LE(at);
    const end = at + 8 + length;
    if (length < 1 || length > REPORT_LIMITS.recordBytesMax || end > file.length) break;
    if (crc32(file.subarray(at + 8, end)) !== file.readUInt32LE(at + 4)) break;
    const textAt = at + FRAME_HEAD_BYTES;
    frames.push({ kind: file[at + 8]!, text: file.toString('utf8', textAt, end), textAt, textBytes: length - 1 });
    at = end;
  }
  return { frames, soundBytes: at };
}
