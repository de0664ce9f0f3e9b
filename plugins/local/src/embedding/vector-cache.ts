/** Vectors by text, the least lately used go first. 2 KB each. */
export class VectorCache {
  readonly #entriesMax: number;
  readonly #entries = new Map<string, Float32Array>();

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  get(text: string): Float32Array | undefined {
    const vector = this.#entries.get(text);
    if (vector) {
      this.#entries.delete(text);
      this.#entries.set(text, vector);
    }
    return vector;
  }

  set(text: string, vector: Float32Array): void {
    this.#entries.delete(text);
    this.#entries.set(text, vector);
    if (this.#entries.size > this.#entriesMax) this.#entries.delete(this.#entries.keys().next().value!);
  }
}
