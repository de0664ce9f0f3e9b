import type { EndedReason, MediaCommand } from '@parley/media-contract';
import type { Clock } from '@parley/plugin-host';
import type { Call } from './call/ports.js';
import type { Logger } from './log.js';
import type { Refusal } from './server/refusals.js';

/** Why a call ends because the process does. */
export const SHUTDOWN: EndedReason = { party: 'PLATFORM', code: 'SHUTDOWN', text: 'The media server was shut down.' };

/** What is written down of a call whose socket was ended by us. */
export function endedByRefusal({ code, message }: Refusal): EndedReason {
  if (code === 'SHUTTING_DOWN') return SHUTDOWN;
  if (code === 'INTERNAL_ERROR') return { party: 'PLATFORM', code: 'INTERNAL_ERROR', text: 'An unexpected error ended the call.' };
  return { party: 'CALLER', code: 'PROTOCOL_ERROR', text: `The connection was closed: ${message}` };
}

/** A call that api speaks of may have its plan still on the way here: only one that stays unknown this long is lost. */
const UNKNOWN_MS_MIN = 5_000;
/** Unknown calls remembered at the same time; more are looked at when api speaks of them again. */
const UNKNOWN_CALLS_MAX = 10_000;

export interface LostCalls {
  readonly clock: Clock;
  /** The call has something left to tell, so its own end is on the way. */
  isReporting(callId: string): boolean;
  /** Reports the end of a call that no process has. */
  endLost(callId: string): void;
}

/** The calls of this process, from their opening until the last thing about them is written down. */
export class RunningCalls {
  readonly #calls = new Map<string, Call>();
  readonly #logger: Logger;
  readonly #unknownSinceMs = new Map<string, number>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get size(): number {
    return this.#calls.size;
  }

  add(callId: string, call: Call): Call {
    this.#calls.set(callId, call);
    this.#unknownSinceMs.delete(callId);
    call.done.then((reason) => {
      this.#forget(callId, call);
      this.#logger.info('call ended', { callId, party: reason.party, code: reason.code });
    }, (error: unknown) => {
      this.#forget(callId, call);
      this.#logger.error('a call did not end as it should', { callId, err: error });
    });
    return call;
  }

  /** False where no such call runs here; ending one twice is the same as once. */
  end(callId: string, reason: EndedReason): boolean {
    const call = this.#calls.get(callId);
    call?.end(reason);
    return call !== undefined;
  }

  obey(command: MediaCommand, lost: LostCalls): void {
    if (command.type === 'confirm-calls') {
      for (const callId of command.callIds) if (!this.#calls.has(callId)) this.#unknown(callId, lost);
      return;
    }
    const isOperator = command.party === 'OPERATOR';
    const isHere = this.end(command.callId, { party: command.party, code: isOperator ? 'ENDED_BY_OPERATOR' : 'SHUTDOWN', text: command.text });
    if (!isHere) this.#unknown(command.callId, lost);
  }

  endAll(reason: EndedReason): void {
    for (const [callId, call] of this.#calls) {
      try {
        call.end(reason);
      } catch (error) {
        this.#logger.error('a call failed while it was ended', { callId, err: error });
      }
    }
  }

  /** Resolves when every call that runs now has been closed and reported. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#calls.values()].map((call) => call.done));
  }

  #unknown(callId: string, lost: LostCalls): void {
    if (lost.isReporting(callId)) return;
    const nowMs = lost.clock.nowMs();
    const sinceMs = this.#unknownSinceMs.get(callId);
    if (sinceMs === undefined) {
      if (this.#unknownSinceMs.size < UNKNOWN_CALLS_MAX) this.#unknownSinceMs.set(callId, nowMs);
    } else if (nowMs - sinceMs >= UNKNOWN_MS_MIN) {
      this.#unknownSinceMs.delete(callId);
      this.#logger.warn('a call was lost before anything of it was written down', { callId });
      lost.endLost(callId);
    }
  }

  #forget(callId: string, call: Call): void {
    if (this.#calls.get(callId) === call) this.#calls.delete(callId);
  }
}
