/** What lies in the far end's playback queue: audio, or a mark that is due when it is reached. */
type Item = { readonly samples: Int16Array } | { readonly mark: string };

/**
 * The loudspeaker of a phone: plays what it is given in real time, tells marks when their place is reached, drops what
 * it has not played on `clear`. It keeps all that was played, on the call's time line, for the recording.
 */
export class Speaker {
  readonly #queue: Item[] = [];
  readonly #played: Int16Array[] = [];
  #offset = 0;
  #playedSamples = 0;

  constructor(readonly onMark: (name: string) => void) {}

  push(samples: Int16Array): void {
    this.#queue.push({ samples });
  }

  mark(name: string): void {
    this.#queue.push({ mark: name });
    this.#passMarks();
  }

  clear(): void {
    const marks = this.#queue.flatMap((item) => ('mark' in item ? [item.mark] : []));
    this.#queue.length = 0;
    this.#offset = 0;
    for (const name of marks) this.onMark(name);
  }

  /** Plays `count` samples; silence where there is nothing to play. Answers whether anything was. */
  play(count: number): boolean {
    const out = new Int16Array(count);
    let filled = 0;
    while (filled < count) {
      this.#passMarks();
      const item = this.#queue[0];
      if (!item || !('samples' in item)) break;
      const part = item.samples.subarray(this.#offset, this.#offset + count - filled);
      out.set(part, filled);
      filled += part.length;
      this.#offset += part.length;
      if (this.#offset >= item.samples.length) { this.#queue.shift(); this.#offset = 0; }
    }
    this.#passMarks();
    this.#playedSamples += filled;
    this.#played.push(out);
    return filled > 0;
  }

  /** Samples of the agent that were heard so far; silence between them is not counted. */
  get playedSamples(): number { return this.#playedSamples; }

  /** All that was heard, silence included, on the call's time line. */
  heard(): Int16Array {
    const all = new Int16Array(this.#played.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#played) { all.set(part, at); at += part.length; }
    return all;
  }

  #passMarks(): void {
    for (let item = this.#queue[0]; this.#offset === 0 && item && 'mark' in item; item = this.#queue[0]) {
      this.#queue.shift();
      this.onMark(item.mark);
    }
  }
}
