import { mkdir } from 'node:fs/promises';
import type { Clock, PluginLogger, Timer } from '@parley/plugin-host';
import { FRAME_HEAD_BYTES, RECORD_KIND, writeFrame } from './frames.js';
import { journalItem, type JournalItem } from './journal-item.js';
import { REPORT_LIMITS } from './limits.js';
import { createSegmentLedger, type SegmentLedger } from './segment-ledger.js';
import { createSegment, readPlace, type OpenSegment } from './segments.js';

export interface JournalOptions {
  readonly folder: string;
  /** Segments of earlier processes; each is held once until {@link Journal.releaseSegment}. */
  readonly found: readonly number[];
  readonly clock: Clock;
  readonly logger: PluginLogger;
  /** Texts of {@link RECORD_KIND.CALL} for every call that is not over: they open each segment, so that older ones may go. */
  readonly openCalls: () => readonly string[];
  /** In the order of `append`, once per item: it is on disk, or (without `place`) the disk refuses and memory holds it. */
  readonly onSettled: (items: readonly JournalItem[]) => void;
  /** The disk refused a write; told once until it takes one again. */
  readonly onDegraded: (message: string) => void;
  /** Default 8 MiB; tests use less. */
  readonly segmentBytesMax?: number;
  /** Default 1 GiB. */
  readonly journalBytesMax?: number;
}

export interface JournalStats {
  readonly isDegraded: boolean;
  readonly segments: number;
  readonly commits: number;
  readonly bytesWritten: number;
  readonly commitMsMax: number;
}

