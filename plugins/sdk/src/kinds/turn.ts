/** End-of-turn detection, version 1. */
export const TURN_SPEC = 'turn/v1';

export interface TurnRequest {
  /** What the caller has said in this turn so far; empty where no transcript is there yet. */
  readonly transcript: string;
  /** The agent's last sentence, as heard: a question for digits earns a longer wait. */
  readonly agentText: string;
  readonly language: string;
  /** The last 8 s at most of the caller's turn, for detectors that listen. */
  readonly audio?: { readonly samples: Int16Array; readonly sampleRateHz: number };
  readonly signal: AbortSignal;
}

export interface TurnVerdict {
  /** 0 (surely goes on) to 1 (surely done). */
  readonly completeProbability: number;
  /** At or above this probability the turn is read as complete. */
  readonly threshold: number;
  /** What the agent's question made us expect, where a rule matched. */
  readonly expectation?: 'digits' | 'spelling' | 'email' | 'date' | 'address' | 'none';
  /** Total silence to wait for, in milliseconds, where the detector knows better than complete / incomplete. */
  readonly waitMs?: number;
  /** In plain words, for the person who asks why the agent waited: "you were spelling an e-mail". */
  readonly reason: string;
}

export interface TurnProvider {
  readonly spec: typeof TURN_SPEC;
  readonly abilities: { readonly needsAudio: boolean; readonly languages: readonly string[] };
  /** A verdict after 300 ms decides nothing any more. Aborting ends the request within 100 ms. */
  predict(request: TurnRequest): Promise<TurnVerdict>;
  close(): Promise<void>;
}
