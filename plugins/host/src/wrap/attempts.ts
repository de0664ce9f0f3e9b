import { ProviderError, toProviderError, type Clock, type PluginLogger, type ProviderByKind, type ProviderKind } from '@parley/plugin-sdk';
import type { HostEvent, HostLimits, HostRouteStep, UsageRecord } from '../ports.js';
import type { Breakers } from './breaker.js';
import { ConnectionFull, type Bulkheads } from './bulkhead.js';
import type { Prices } from './cost.js';
import type { LatencyBook } from './latency.js';
import { Meter } from './meter.js';
import { withTimeout } from './timeout.js';

/** What the wrappers of one call share. */
export interface WrapContext {
  readonly clock: Clock;
  readonly limits: HostLimits;
  readonly logger: PluginLogger;
  readonly breakers: Breakers;
  readonly bulkheads: Bulkheads;
  readonly latencies: LatencyBook;
  /** Never throws. */
  readonly onEvent: (event: HostEvent) => void;
  /** Never throws. */
  readonly onUsage: (usage: UsageRecord) => void;
  /** Work in progress; what is still there when the call closes is ended. */
  readonly live: Set<() => void>;
}

/** Hands out an opened adapter; `release` gives it back. */
export type Opener<Kind extends ProviderKind> = () => Promise<{ readonly provider: ProviderByKind[Kind]; release(): void }>;

/** One step of a route within one call: opens its adapter when first needed, and keeps it for the call. */
export class RouteStep<Kind extends ProviderKind> {
  readonly kind: Kind;
  readonly index: number;
  readonly step: HostRouteStep;
  /** Names the connection's health: other settings are another connection. */
  readonly key: string;
  readonly prices: Prices;
  /** The adapter, once it is open. */
  provider: ProviderByKind[Kind] | undefined;
  readonly #opener: Opener<Kind>;
  #opening: Promise<ProviderByKind[Kind]> | undefined;
  #release: (() => void) | undefined;
  #isReleased = false;

  constructor(fields: { readonly kind: Kind; readonly index: number; readonly step: HostRouteStep; readonly key: string; readonly prices: Prices; readonly opener: Opener<Kind> }) {
    this.kind = fields.kind;
    this.index = fields.index;
    this.step = fields.step;
    this.key = fields.key;
    this.prices = fields.prices;
    this.#opener = fields.opener;
  }

  get connectionId(): string {
    return this.step.connectionId;
  }

  /** A failure is not remembered; the next request tries again. */
  open(): Promise<ProviderByKind[Kind]> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  release(): void {
    this.#isReleased = true;
    this.provider = undefined;
    this.#release?.();
    this.#release = undefined;
  }

  async #open(): Promise<ProviderByKind[Kind]> {
    try {
      const lease = await this.#opener();
      if (this.#isReleased) {
        lease.release();
        throw new ProviderError('aborted', 'The call has ended.');
      }
      this.#release = () => lease.release();
      this.provider = lease.provider;
      return lease.provider;
    } catch (error) {
      this.#opening = undefined;
      throw toProviderError(error);
    }
  }
}

/** While the first provider opens, the others are given this long to be counted in the wrapper's abilities. */
const OTHERS_GRACE_MS = 250;
/** Of a vendor's words in an event, in characters. */
const VENDOR_WORDS_MAX = 500;

/** Vendors like to repeat what they were sent; events are written down. */
function vendorWords({ vendorMessage }: ProviderError, secrets: HostRouteStep['secrets']): string | undefined {
  if (vendorMessage === undefined || vendorMessage === '') return undefined;
  return Object.values(secrets).filter((secret) => secret !== '').reduce((words, secret) => words.replaceAll(secret, '…'), vendorMessage).slice(0, VENDOR_WORDS_MAX);
}

/** The providers of one kind in one call. */
export class ProviderRoute<Kind extends ProviderKind> {
  readonly kind: Kind;
  readonly steps: readonly RouteStep<Kind>[];
  readonly context: WrapContext;
  /** The call has ended: nothing starts any more. */
  isReleased = false;

  constructor(kind: Kind, steps: readonly RouteStep<Kind>[], context: WrapContext) {
    this.kind = kind;
    this.steps = steps;
    this.context = context;
  }