/**
 * The one journal of a process: appends of all calls within {@link REPORT_LIMITS.commitMs} become one write and one
 * fdatasync, off the event loop. While the disk refuses, items settle in memory and the disk is tried again; the owner
 * bounds that memory by `memorySize`.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #ledger: SegmentLedger;
  readonly #segmentBytesMax: number;
  readonly #scratch = Buffer.allocUnsafe(REPORT_LIMITS.commitBytesMax);
  #queue: JournalItem[] = [];
  /** Settled in memory while the disk refused, and not released since: written once it takes them. */
  #stranded: JournalItem[] = [];
  #releasedWithoutPlace = 0;
  #memorySize = 0;
  #segment: OpenSegment | undefined;
  #nextSegmentId: number;
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;
  #lastCommitMs = -Infinity;
  #retryAtMs: number | undefined;
  #isClosed = false;
  #commits = 0;
  #bytesWritten = 0;
  #commitMsMax = 0;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#segmentBytesMax = options.segmentBytesMax ?? REPORT_LIMITS.segmentBytesMax;
    this.#ledger = createSegmentLedger(options.folder, options.logger, options.found);
    this.#nextSegmentId = this.#ledger.latestId + 1;
  }

  /** Size of the items that memory alone holds, in UTF-16 units: not yet written, or refused by the disk. */
  get memorySize(): number {
    return this.#memorySize;
  }

  get stats(): JournalStats {
    return {
      isDegraded: this.#retryAtMs !== undefined, segments: this.#ledger.count, commits: this.#commits, bytesWritten: this.#bytesWritten,
      commitMsMax: this.#commitMsMax,
    };
  }

  /** Queues the item for the next commit. No I/O. */
  append(item: JournalItem): void {
    this.#queue.push(item);
    this.#memorySize += item.size;
    this.#schedule();
  }

  /** The owner has no more use for the item; segments that nobody holds are deleted, oldest first. */
  release(item: JournalItem): void {
    if (item.isReleased) return;
    item.isReleased = true;
    item.text = undefined;
    if (item.place) {
      if (item.isHolding) this.#ledger.release(item.place.segmentId);
      return;
    }
    this.#memorySize -= item.size;
    this.#releasedWithoutPlace += 1;
    if (this.#releasedWithoutPlace > this.#stranded.length / 2) this.#dropReleased();
  }

  /** An item read from a found segment holds it, as if this process had written it. */
  adopt(item: JournalItem): void {
    if (item.place && item.isHolding) this.#ledger.hold(item.place.segmentId);
  }

  /** Gives up the hold that a found segment starts with. */
  releaseSegment(segmentId: number): void {
    this.#ledger.release(segmentId);
  }

  /** Text of an item that was given up in memory. Rejects with the file system's error. */
  async read(item: JournalItem): Promise<string> {
    if (item.text !== undefined) return item.text;
    if (!item.place) throw new Error('a journal item without place has lost its text');
    return readPlace(this.#options.folder, item.place);
  }

  /** Resolves when all that was appended so far is settled. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const wanted = this.#queue.at(-1);
    while (this.#running || (wanted && this.#queue.includes(wanted))) await this.#start();
    this.#schedule();
  }

  async close(): Promise<void> {
    await this.flush();
    this.#isClosed = true;
    this.#timer?.cancel();
    if (this.#stranded.length > 0) await this.#retryDisk();
    if (this.#stranded.length > 0) this.#options.logger.warn('the disk refused to the end; events that api has not confirmed are lost', { items: this.#stranded.length });
    await this.#leaveSegment();
    await this.#ledger.settle();
  }

  #schedule(): void {
    if (this.#timer || this.#running || this.#isClosed) return;
    const nowMs = this.#options.clock.nowMs();
    let dueMs = Infinity;
    if (this.#queue.length > 0) dueMs = this.#lastCommitMs + REPORT_LIMITS.commitMs;
    else if (this.#stranded.length > 0 && this.#retryAtMs !== undefined) dueMs = this.#retryAtMs;
    if (dueMs === Infinity) return;
    this.#timer = this.#options.clock.setTimer(Math.max(0, dueMs - nowMs), () => {
      this.#timer = undefined;
      void this.#start();
    });
  }

  /** Never rejects: what the disk answers is handled inside. */
  #start(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      this.#schedule();
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    const startedMs = this.#options.clock.nowMs();
    this.#lastCommitMs = startedMs;
    if (this.#retryAtMs !== undefined && startedMs >= this.#retryAtMs) await this.#retryDisk();
    // What is appended meanwhile waits for the next commit, or the disk would be synced without a pause.
    for (let left = this.#queue.length; left > 0;) {
      left -= this.#retryAtMs === undefined ? await this.#commit() : this.#settleInMemory(this.#queue.splice(0, left));
    }
    this.#commitMsMax = Math.max(this.#commitMsMax, this.#options.clock.nowMs() - startedMs);
  }

  /** Writes as much of the queue as one write takes, and answers how many items that was: none where the disk refused. */
  async #commit(): Promise<number> {
    let items: JournalItem[];
    try {
      this.#segment ??= await this.#nextSegment();
      items = await this.#write(this.#segment, this.#queue);
    } catch (error) {
      await this.#degrade(error);
      return 0;
    }
    this.#options.onSettled(items);
    if (this.#segment.byteLength >= this.#segmentBytesMax) await this.#leaveSegment();
    return items.length;
  }

  /** Takes from the front of `queue` what one write takes. */
  async #write(segment: OpenSegment, queue: JournalItem[]): Promise<JournalItem[]> {
    const { bytes, places } = this.#encode(queue);
    const base = segment.byteLength;
    await segment.write(bytes);
    this.#commits += 1;
    this.#bytesWritten += bytes.length;
    const items = queue.splice(0, places.length);
    items.forEach((item, index) => {
      const [textAt, textBytes] = places[index]!;
      item.place = { segmentId: segment.id, textAt: base + textAt, textBytes };
      if (item.isReleased) return;
      this.#memorySize -= item.size;
      if (item.isHolding) this.#ledger.hold(segment.id);
    });
    return items;
  }

  /** As many items as fit one write, at least one. */
  #encode(items: readonly JournalItem[]): { readonly bytes: Buffer; readonly places: readonly (readonly [number, number])[] } {
    const places: [number, number][] = [];
    let target = this.#scratch;
    let at = 0;
    for (const item of items) {
      // Released while it waited: nobody needs its text, and its place in the order holds nothing.
      const text = item.text ?? '{}';
      const bytesMax = text.length * 3 + FRAME_HEAD_BYTES;
      if (at === 0 && bytesMax > target.length) target = Buffer.allocUnsafe(bytesMax);
      const end = writeFrame(target, at, item.text === undefined ? RECORD_KIND.NOTHING : item.kind, text);
      if (end === undefined) break;
      places.push([at + FRAME_HEAD_BYTES, end - at - FRAME_HEAD_BYTES]);
      at = end;
    }
    return { bytes: target.subarray(0, at), places };
  }

  async #nextSegment(): Promise<OpenSegment> {
    const { folder, journalBytesMax = REPORT_LIMITS.journalBytesMax } = this.#options;
    if (this.#ledger.bytes + this.#segmentBytesMax > journalBytesMax) throw new Error('the journal has reached its size limit');
    await mkdir(folder, { recursive: true });
    const segment = await createSegment(folder, this.#nextSegmentId++);
    try {
      const heads = this.#options.openCalls().map((text) => journalItem(RECORD_KIND.CALL, text, false));
      for (const head of heads) this.#memorySize += head.size;
      while (heads.length > 0) await this.#write(segment, heads);
    } catch (error) {
      await segment.discard();
      throw error;
    }
    this.#ledger.open(segment.id);
    return segment;
  }

  async #leaveSegment(): Promise<void> {
    const segment = this.#segment;
    this.#segment = undefined;
    if (!segment) return;
    this.#ledger.close(segment.id, segment.byteLength);
    await segment.close().catch((error: unknown) => this.#options.logger.warn('a journal segment could not be closed', { segmentId: segment.id, error: String(error) }));
  }

  async #degrade(error: unknown): Promise<void> {
    this.#retryAtMs = this.#options.clock.nowMs() + REPORT_LIMITS.diskRetryMs;
    const message = error instanceof Error ? error.message : String(error);
    this.#options.logger.warn('the journal cannot be written; events are kept in memory until the disk takes them', { folder: this.#options.folder, error: message });
    await this.#leaveSegment();
    this.#options.onDegraded(message);
  }

  #settleInMemory(items: JournalItem[]): number {
    for (const item of items) if (!item.isReleased) this.#stranded.push(item);
    this.#options.onSettled(items);
    return items.length;
  }

  #dropReleased(): void {
    this.#releasedWithoutPlace = 0;
    this.#stranded = this.#stranded.filter((item) => !item.isReleased);
  }

  async #retryDisk(): Promise<void> {
    try {
      this.#segment ??= await this.#nextSegment();
      this.#dropReleased();
      while (this.#stranded.length > 0) await this.#write(this.#segment, this.#stranded);
      this.#retryAtMs = undefined;
      this.#options.logger.info('the journal is on disk again', { folder: this.#options.folder });
    } catch {
      await this.#leaveSegment();
      this.#retryAtMs = this.#options.clock.nowMs() + REPORT_LIMITS.diskRetryMs;
    }
  }
}
