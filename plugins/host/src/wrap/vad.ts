import { ProviderError, VAD_SPEC, type VadOpenRequest, type VadProvider, type VadSession } from '@parley/plugin-sdk';
import { abortedError, contained, failureOf, type ProviderRoute, type RouteStep } from './attempts.js';
import { withTimeout } from './timeout.js';

/** Silero's windows, which every detector of a route has to share. */
const DEFAULT_WINDOWS = { 8000: 256, 16000: 512 } as const;
/** A session that held this long was sound: its end is a new fault, not one more of the same. */
const SOUND_MS_MIN = 30_000;
const REOPENS_MAX = 2;

/**
 * A call's voice detector that survives its providers. When a session fails, or owes windows for `vadStallMs`, the next
 * step with windows of the same length (the same step again, where it is the only one) goes on from the audio that comes
 * then. Windows in between are never delivered: `windowIndex` jumps over them and stays true to the audio.
 */
class RoutedVadSession implements VadSession {
  readonly #route: ProviderRoute<'vad'>;
  readonly #request: VadOpenRequest;
  readonly #windowSamples: number;
  readonly #failures = new Map<RouteStep<'vad'>, number>();
  readonly #onCallEnd = (): void => this.#end(abortedError());
  #step: RouteStep<'vad'> | undefined;
  #session: VadSession | undefined;
  #generation = 0;
  #samplesTotal = 0;
  #baseIndex = 0;
  #nextIndex = 0;
  #lastWindowAtMs = 0;
  #openedAtMs = 0;
  #isClosed = false;
  #opened: { resolve(): void; reject(error: ProviderError): void } | undefined;

  constructor(route: ProviderRoute<'vad'>, request: VadOpenRequest, windowSamples: number) {
    this.#route = route;
    this.#request = request;
    this.#windowSamples = windowSamples;
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#opened = { resolve, reject };
      this.#route.context.live.add(this.#onCallEnd);
      const step = this.#route.candidates()[0];
      if (this.#route.isReleased) this.#end(abortedError());
      else if (step) this.#open(step);
      else this.#end(this.#route.nothingLeft());
    });
  }

  push(samples: Int16Array): void {
    if (this.#isClosed) return;
    this.#samplesTotal += samples.length;
    if (!this.#session) return;
    try {
      this.#session.push(samples);
    } catch (error) {
      this.#failSoon(error);
      return;
    }
    const isOwed = this.#samplesTotal - this.#nextIndex * this.#windowSamples >= 2 * this.#windowSamples;
    const { clock, limits } = this.#route.context;
    if (!isOwed) this.#lastWindowAtMs = clock.nowMs();
    else if (clock.nowMs() - this.#lastWindowAtMs >= limits.vadStallMs) {
      this.#failSoon(new ProviderError('timeout', `No voice activity for ${limits.vadStallMs} ms of audio.`));
    }
  }

  close(): void {
    this.#end(undefined);
  }

  #open(step: RouteStep<'vad'>): void {
    const { clock, limits, breakers, logger } = this.#route.context;
    const generation = this.#generation;
    this.#step = step;
    breakers.begin(step.key);
    const opening = step.open().then((provider) => {
      if (provider.abilities.windowSamples[this.#request.sampleRateHz] !== this.#windowSamples) {
        throw new ProviderError('bad-request', 'Its windows have another length than those of the route.');
      }
      return provider.open({
        ...this.#request, onWindow: (probability, index) => this.#hear(generation, probability, index),
        onError: (error) => this.#fail(generation, failureOf(error)),
      });
    });
    withTimeout(opening, clock, limits.sttOpenTimeoutMs, () => new ProviderError('timeout', `No vad session within ${limits.sttOpenTimeoutMs} ms.`), {
      onLate: (late) => contained(() => late.close(), logger, 'A late vad session did not close.'),
    }).then(
      (session) => this.#use(generation, session),
      (error: unknown) => this.#fail(generation, failureOf(error)),
    );
  }

  #use(generation: number, session: VadSession): void {
    if (generation !== this.#generation || this.#isClosed) {
      contained(() => session.close(), this.#route.context.logger, 'A late vad session did not close.');
      return;
    }
    this.#session = session;
    this.#baseIndex = Math.ceil(this.#samplesTotal / this.#windowSamples);
    this.#nextIndex = this.#baseIndex;
    this.#openedAtMs = this.#route.context.clock.nowMs();
    this.#lastWindowAtMs = this.#openedAtMs;
    this.#opened?.resolve();
    this.#opened = undefined;
  }

  #hear(generation: number, probability: number, index: number): void {
    if (generation !== this.#generation || this.#isClosed) return;
    if (!(probability >= 0 && probability <= 1)) {
      this.#fail(generation, new ProviderError('vendor-fault', 'A voice probability is not one.'));
      return;
    }
    if (this.#nextIndex === this.#baseIndex && this.#step) this.#route.context.breakers.succeed(this.#step.key);
    this.#nextIndex = this.#baseIndex + index + 1;
    this.#lastWindowAtMs = this.#route.context.clock.nowMs();
    try {
      this.#request.onWindow(probability, this.#baseIndex + index);
    } catch (error) {
      this.#route.context.logger.warn('A listener of voice activity failed.', { error: String(error) });
    }
  }

  #failSoon(error: unknown): void {
    const generation = this.#generation;
    queueMicrotask(() => this.#fail(generation, failureOf(error)));
  }

  #fail(generation: number, error: ProviderError): void {
    const step = this.#step;
    if (generation !== this.#generation || this.#isClosed || !step) return;
    if (this.#session && this.#route.context.clock.nowMs() - this.#openedAtMs >= SOUND_MS_MIN) this.#failures.clear();
    this.#failures.set(step, (this.#failures.get(step) ?? 0) + 1);
    this.#leave();
    const fresh = this.#route.candidates().find((candidate) => !this.#failures.has(candidate));
    const isRetry = !fresh && this.#route.steps.length === 1 && error.isRetryable && (this.#failures.get(step) ?? 0) <= REOPENS_MAX;
    this.#route.failed(step, error, fresh ? 'FALLBACK' : isRetry ? 'RETRY' : 'GIVE_UP');
    if (fresh) this.#open(fresh);
    else if (isRetry) this.#open(step);
    else this.#end(error);
  }

  #leave(): void {
    this.#generation += 1;
    const session = this.#session;
    this.#session = undefined;
    if (session) contained(() => session.close(), this.#route.context.logger, 'A vad session did not close.');
  }

  #end(error: ProviderError | undefined): void {
    if (this.#isClosed) return;
    this.#leave();
    this.#isClosed = true;
    this.#route.context.live.delete(this.#onCallEnd);
    if (this.#step) this.#route.context.breakers.release(this.#step.key);
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened) { opened.reject(error ?? abortedError()); return; }
    if (!error || error.causeCode === 'aborted') return;
    contained(() => this.#request.onError(error), this.#route.context.logger, 'A listener of voice activity failed.');
  }
}

/** A `vad` provider out of a route. */
export function wrapVad(route: ProviderRoute<'vad'>): VadProvider {
  const windows = (): Readonly<Record<8000 | 16000, number>> => route.first?.abilities.windowSamples ?? DEFAULT_WINDOWS;
  return {
    spec: VAD_SPEC,
    get abilities() { return { windowSamples: windows() }; },
    open: async (request) => {
      const session = new RoutedVadSession(route, request, windows()[request.sampleRateHz]);
      await session.start();
      return session;
    },
    close: async () => undefined,
  };
}
