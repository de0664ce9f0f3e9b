import type { Clock } from '@parley/plugin-sdk';
import { aborted, asProviderError, timedOut } from './errors.js';

/** What stops a request: whoever asked, or too long a silence. */
export interface Deadline {
  /** For the vendor's client. */
  readonly signal: AbortSignal;
  /** Something has come; the silence begins anew. */
  heard(): void;
  /** Waits for the vendor, or until this is over; rejects with a `ProviderError`. */
  race<Result>(work: PromiseLike<Result>): Promise<Result>;
  end(): void;
}

/** Begins the wait for the first result. `end` must be called whatever happens. */
export function startDeadline(options: { readonly signal: AbortSignal; readonly clock: Clock; readonly silenceMs: number; readonly secret: string }): Deadline {
  const { signal, clock, silenceMs, secret } = options;
  const controller = new AbortController();
  let fail: (error: Error) => void = () => {};
  const over = new Promise<never>((_resolve, reject) => { fail = reject; });
  over.catch(() => {});
  const stop = (error: Error) => { fail(error); controller.abort(); };
  const onAbort = () => { stop(aborted()); };
  const start = () => clock.setTimer(silenceMs, () => { stop(timedOut()); });
  let timer = start();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    signal: controller.signal,
    heard: () => { timer.cancel(); timer = start(); },
    race: async (work) => {
      try { return await Promise.race([over, work]); } catch (error) { throw asProviderError(error, secret); }
    },
    end: () => { timer.cancel(); signal.removeEventListener('abort', onAbort); controller.abort(); },
  };
}

/** Reads on under a deadline, and lets go of the rest when nobody reads on. */
export async function* readUnder<Item>(deadline: Deadline, source: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = source[Symbol.asyncIterator]();
  for (;;) {
    const step = await deadline.race(iterator.next());
    deadline.heard();
    if (step.done) return;
    yield step.value;
  }
}