  /**
   * The steps for one request in the order they are tried: those in health as the route has them, then those that are
   * out for a while; one that needs a person only where nothing else is left. Empty where not even that may be asked.
   */
  candidates(): readonly RouteStep<Kind>[] {
    const { breakers } = this.context;
    if (this.steps.length === 1) return breakers.admitsAsLastResort(this.steps[0]!.key) ? this.steps : [];
    const healthy = this.steps.filter((step) => breakers.admits(step.key));
    const reserve = this.steps.filter((step) => !healthy.includes(step) && breakers.admitsAsReserve(step.key));
    if (healthy.length + reserve.length > 0) return [...healthy, ...reserve];
    return this.steps.filter((step) => breakers.admitsAsLastResort(step.key));
  }

  /** The first adapter of the route that is open: it speaks for the abilities of all. */
  get first(): ProviderByKind[Kind] | undefined {
    return this.steps.find((step) => step.provider !== undefined)?.provider;
  }

  get opened(): readonly ProviderByKind[Kind][] {
    return this.steps.flatMap((step) => (step.provider === undefined ? [] : [step.provider]));
  }

  /** Opens all steps side by side; resolves with the failures once one is open (or none can be). */
  async prepare(): Promise<readonly ProviderError[]> {
    const failures: ProviderError[] = [];
    const openings = this.steps.map(async (step, index) => {
      try {
        await step.open();
        return true;
      } catch (error) {
        const failure = toProviderError(error);
        failures.push(failure);
        if (failure.causeCode !== 'aborted') this.failed(step, failure, index + 1 < this.steps.length ? 'FALLBACK' : 'GIVE_UP');
        return false;
      }
    });
    for (const opening of openings) if (await opening) break;
    const all = Promise.all(openings);
    await withTimeout(all, this.context.clock, OTHERS_GRACE_MS, () => new Error('late')).catch(() => undefined);
    return failures;
  }

  meter(step: RouteStep<Kind>): Meter {
    return new Meter(step, this.context.clock, this.context.onUsage);
  }

  /** Tells a failure to the health book and to the call. */
  failed(step: RouteStep<Kind>, error: ProviderError, next: 'RETRY' | 'FALLBACK' | 'GIVE_UP'): void {
    // A connection that has no room is not a broken one.
    if (!(error instanceof ConnectionFull)) this.context.breakers.fail(step.key, error);
    const vendorMessage = vendorWords(error, step.step.secrets);
    this.context.onEvent({ type: 'provider-failed', kind: this.kind, connectionId: step.connectionId, cause: error.causeCode, message: error.message, next, ...(vendorMessage === undefined ? {} : { vendorMessage }) });
  }

  /** Where no step may be asked at all. */
  nothingLeft(): ProviderError {
    return this.steps.length === 0
      ? new ProviderError('bad-request', `The route of ${this.kind} has no steps.`)
      : new ProviderError('auth', `Every ${this.kind} connection of the route refuses its credentials or is out of credit.`);
  }

  /** Pause before the same provider is asked again; undefined where that cannot help, or would take too long. */
  retryPauseMs(error: ProviderError): number | undefined {
    const { rateLimitWaitMsMax, retryPauseMs } = this.context.limits;
    if (!error.isRetryable) return undefined;
    if (error.causeCode === 'timeout') return 0;
    if (error.causeCode !== 'rate-limit') return retryPauseMs;
    const waitMs = error.retryAfterMs ?? retryPauseMs;
    return waitMs <= rateLimitWaitMsMax ? waitMs : undefined;
  }

  release(): void {
    this.isReleased = true;
    for (const step of this.steps) step.release();
  }
}

export const abortedError = (): ProviderError => new ProviderError('aborted', 'The request was cancelled.');

/** What an attempt that nobody cancelled threw: an adapter that says `aborted` of its own accord has failed. */
export function failureOf(thrown: unknown): ProviderError {
  const error = toProviderError(thrown);
  return error.causeCode === 'aborted' ? new ProviderError('vendor-fault', 'The provider cancelled the request itself.', { reason: error }) : error;
}

/** Runs what belongs to an adapter and must not disturb anything else: closing, returning an iterator. */
export function contained(work: () => unknown, logger: PluginLogger, message: string): void {
  const fail = (error: unknown): void => {
    const failure = toProviderError(error);
    if (failure.causeCode !== 'aborted') logger.debug(message, { error: failure.message });
  };
  try {
    Promise.resolve(work()).catch(fail);
  } catch (error) {
    fail(error);
  }
}
