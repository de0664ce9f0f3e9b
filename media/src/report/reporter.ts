import type { CallEventPayload, CallEventType, CallInterim } from '@parley/media-contract';

/**
 * One call's way to api. `append` numbers the event, puts it in the journal's next batch and returns at once; the
 * journal is on disk before anything is sent. Nothing here throws into the call.
 */
export interface CallReport {
  append<Type extends CallEventType>(type: Type, payload: CallEventPayload<Type>, atMs: number): void;
  /** Words of a running turn; coalesced, droppable. */
  interim(interim: Omit<CallInterim, 'callId'>): void;
  /** The recording file is complete and may be uploaded. */
  recording(file: { readonly path: string; readonly durationMs: number; readonly byteLength: number; readonly sha256: string; readonly sampleRateHz: number }): void;
  /** No further events. Resolves once the journal holds them all; delivery to api goes on in the background. */
  close(): Promise<void>;
}

export interface Reporter {
  open(callId: string): CallReport;
}
