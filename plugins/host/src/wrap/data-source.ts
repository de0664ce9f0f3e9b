import { DATA_SOURCE_SPEC, ProviderError, type DataQueryRequest, type DataQueryResult, type DataSourceProvider, type ProviderUsage } from '@parley/plugin-sdk';
import { abortedError, failureOf, type ProviderRoute, type RouteStep } from './attempts.js';
import { withTimeout } from './timeout.js';

/** A connection of the pool that the source has ended meanwhile is found out by the first request on it. */
const TRIES_MAX = 2;

interface Work<Result> {
  readonly route: ProviderRoute<'data-source'>;
  readonly step: RouteStep<'data-source'>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly start: (provider: DataSourceProvider, signal: AbortSignal, timeoutMs: number) => Promise<Result>;
}

async function attempt<Result extends { readonly usage: ProviderUsage }>({ route, step, signal, timeoutMs, start }: Work<Result>, untilMs: number): Promise<Result> {
  const { clock, breakers } = route.context;
  const meter = route.meter(step);
  const controller = new AbortController();
  breakers.begin(step.key);
  try {
    const leftMs = Math.max(1, Math.round(untilMs - clock.nowMs()));
    const asked = step.open().then((provider) => start(provider, controller.signal, leftMs));
    const result = await withTimeout(asked, clock, leftMs, () => new ProviderError('timeout', `The data source did not answer within ${timeoutMs} ms.`), { signal, onAbort: abortedError });
    breakers.succeed(step.key);
    meter.firstResult();
    meter.report(result.usage);
    meter.finish('served');
    return result;
  } catch (error) {
    controller.abort();
    const isAborted = signal.aborted || route.isReleased;
    meter.finish(isAborted ? 'aborted' : 'failed');
    throw isAborted ? abortedError() : failureOf(error);
  }
}

/** Tries once more where the connection broke; both tries together have the time of one. */
async function ask<Result extends { readonly usage: ProviderUsage }>(route: ProviderRoute<'data-source'>, request: Pick<DataQueryRequest, 'signal' | 'timeoutMs'>, start: Work<Result>['start']): Promise<Result> {
  const { clock, limits, breakers } = route.context;
  const step = route.steps[0];
  if (!step || !breakers.admitsAsLastResort(step.key)) throw route.nothingLeft();
  const timeoutMs = Math.min(request.timeoutMs, limits.dataSourceTimeoutMsMax);
  const untilMs = clock.nowMs() + timeoutMs;
  for (let tries = 1; ; tries += 1) {
    if (request.signal.aborted || route.isReleased) throw abortedError();
    try {
      return await attempt({ route, step, signal: request.signal, timeoutMs, start }, untilMs);
    } catch (error) {
      const failure = error as ProviderError;
      if (failure.causeCode === 'aborted') { breakers.release(step.key); throw failure; }
      const isRetry = tries < TRIES_MAX && failure.causeCode === 'unreachable' && clock.nowMs() < untilMs;
      route.failed(step, failure, isRetry ? 'RETRY' : 'GIVE_UP');
      if (!isRetry) throw failure;
    }
  }
}

function checkRows(result: DataQueryResult, { rowsMax }: DataQueryRequest): DataQueryResult {
  const isSound = Array.isArray(result.columns) && Array.isArray(result.rows) && result.rows.length <= rowsMax && result.rows.every((row) => row.length === result.columns.length);
  if (!isSound) throw new ProviderError('vendor-fault', 'The rows are not those that were asked for.');
  return result;
}

/**
 * A `data-source` provider out of a route. Only the first step is asked: what lies in another source is something else,
 * however well it fits the query.
 */
export function wrapDataSource(route: ProviderRoute<'data-source'>): DataSourceProvider {
  return {
    spec: DATA_SOURCE_SPEC,
    get abilities() { return route.steps[0]?.provider?.abilities ?? { language: 'sql', isReadOnlyAtSource: false }; },
    describe: (request) => ask(route, request, (provider, signal, timeoutMs) => provider.describe({ ...request, signal, timeoutMs })),
    query: (request) => ask(route, request, async (provider, signal, timeoutMs) => checkRows(await provider.query({ ...request, signal, timeoutMs }), request)),
    close: async () => undefined,
  };
}
