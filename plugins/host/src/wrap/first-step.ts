import { toProviderError, type ProviderKind } from '@parley/plugin-sdk';
import { abortedError, type ProviderRoute, type RouteStep } from './attempts.js';
import { withTimeout } from './timeout.js';

const TRIES_MAX = 3;

/** Resolves after `delayMs`, or as soon as the signal aborts. */
function pause<Kind extends ProviderKind>(route: ProviderRoute<Kind>, delayMs: number, signal: AbortSignal): Promise<void> {
  const never = new Promise<void>(() => undefined);
  return withTimeout(never, route.context.clock, delayMs, () => new Error('over'), { signal }).catch(() => undefined);
}

/** Asks the first step of a route and no other, again where the cause of a failure allows it. */
export async function askFirst<Kind extends ProviderKind, Result>(route: ProviderRoute<Kind>, signal: AbortSignal, attempt: (step: RouteStep<Kind>) => Promise<Result>): Promise<Result> {
  const step = route.steps[0];
  if (!step || !route.context.breakers.admitsAsLastResort(step.key)) throw route.nothingLeft();
  for (let tries = 1; ; tries += 1) {
    if (signal.aborted || route.isReleased) throw abortedError();
    try {
      return await attempt(step);
    } catch (error) {
      const failure = toProviderError(error);
      if (failure.causeCode === 'aborted') { route.context.breakers.release(step.key); throw failure; }
      const pauseMs = tries < TRIES_MAX ? route.retryPauseMs(failure) : undefined;
      route.failed(step, failure, pauseMs === undefined ? 'GIVE_UP' : 'RETRY');
      if (pauseMs === undefined) throw failure;
      if (pauseMs > 0) await pause(route, pauseMs * tries, signal);
    }
  }
}
