import { ProviderError, toProviderError, TURN_SPEC, type TurnProvider, type TurnRequest, type TurnVerdict } from '@parley/plugin-sdk';
import { abortedError, type ProviderRoute, type RouteStep } from './attempts.js';
import { withTimeout } from './timeout.js';

const isProbability = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

function checkVerdict(verdict: TurnVerdict): TurnVerdict {
  const isWaitSound = verdict?.waitMs === undefined || (Number.isFinite(verdict.waitMs) && verdict.waitMs >= 0);
  if (isProbability(verdict?.completeProbability) && isProbability(verdict.threshold) && isWaitSound) return verdict;
  throw new ProviderError('vendor-fault', 'The verdict is not one.');
}

async function attempt(route: ProviderRoute<'turn'>, step: RouteStep<'turn'>, request: TurnRequest, timeoutMs: number): Promise<TurnVerdict> {
  const { clock, breakers } = route.context;
  const meter = route.meter(step);
  const controller = new AbortController();
  breakers.begin(step.key);
  try {
    const asked = step.open().then((provider) => provider.predict({ ...request, signal: controller.signal }));
    const verdict = checkVerdict(await withTimeout(asked, clock, timeoutMs, () => new ProviderError('timeout', `No verdict within ${route.context.limits.turnTimeoutMs} ms.`), {
      signal: request.signal, onAbort: abortedError,
    }));
    breakers.succeed(step.key);
    meter.firstResult();
    meter.finish('served');
    return verdict;
  } catch (error) {
    controller.abort();
    const failure = toProviderError(error);
    meter.finish(failure.causeCode === 'aborted' ? 'aborted' : 'failed');
    throw failure;
  }
}

/**
 * A `turn` provider out of a route. All its steps together have `turnTimeoutMs`: who asks has a plain delay to fall back
 * on, and no caller is kept waiting for a better guess. Rejects with `timeout`, or with the last failure; at once where
 * every step is known to be out of order.
 */
export function wrapTurn(route: ProviderRoute<'turn'>): TurnProvider {
  const { clock, limits, breakers } = route.context;
  return {
    spec: TURN_SPEC,
    get abilities() { return route.first?.abilities ?? { needsAudio: false, languages: ['*'] }; },
    predict: async (request) => {
      if (request.signal.aborted || route.isReleased) throw abortedError();
      const untilMs = clock.nowMs() + limits.turnTimeoutMs;
      const steps = route.candidates().filter((step) => breakers.admits(step.key));
      let last = new ProviderError('unreachable', 'The turn detector is out of order.');
      for (const [index, step] of steps.entries()) {
        const remainingMs = untilMs - clock.nowMs();
        try {
          return await attempt(route, step, request, Math.max(0, remainingMs));
        } catch (error) {
          last = toProviderError(error);
          if (last.causeCode === 'aborted') { breakers.release(step.key); throw last; }
          const isLast = index + 1 === steps.length || clock.nowMs() >= untilMs;
          route.failed(step, last, isLast ? 'GIVE_UP' : 'FALLBACK');
          if (isLast) break;
        }
      }
      throw last;
    },
    close: async () => undefined,
  };
}
