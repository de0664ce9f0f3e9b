import type { RecordKind } from './frames.js';

/** Where a record's text lies on disk. */
export interface Place { readonly segmentId: number; readonly textAt: number; readonly textBytes: number }

/**
 * One record on its way through the journal. Its owner keeps the object; the journal fills in `place` once the record is
 * on disk.
 */
export interface JournalItem {
  readonly kind: RecordKind;
  /** JSON. May be given up by the owner once `place` is set, and read back. */
  text: string | undefined;
  /** Length of `text` in UTF-16 units: what it costs in memory, near enough. */
  readonly size: number;
  place: Place | undefined;
  /** Nobody needs it any more: it need not be written if it is not yet, and its segment may go. */
  isReleased: boolean;
  /** Events and recordings hold their segment until they are released; notes about them do not. */
  readonly isHolding: boolean;
}

export function journalItem(kind: RecordKind, text: string, isHolding: boolean): JournalItem {
  return { kind, text, size: text.length, place: undefined, isReleased: false, isHolding };
}
