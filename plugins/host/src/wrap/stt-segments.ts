import type { AudioFormat, AudioSamples } from '@parley/plugin-sdk';
import type { Meter } from './meter.js';

/** Length of one block of kept audio: memory is taken and given back by the second, not by the frame. */
const BLOCK_MS = 1_000;

interface Block { readonly samples: AudioSamples; fill: number }

/** The audio between two commits, kept until its transcript has arrived. */
export class Segment {
  readonly id: number;
  readonly blocks: Block[] = [];
  isCommitted = false;
  /** Asked to speculate, and no audio since. */
  isSpeculated = false;
  committedAtMs = 0;
  /** Of the session that hears it now. */
  meter: Meter | undefined;
  /** Samples given to that session. */
  sampleCount = 0;

  constructor(id: number) {
    this.id = id;
  }
}

/** The segments without transcript, with the last `msMax` of their audio, in the order of the call. */
export class OpenSegments {
  readonly #blockSamples: number;
  readonly #blocksMax: number;
  readonly #make: (length: number) => AudioSamples;
  readonly #segments = new Map<number, Segment>();
  readonly #spare: Block[] = [];
  #blockCount = 0;
  #lastId = -1;

  constructor(format: AudioFormat, msMax: number) {
    this.#blockSamples = (format.sampleRateHz * BLOCK_MS) / 1000;
    this.#blocksMax = Math.max(1, Math.ceil(msMax / BLOCK_MS));
    this.#make = format.encoding === 'pcm16' ? (length) => new Int16Array(length) : (length) => new Uint8Array(length);
  }

  get(id: number): Segment | undefined {
    return this.#segments.get(id);
  }

  /** Whether a segment of this id may have been here. */
  wasSeen(id: number): boolean {
    return Number.isInteger(id) && id >= 0 && id <= this.#lastId;
  }

  open(id: number): Segment {
    let segment = this.#segments.get(id);
    if (!segment) {
      segment = new Segment(id);
      this.#segments.set(id, segment);
      this.#lastId = Math.max(this.#lastId, id);
    }
    return segment;
  }

  keep(segment: Segment, audio: AudioSamples): void {
    let offset = 0;
    while (offset < audio.length) {
      let block = segment.blocks.at(-1);
      if (!block || block.fill === this.#blockSamples) {
        block = this.#spare.pop() ?? { samples: this.#make(this.#blockSamples), fill: 0 };
        segment.blocks.push(block);
        this.#blockCount += 1;
        if (this.#blockCount > this.#blocksMax) this.#dropOldest();
      }
      const length = Math.min(this.#blockSamples - block.fill, audio.length - offset);
      block.samples.set(audio.subarray(offset, offset + length), block.fill);
      block.fill += length;
      offset += length;
    }
  }

  remove(id: number): Segment | undefined {
    const segment = this.#segments.get(id);
    if (!segment) return undefined;
    this.#segments.delete(id);
    for (const block of segment.blocks.splice(0)) this.#giveBack(block);
    return segment;
  }

  inOrder(): Iterable<Segment> {
    return this.#segments.values();
  }

  get size(): number {
    return this.#segments.size;
  }

  #dropOldest(): void {
    for (const segment of this.#segments.values()) {
      const block = segment.blocks.shift();
      if (block) { this.#giveBack(block); return; }
    }
  }

  #giveBack(block: Block): void {
    this.#blockCount -= 1;
    block.fill = 0;
    if (this.#spare.length < 2) this.#spare.push(block);
  }
}
