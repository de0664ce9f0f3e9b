import type { Clock } from '@parley/plugin-sdk';

/**
 * The result of `work`, or a rejection with `toError()` after `timeoutMs` or as soon as `signal` aborts, whichever is
 * first. What `work` does later is ignored and never an unhandled rejection; `onLate` gets a result that came too late,
 * so that it can be closed.
 */
export function withTimeout<T>(
  work: Promise<T>, clock: Clock, timeoutMs: number, toError: () => Error,
  options: { readonly signal?: AbortSignal; readonly onAbort?: () => Error; readonly onLate?: (result: T) => void } = {},
): Promise<T> {
  const { signal, onAbort = toError, onLate } = options;
  return new Promise((resolve, reject) => {
    let isOver = false;
    const end = (): boolean => {
      if (isOver) return false;
      isOver = true;
      timer.cancel();
      signal?.removeEventListener('abort', abort);
      return true;
    };
    const abort = (): void => { if (end()) reject(onAbort()); };
    const timer = clock.setTimer(timeoutMs, () => { if (end()) reject(toError()); });
    work.then(
      (result) => { if (end()) resolve(result); else onLate?.(result); },
      (error: unknown) => { if (end()) reject(error instanceof Error ? error : new Error(String(error))); },
    );
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
