const CONNECTIONS_MAX = 10_000;
/** First results remembered for each connection. */
const WINDOW = 64;
/** With fewer than this the 95th percentile says nothing yet. */
const SAMPLES_MIN = 10;

interface Window { readonly samples: Float64Array; count: number; p95Ms: number | undefined }

/** How long each connection takes to its first result, over all calls of the process and a bounded window. */
export class LatencyBook {
  readonly #windows = new Map<string, Window>();

  record(key: string, elapsedMs: number): void {
    let window = this.#windows.get(key);
    if (!window) {
      window = { samples: new Float64Array(WINDOW), count: 0, p95Ms: undefined };
      this.#windows.set(key, window);
      const oldest = this.#windows.keys().next();
      if (this.#windows.size > CONNECTIONS_MAX && !oldest.done) this.#windows.delete(oldest.value);
    }
    window.samples[window.count % WINDOW] = elapsedMs;
    window.count += 1;
    window.p95Ms = undefined;
  }

  /** Undefined while too little is known. */
  p95Ms(key: string): number | undefined {
    const window = this.#windows.get(key);
    if (!window || window.count < SAMPLES_MIN) return undefined;
    if (window.p95Ms === undefined) {
      const sorted = window.samples.slice(0, Math.min(window.count, WINDOW)).sort();
      window.p95Ms = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)];
    }
    return window.p95Ms;
  }
}
