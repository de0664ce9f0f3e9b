/** One tick's windows of many calls at one rate, for the VAD worker. */
export interface VadJob {
  readonly sampleRateHz: 8000 | 16000;
  readonly count: number;
  /** State row of each window's call. */
  readonly slots: Int32Array;
  /** Rows to zero first: their calls have just begun. */
  readonly resets: readonly number[];
  /** `count` windows one after the other; handed over, and back with the answer. */
  readonly samples: Int16Array;
  readonly batching: 'batched' | 'single';
}

export interface VadJobResult {
  readonly probabilities: Float32Array;
  readonly samples: Int16Array;
}
