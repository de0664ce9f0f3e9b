import { EMBEDDING_SPEC, ProviderError, toProviderError, type EmbeddingProvider } from '@parley/plugin-sdk';
import { abortedError, type ProviderRoute, type RouteStep } from './attempts.js';
import { ConnectionFull } from './bulkhead.js';
import { askFirst } from './first-step.js';
import { withTimeout } from './timeout.js';

type EmbedRequest = Parameters<EmbeddingProvider['embed']>[0];
type EmbedResult = Awaited<ReturnType<EmbeddingProvider['embed']>>;

function checkResult(result: EmbedResult, request: EmbedRequest, dimensions: number): EmbedResult {
  const isSound = result.vectors.length === request.texts.length && result.vectors.every((vector) => vector.length === dimensions && vector.every(Number.isFinite));
  if (!isSound) throw new ProviderError('vendor-fault', 'The vectors are not those that were asked for.');
  return result;
}

async function attempt(route: ProviderRoute<'embedding'>, step: RouteStep<'embedding'>, request: EmbedRequest): Promise<EmbedResult> {
  const { clock, limits, breakers, bulkheads } = route.context;
  const leave = bulkheads.enter(step.key);
  if (!leave) throw new ConnectionFull();
  const meter = route.meter(step);
  const controller = new AbortController();
  breakers.begin(step.key);
  try {
    const asked = step.open().then(async (provider) => checkResult(await provider.embed({ ...request, signal: controller.signal }), request, provider.abilities.dimensions));
    const result = await withTimeout(asked, clock, limits.embeddingTimeoutMs, () => new ProviderError('timeout', `No vectors within ${limits.embeddingTimeoutMs} ms.`), {
      signal: request.signal, onAbort: abortedError,
    });
    breakers.succeed(step.key);
    meter.firstResult();
    meter.report(result.usage);
    meter.finish('served');
    return result;
  } catch (error) {
    controller.abort();
    const failure = toProviderError(error);
    meter.finish(failure.causeCode === 'aborted' ? 'aborted' : 'failed');
    throw failure;
  } finally {
    leave();
  }
}

/**
 * An `embedding` provider out of a route. Only the first step is asked, again where the cause allows it: the vectors of
 * another model lie in another space, so a fallback would answer with nonsense that looks like an answer.
 */
export function wrapEmbedding(route: ProviderRoute<'embedding'>): EmbeddingProvider {
  return {
    spec: EMBEDDING_SPEC,
    get abilities() { return route.steps[0]?.provider?.abilities ?? { dimensions: 0, textsMax: 1, languages: ['*'] }; },
    embed: (request) => askFirst(route, request.signal, (step) => attempt(route, step, request)),
    close: async () => undefined,
  };
}
