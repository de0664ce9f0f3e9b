/** Voice activity detection, version 1. */
export const VAD_SPEC = 'vad/v1';

export interface VadOpenRequest {
  readonly callId: string;
  readonly sampleRateHz: 8000 | 16000;
  /**
   * Speech probability (0 to 1) of each window, in order; `windowIndex` counts from 0. Delivered soon after the window
   * is full, possibly together with those of other calls; never from within `push`. Must not throw.
   */
  readonly onWindow: (probability: number, windowIndex: number) => void;
  /** The session is over after this. Must not throw. */
  readonly onError: (error: unknown) => void;
}

export interface VadSession {
  /** Samples in the order of the call, any length; the array is not kept. */
  push(samples: Int16Array): void;
  /** Nothing is delivered afterwards; audio pushed then is ignored. */
  close(): void;
}

export interface VadProvider {
  readonly spec: typeof VAD_SPEC;
  /** Window length in samples at each rate, e.g. 256 at 8 kHz and 512 at 16 kHz (32 ms). */
  readonly abilities: { readonly windowSamples: Readonly<Record<8000 | 16000, number>> };
  open(request: VadOpenRequest): Promise<VadSession>;
  close(): Promise<void>;
}
