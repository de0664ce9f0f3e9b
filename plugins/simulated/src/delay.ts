import { ProviderError, type Clock } from '@parley/plugin-sdk';

function abortedError(): ProviderError {
  return new ProviderError('aborted', 'the request was cancelled');
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortedError();
}

/** Resolves `delayMs` from now on the clock; rejects with `aborted` the moment the signal fires. 0 or less waits for nothing. */
export async function delay(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  throwIfAborted(signal);
  if (delayMs <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => { timer.cancel(); reject(abortedError()); };
    const timer = clock.setTimer(delayMs, () => { signal.removeEventListener('abort', onAbort); resolve(); });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Never resolves; rejects with `aborted` the moment the signal fires. */
export async function stall(signal: AbortSignal): Promise<never> {
  throwIfAborted(signal);
  return await new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(abortedError()), { once: true });
  });
}
