import type { Clock } from './clock.js';
import { ProviderError, sentenceOf } from './errors.js';

/** What stops a request to a vendor: whoever asked, or too long a silence. */
export interface Deadline {
  /** For the vendor's client. */
  readonly signal: AbortSignal;
  /** Something has come; the silence begins anew. */
  heard(): void;
  /** Nothing is waited for; the silence begins anew when it is {@link heard} again. */
  rest(): void;
  /** Waits for the vendor, or until this is over; rejects with a `ProviderError`. */
  race<Result>(work: PromiseLike<Result>): Promise<Result>;
  /** Must be called whatever happens; lets go of what is still under way. */
  end(): void;
}

export interface DeadlineOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Longest wait for the first result, and longest silence after it, in milliseconds. */
  readonly silenceMs: number;
  /** What the vendor's client threw, in causes that hold for every vendor. */
  readonly asProviderError: (error: unknown) => ProviderError;
}

/** Begins the wait for the first result. The client is told, and is not waited for: an abort is answered at once. */
export function startDeadline({ signal, clock, silenceMs, asProviderError }: DeadlineOptions): Deadline {
  const controller = new AbortController();
  let fail: (error: Error) => void = () => {};
  const over = new Promise<never>((_resolve, reject) => { fail = reject; });
  over.catch(() => {});
  const stop = (cause: 'aborted' | 'timeout') => { fail(new ProviderError(cause, sentenceOf(cause))); controller.abort(); };
  const onAbort = () => { stop('aborted'); };
  const start = () => clock.setTimer(silenceMs, () => { stop('timeout'); });
  let timer = start();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    signal: controller.signal,
    heard: () => { timer.cancel(); timer = start(); },
    rest: () => { timer.cancel(); },
    race: async (work) => {
      try { return await Promise.race([over, work]); } catch (error) { throw asProviderError(error); }
    },
    end: () => { timer.cancel(); signal.removeEventListener('abort', onAbort); controller.abort(); },
  };
}

/** Reads a stream under a deadline; every item begins the silence anew. */
export async function* readUnder<Item>(deadline: Deadline, source: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = source[Symbol.asyncIterator]();
  for (;;) {
    const step = await deadline.race(iterator.next());
    deadline.heard();
    if (step.done) return;
    yield step.value;
  }
}
