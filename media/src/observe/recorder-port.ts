/** Writes both legs of a call, caller left and agent right, against the call's clock. Nothing here throws into the call. */
export interface CallRecorder {
  /** Caller audio as it arrived; `atMs` is the call time of its first sample. */
  caller(samples: Int16Array, atMs: number): void;
  /** Agent audio by the time it is played (not sent): `atMs` is the call time at which its first sample is heard. */
  agent(samples: Int16Array, atMs: number): void;
  /** What the agent was to say from this call time on was never heard. */
  cutAgent(fromMs: number): void;
  /** Ends the file at this call time. Safe to call twice. */
  finish(endMs: number): Promise<RecordingFile | undefined>;
}

export interface RecordingFile {
  readonly path: string;
  readonly durationMs: number;
  readonly byteLength: number;
  readonly sha256: string;
  readonly sampleRateHz: number;
}
