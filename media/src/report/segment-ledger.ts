import type { PluginLogger } from '@parley/plugin-host';
import { removeSegment } from './segments.js';

/** Who still needs which segment. Segments go oldest first, so that what is left is always the journal's tail. */
export interface SegmentLedger {
  readonly latestId: number;
  readonly count: number;
  /** Bytes of the closed segments. */
  readonly bytes: number;
  open(segmentId: number): void;
  close(segmentId: number, byteLength: number): void;
  hold(segmentId: number): void;
  release(segmentId: number): void;
  /** Resolves when deletions under way are done. */
  settle(): Promise<void>;
}

export function createSegmentLedger(folder: string, logger: PluginLogger, found: readonly number[]): SegmentLedger {
  const segments = new Map<number, { held: number; byteLength: number; isOpen: boolean }>();
  for (const id of found) segments.set(id, { held: 1, byteLength: 0, isOpen: false });
  const latestId = Math.max(0, ...found);
  let bytes = 0;
  let removing: Promise<void> = Promise.resolve();
  let hasNewer = false;

  function sweep(): void {
    // What the calls of an older process said may go once this process has written where they stand.
    if (!hasNewer) return;
    for (const [id, segment] of segments) {
      if (segment.isOpen || segment.held > 0 || segments.size === 1) return;
      segments.delete(id);
      bytes -= segment.byteLength;
      removing = removing.then(() => removeSegment(folder, id)).catch((error: unknown) => logger.warn('a journal segment could not be deleted', { segmentId: id, error: String(error) }));
    }
  }

  return {
    latestId,
    get count() { return segments.size; },
    get bytes() { return bytes; },
    open(segmentId) {
      segments.set(segmentId, { held: 0, byteLength: 0, isOpen: true });
      hasNewer = true;
      sweep();
    },
    close(segmentId, byteLength) {
      const segment = segments.get(segmentId);
      if (!segment) return;
      segment.isOpen = false;
      segment.byteLength = byteLength;
      bytes += byteLength;
      sweep();
    },
    hold(segmentId) {
      const segment = segments.get(segmentId);
      if (segment) segment.held += 1;
    },
    release(segmentId) {
      const segment = segments.get(segmentId);
      if (!segment) return;
      segment.held -= 1;
      sweep();
    },
    settle: () => removing,
  };
}
