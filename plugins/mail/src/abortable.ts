import { ProviderError } from '@parley/plugin-sdk';

const aborted = () => new ProviderError('aborted', 'The mail was cancelled; it may have gone out.');

/** Waits for work that knows no signal; what it does after an abort is nobody's any more. */
export async function abortable<Result>(signal: AbortSignal, start: () => Promise<Result>): Promise<Result> {
  if (signal.aborted) throw aborted();
  let cancel: () => void = () => undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    cancel = () => { reject(aborted()); };
    signal.addEventListener('abort', cancel, { once: true });
  });
  const work = start();
  work.catch(() => undefined);
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
