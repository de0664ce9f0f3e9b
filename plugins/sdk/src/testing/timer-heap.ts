export interface HeapEntry { readonly atMs: number; readonly order: number; readonly callback: () => void; isOver: boolean }

function isBefore(left: HeapEntry, right: HeapEntry): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
}

/** Binary heap of timers by due time, then by order of creation. Cancelled entries are dropped when they reach the top. */
export class TimerHeap {
  #entries: HeapEntry[] = [];
  #cancelledCount = 0;

  /** Timers that are still to fire. */
  get size(): number {
    return this.#entries.length - this.#cancelledCount;
  }

  push(entry: HeapEntry): void {
    const entries = this.#entries;
    entries.push(entry);
    let index = entries.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, entries[parent]!)) break;
      entries[index] = entries[parent]!;
      index = parent;
    }
    entries[index] = entry;
  }

  /** The next entry that is not cancelled, left in place. */
  peek(): HeapEntry | undefined {
    for (let top = this.#entries[0]; top !== undefined; top = this.#entries[0]) {
      if (!top.isOver) return top;
      this.#cancelledCount -= 1;
      this.#removeTop();
    }
    return undefined;
  }

  pop(): HeapEntry | undefined {
    const top = this.peek();
    if (top) {
      top.isOver = true;
      this.#removeTop();
    }
    return top;
  }

  /** Does nothing to an entry that has been taken or cancelled before. */
  cancel(entry: HeapEntry): void {
    if (entry.isOver) return;
    entry.isOver = true;
    this.#cancelledCount += 1;
    // Long timeouts that are re-armed on every frame would otherwise pile up until they are due.
    if (this.#cancelledCount > 1024 && this.#cancelledCount * 2 > this.#entries.length) this.#compact();
  }

  #compact(): void {
    const live = this.#entries.filter((entry) => !entry.isOver);
    this.#entries = [];
    this.#cancelledCount = 0;
    for (const entry of live) this.push(entry);
  }

  #removeTop(): void {
    const entries = this.#entries;
    const last = entries.pop()!;
    const length = entries.length;
    if (length === 0) return;
    let index = 0;
    for (let child = 1; child < length; child = 2 * index + 1) {
      if (child + 1 < length && isBefore(entries[child + 1]!, entries[child]!)) child += 1;
      if (!isBefore(entries[child]!, last)) break;
      entries[index] = entries[child]!;
      index = child;
    }
    entries[index] = last;
  }
}
