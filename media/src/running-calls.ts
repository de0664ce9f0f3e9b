import type { EndedReason, MediaCommand } from '@parley/media-contract';
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

/** The calls of this process, from their opening until the last thing about them is written down. */
export class RunningCalls {
  readonly #calls = new Map<string, Call>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get size(): number {
    return this.#calls.size;
  }

  add(callId: string, call: Call): Call {
    this.#calls.set(callId, call);
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

  obey(command: MediaCommand): void {
    const isOperator = command.party === 'OPERATOR';
    const isHere = this.end(command.callId, { party: command.party, code: isOperator ? 'ENDED_BY_OPERATOR' : 'SHUTDOWN', text: command.text });
    if (!isHere) this.#logger.info('a command for a call that does not run here', { callId: command.callId, type: command.type });
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

  #forget(callId: string, call: Call): void {
    if (this.#calls.get(callId) === call) this.#calls.delete(callId);
  }
}
