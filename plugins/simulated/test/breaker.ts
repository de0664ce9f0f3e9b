import { ProviderError, type ProviderKind } from '@parley/plugin-sdk';
import type { ContractWatch } from '@parley/plugin-sdk/testing';
import type { Wrap } from './harness.js';

/** One way to break one rule: what is wrong, and the simulated adapter made so. */
export interface Breaker<Kind extends ProviderKind> {
  readonly wrong: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly wrap?: Wrap<Kind>;
}

export type Breakers<Kind extends ProviderKind> = Readonly<Record<string, readonly Breaker<Kind>[]>>;

export const never = async (): Promise<never> => await new Promise<never>(() => {});

/** How an adapter may spoil the error it fails with; each belongs to a rule that all kinds share. */
export const errorSpoilers: Readonly<Record<'failure-has-cause' | 'failure-keeps-secret', readonly {
  readonly wrong: string; readonly spoil: (error: unknown, watch: ContractWatch) => Error;
}[]>> = {
  'failure-has-cause': [
    { wrong: 'throws plain errors', spoil: () => new Error('something failed') },
    { wrong: 'calls every failure a vendor fault', spoil: () => new ProviderError('vendor-fault', 'failed') },
    { wrong: 'hides refused credentials behind a timeout', spoil: () => new ProviderError('timeout', 'failed') },
  ],
  'failure-keeps-secret': [
    { wrong: 'puts the secret into the message', spoil: (error, watch) => copyOf(error, `Bearer ${watch.secret} was refused`) },
    { wrong: 'puts the secret into the vendor\'s words', spoil: (error, watch) => copyOf(error, 'failed', `key ${watch.secret}`) },
    { wrong: 'keeps the request with the secret as the reason', spoil: (error, watch) => copyOf(error, 'failed', undefined, { headers: { key: watch.secret } }) },
    {
      wrong: 'logs the secret when it fails',
      spoil: (error, watch) => { watch.logger.warn('request failed', { headers: { key: watch.secret } }); return copyOf(error, 'failed'); },
    },
  ],
};

function copyOf(error: unknown, message: string, vendorMessage?: string, reason?: unknown): ProviderError {
  const cause = error instanceof ProviderError ? error.causeCode : 'vendor-fault';
  return new ProviderError(cause, message, { ...(vendorMessage === undefined ? {} : { vendorMessage }), reason });
}

/** Breakers of the rules that all kinds share, made from a way to change the errors of the kind's adapter. */
export function commonBreakers<Kind extends ProviderKind>(
  kind: Kind, changeErrors: (change: (error: unknown, watch: ContractWatch) => Error) => Wrap<Kind>,
): Breakers<Kind> {
  const spoiled = Object.entries(errorSpoilers).map(([rule, spoilers]) => (
    [`${kind}/${rule}`, spoilers.map(({ wrong, spoil }) => ({ wrong, wrap: changeErrors(spoil) }))] as const));
  return {
    ...Object.fromEntries(spoiled),
    [`${kind}/secrets-stay-secret`]: [{
      wrong: 'logs its settings with the secret',
      wrap: (provider, watch) => { watch.logger.debug('opened', { connection: { key: watch.secret } }); return provider; },
    }],
    [`${kind}/close-resolves`]: [
      { wrong: 'never closes', wrap: (provider, _watch, clock) => closeInstead(provider, async () => await waitOn(clock, 60_000)) },
      {
        wrong: 'cannot be closed twice',
        wrap: (provider) => {
          let count = 0;
          return closeInstead(provider, async () => { count += 1; if (count > 1) throw new ProviderError('bad-request', 'closed already'); });
        },
      },
    ],
  };
}

async function waitOn(clock: { setTimer(delayMs: number, callback: () => void): unknown }, delayMs: number): Promise<void> {
  await new Promise<void>((resolve) => { clock.setTimer(delayMs, resolve); });
}

function closeInstead<Provider extends { close(): Promise<void> }>(provider: Provider, close: () => Promise<void>): Provider {
  return { ...provider, close };
}

/** A stream of one item after another, changed on the way. */
export async function* mapStream<Event>(stream: AsyncIterable<Event>, change: (event: Event) => readonly Event[]): AsyncGenerator<Event> {
  for await (const event of stream) yield* change(event);
}

export async function* mapStreamError<Event>(stream: AsyncIterable<Event>, change: (error: unknown) => Error): AsyncGenerator<Event> {
  try { yield* stream; } catch (error) { throw change(error); }
}

/** Aborts all requests of an adapter as soon as one of them is aborted. */
export class SharedAbort {
  readonly #controllers = new Set<AbortController>();

  join(signal: AbortSignal): AbortSignal {
    const controller = new AbortController();
    this.#controllers.add(controller);
    signal.addEventListener('abort', () => { for (const one of this.#controllers) one.abort(); }, { once: true });
    return controller.signal;
  }
}

export const neverAborted = (): AbortSignal => new AbortController().signal;
