import { MAIL_SPEC, ProviderError, type MailProvider } from '@parley/plugin-sdk';
import { abortedError, failureOf, type ProviderRoute, type RouteStep } from './attempts.js';
import { withTimeout } from './timeout.js';

type SendRequest = Parameters<MailProvider['send']>[0];
type SendResult = Awaited<ReturnType<MailProvider['send']>>;

async function attempt(route: ProviderRoute<'mail'>, step: RouteStep<'mail'>, request: SendRequest): Promise<SendResult> {
  const { clock, limits, breakers } = route.context;
  const meter = route.meter(step);
  const controller = new AbortController();
  breakers.begin(step.key);
  try {
    const sent = step.open().then((provider) => provider.send({ message: request.message, signal: controller.signal }));
    const result = await withTimeout(sent, clock, limits.mailTimeoutMs, () => new ProviderError('timeout', `The mail was not accepted within ${limits.mailTimeoutMs} ms.`), {
      signal: request.signal, onAbort: abortedError,
    });
    breakers.succeed(step.key);
    meter.firstResult();
    meter.report(result.usage);
    meter.finish('served');
    return result;
  } catch (error) {
    controller.abort();
    const isAborted = request.signal.aborted || route.isReleased;
    meter.finish(isAborted ? 'aborted' : 'failed');
    throw isAborted ? abortedError() : failureOf(error);
  }
}

/**
 * A `mail` provider out of a route: each step is tried once, in order, until one accepts the mail. One that is refused as
 * it is (`bad-request`) would be refused by the others too and is given up. To try again later is left to whoever has the
 * mail: that takes minutes, and nobody waits for it here.
 */
export function wrapMail(route: ProviderRoute<'mail'>): MailProvider {
  return {
    spec: MAIL_SPEC,
    get abilities() { return route.first?.abilities ?? { isDelivering: true }; },
    send: async (request) => {
      if (request.signal.aborted || route.isReleased) throw abortedError();
      const steps = route.candidates();
      let last = route.nothingLeft();
      for (const [index, step] of steps.entries()) {
        try {
          return await attempt(route, step, request);
        } catch (error) {
          last = error as ProviderError;
          if (last.causeCode === 'aborted') { route.context.breakers.release(step.key); throw last; }
          const isLast = index + 1 === steps.length || last.causeCode === 'bad-request';
          route.failed(step, last, isLast ? 'GIVE_UP' : 'FALLBACK');
          if (isLast) break;
        }
      }
      throw last;
    },
    close: async () => undefined,
  };
}
