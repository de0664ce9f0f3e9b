import type { AudioFormat, AudioSamples } from '../audio.js';
import type { ProviderError } from '../errors.js';
import type { ProviderUsage } from './usage.js';

/** Speech to text, version 1. */
export const STT_SPEC = 'stt/v1';

export interface SttAbilities {
  /** Partial transcripts arrive while the caller speaks. */
  readonly hasPartials: boolean;
  /** The adapter makes good use of `speculate` (VOICE: a transcript prepared at the pause, before the turn is decided). */
  readonly hasSpeculation: boolean;
  /**
   * `speech`: push only speech (with its lead-in), as the VAD marks it. `continuous`: push every frame of the call;
   * vendors with their own endpointing need the silence too.
   */
  readonly audioNeeded: 'speech' | 'continuous';
  readonly formats: readonly AudioFormat[];
  /** BCP 47 tags; `*` where the vendor detects the language. */
  readonly languages: readonly string[];
}

export interface SttOpenRequest {
  readonly callId: string;
  readonly language: string;
  readonly format: AudioFormat;
  /** Words the caller is likely to say: names, products. May be ignored. */
  readonly hints?: readonly string[];
  /** Aborting ends the session at once; nothing is delivered afterwards. */
  readonly signal: AbortSignal;
  /** Called in order, never re-entrantly from within `push`, `speculate` or `commit`. Must not throw. */
  readonly onEvent: (event: SttEvent) => void;
}

export type SttEvent =
  /** The words of a segment so far; may change. */
  | { readonly type: 'transcript-partial'; readonly segmentId: number; readonly text: string }
  /** The answer to `speculate`: what `commit` would say if no further audio came. */
  | { readonly type: 'transcript-speculative'; readonly segmentId: number; readonly text: string; readonly confidence?: number }
  /** The answer to `commit`: exactly one for each committed segment, `text` empty where nothing was said. */
  | {
      readonly type: 'transcript-final'; readonly segmentId: number; readonly text: string;
      /** 0 to 1. */
      readonly confidence?: number;
      /** True where `speculate` had done the work: no audio came after it, and the text is the prepared one. */
      readonly isSpeculationHit?: boolean;
      readonly usage?: ProviderUsage;
    }
  /** The session is over after this; the host opens another and replays the audio of the open segment. */
  | { readonly type: 'error'; readonly error: ProviderError };

/**
 * One call's ear. A *segment* is the audio between two commits; its id is chosen by the caller of this interface and
 * grows. None of the methods block: work longer than 1 ms happens elsewhere (a worker thread, the vendor).
 */
export interface SttSession {
  /** Audio of the open segment, any length, in the order of the call. The array is not kept after the call returns. */
  push(segmentId: number, audio: AudioSamples): void;
  /** The VAD heard a pause: prepare a transcript now. New audio makes the prepared one void. */
  speculate(segmentId: number): void;
  /** The segment is complete: answer with one `transcript-final`. */
  commit(segmentId: number): void;
  /** Forget the open segment (a cough, a false alarm); no transcript is delivered for it. */
  discard(segmentId: number): void;
  close(): Promise<void>;
}

export interface SttProvider {
  readonly spec: typeof STT_SPEC;
  readonly abilities: SttAbilities;
  open(request: SttOpenRequest): Promise<SttSession>;
  close(): Promise<void>;
}
