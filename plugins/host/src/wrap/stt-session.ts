import { ProviderError, type AudioSamples, type SttEvent, type SttOpenRequest, type SttSession, type Timer } from '@parley/plugin-sdk';
import { abortedError, contained, failureOf, type ProviderRoute, type RouteStep } from './attempts.js';
import { ConnectionFull } from './bulkhead.js';
import { OpenSegments, type Segment } from './stt-segments.js';
import { withTimeout } from './timeout.js';

/** A session that held this long was sound: its end is a new fault, not one more of the same. */
const SOUND_MS_MIN = 30_000;
/** The only step of a route is opened again this often for one fault. */
const REOPENS_MAX = 2;

/**
 * A call's ear that survives its providers. Audio without transcript is kept; when a session fails, or owes a final for
 * too long, the next step (the same again, where it is the only one) hears that audio anew and the segments go on as if
 * nothing had happened: one `transcript-final` for each commit, none twice, nothing from a session that was given up.
 * Where no step is left, one `error` ends it.
 */
export class RoutedSttSession implements SttSession {
  readonly #route: ProviderRoute<'stt'>;
  readonly #request: SttOpenRequest;
  readonly #segments: OpenSegments;
  readonly #finalTimers = new Map<number, Timer>();
  /** Failures of each step since the last sign of health. */
  readonly #failures = new Map<RouteStep<'stt'>, number>();
  #step: RouteStep<'stt'> | undefined;
  #session: SttSession | undefined;
  #controller = new AbortController();
  #generation = 0;
  #openedAtMs = 0;
  #pauseTimer: Timer | undefined;
  #leaveConnection: (() => void) | undefined;
  #isInAdapter = false;
  #isClosed = false;
  #opened: { resolve(): void; reject(error: ProviderError): void } | undefined;
  readonly #onAbort = (): void => this.#end(abortedError());

  constructor(route: ProviderRoute<'stt'>, request: SttOpenRequest) {
    this.#route = route;
    this.#request = request;
    this.#segments = new OpenSegments(request.format, route.context.limits.sttReplayMsMax);
  }

  /** Resolves when the first session is open; rejects with the last failure where none can be. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#opened = { resolve, reject };
      if (this.#request.signal.aborted || this.#route.isReleased) { this.#end(abortedError()); return; }
      this.#request.signal.addEventListener('abort', this.#onAbort, { once: true });
      this.#route.context.live.add(this.#onAbort);
      const step = this.#route.candidates()[0];
      if (step) this.#open(step);
      else this.#end(this.#route.nothingLeft());
    });
  }

  push(segmentId: number, audio: AudioSamples): void {
    if (this.#isClosed) return;
    const segment = this.#segments.open(segmentId);
    segment.isSpeculated = false;
    this.#segments.keep(segment, audio);
    if (this.#session) this.#give(this.#session, segment, audio);
  }

  speculate(segmentId: number): void {
    const segment = this.#segments.get(segmentId);
    if (this.#isClosed || !segment || segment.isCommitted) return;
    segment.isSpeculated = true;
    this.#inAdapter((session) => session.speculate(segmentId));
  }

  commit(segmentId: number): void {
    if (this.#isClosed) return;
    const segment = this.#segments.open(segmentId);
    if (segment.isCommitted) return;
    segment.isCommitted = true;
    segment.committedAtMs = this.#route.context.clock.nowMs();
    if (this.#session) this.#commit(segment);
  }

  discard(segmentId: number): void {
    const segment = this.#isClosed ? undefined : this.#segments.remove(segmentId);
    if (!segment) return;
    this.#cancelTimer(segmentId);
    segment.meter?.finish('aborted', this.#measured(segment));
    this.#inAdapter((session) => session.discard(segmentId));
  }

  close(): Promise<void> {
    this.#end(undefined);
    return Promise.resolve();
  }

  #open(step: RouteStep<'stt'>): void {
    const { clock, limits, breakers, bulkheads, logger } = this.#route.context;
    const generation = this.#generation;
    this.#step = step;
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    this.#leaveConnection = bulkheads.enter(step.key);
    if (!this.#leaveConnection) {
      queueMicrotask(() => this.#fail(generation, new ConnectionFull()));
      return;
    }
    breakers.begin(step.key);
    const opening = step.open().then((provider) => provider.open({
      ...this.#request, signal, onEvent: (event) => this.#hear(generation, event),
    }));
    withTimeout(opening, clock, limits.sttOpenTimeoutMs, () => new ProviderError('timeout', `No stt session within ${limits.sttOpenTimeoutMs} ms.`), {
      signal, onAbort: abortedError, onLate: (late) => contained(() => late.close(), logger, 'A late stt session did not close.'),
    }).then(
      (session) => this.#use(generation, session),
      (error: unknown) => this.#fail(generation, failureOf(error)),
    );
  }

  #use(generation: number, session: SttSession): void {
    if (generation !== this.#generation || this.#isClosed) {
      contained(() => session.close(), this.#route.context.logger, 'A late stt session did not close.');
      return;
    }
    this.#session = session;
    this.#openedAtMs = this.#route.context.clock.nowMs();
    // An open session is no transcript yet; other calls may try meanwhile.
    if (this.#step) this.#route.context.breakers.release(this.#step.key);
    this.#opened?.resolve();
    this.#opened = undefined;
    for (const segment of this.#segments.inOrder()) {
      for (const block of segment.blocks) {
        if (this.#session !== session) return;
        this.#give(session, segment, block.samples.subarray(0, block.fill));
      }
      if (this.#session !== session) return;
      if (segment.isCommitted) this.#commit(segment);
      else if (segment.isSpeculated) this.#inAdapter((open) => open.speculate(segment.id));
    }
  }

  #give(session: SttSession, segment: Segment, audio: AudioSamples): void {
    segment.meter ??= this.#step && this.#route.meter(this.#step);
    segment.sampleCount += audio.length;
    // As `#inAdapter`, without a closure for each frame.
    this.#isInAdapter = true;
    try {
      session.push(segment.id, audio);
    } catch (error) {
      this.#failSoon(error);
    } finally {
      this.#isInAdapter = false;
    }
  }

  #commit(segment: Segment): void {
    segment.meter ??= this.#step && this.#route.meter(this.#step);
    const { clock, limits } = this.#route.context;
    const generation = this.#generation;
    this.#finalTimers.set(segment.id, clock.setTimer(limits.sttFinalTimeoutMs, () => {
      this.#fail(generation, new ProviderError('timeout', `No final transcript within ${limits.sttFinalTimeoutMs} ms.`));
    }));
    this.#inAdapter((session) => session.commit(segment.id));
  }

  #inAdapter(work: (session: SttSession) => void): void {
    if (!this.#session) return;
    this.#isInAdapter = true;
    try {
      work(this.#session);
    } catch (error) {
      this.#failSoon(error);
    } finally {
      this.#isInAdapter = false;
    }
  }

  /** What an adapter throws into `push` must not reach the frame's own path. */
  #failSoon(error: unknown): void {
    const generation = this.#generation;
    queueMicrotask(() => this.#fail(generation, failureOf(error)));
  }

  #hear(generation: number, event: SttEvent): void {
    if (generation !== this.#generation || this.#isClosed) return;
    if (this.#isInAdapter) { queueMicrotask(() => this.#hear(generation, event)); return; }
    if (event.type === 'error') { this.#fail(generation, failureOf(event.error)); return; }
    if (typeof event.text !== 'string' || !this.#segments.wasSeen(event.segmentId)) {
      this.#fail(generation, new ProviderError('vendor-fault', 'A transcript is not of this call.'));
      return;
    }
    const segment = this.#segments.get(event.segmentId);
    if (!segment) return;
    if (event.type === 'transcript-final') {
      if (!segment.isCommitted) return;
      this.#settle(segment, event);
    } else if (segment.isCommitted && event.type === 'transcript-speculative') return;
    this.#tell(event);
  }

  #settle(segment: Segment, event: Extract<SttEvent, { type: 'transcript-final' }>): void {
    this.#segments.remove(segment.id);
    this.#cancelTimer(segment.id);
    this.#failures.clear();
    if (this.#step) this.#route.context.breakers.succeed(this.#step.key);
    segment.meter?.firstResult(segment.committedAtMs);
    if (event.usage) segment.meter?.report(event.usage);
    segment.meter?.finish('served', this.#measured(segment));
  }

  #tell(event: SttEvent): void {
    try {
      this.#request.onEvent(event);
    } catch (error) {
      this.#route.context.logger.warn('A listener of transcripts failed.', { error: String(error) });
    }
  }

  #fail(generation: number, error: ProviderError): void {
    const step = this.#step;
    if (generation !== this.#generation || this.#isClosed || !step) return;
    const { clock } = this.#route.context;
    if (this.#session && clock.nowMs() - this.#openedAtMs >= SOUND_MS_MIN) this.#failures.clear();
    this.#failures.set(step, (this.#failures.get(step) ?? 0) + 1);
    this.#leave('failed');
    const next = this.#nextStep(error);
    if (!next) {
      this.#route.failed(step, error, 'GIVE_UP');
      this.#end(error);
      return;
    }
    this.#route.failed(step, error, next.step === step ? 'RETRY' : 'FALLBACK');
    if (next.pauseMs === 0) { this.#open(next.step); return; }
    this.#pauseTimer = clock.setTimer(next.pauseMs, () => { if (!this.#isClosed) this.#open(next.step); });
  }

  #nextStep(error: ProviderError): { readonly step: RouteStep<'stt'>; readonly pauseMs: number } | undefined {
    const fresh = this.#route.candidates().find((step) => !this.#failures.has(step));
    if (fresh) return { step: fresh, pauseMs: 0 };
    const only = this.#route.steps.length === 1 ? this.#route.steps[0] : undefined;
    const pauseMs = this.#route.retryPauseMs(error);
    if (!only || pauseMs === undefined || (this.#failures.get(only) ?? 0) > REOPENS_MAX) return undefined;
    return { step: only, pauseMs };
  }

  /** Gives up the session: from here on nothing it says is heard. */
  #leave(outcome: 'failed' | 'aborted'): void {
    this.#generation += 1;
    for (const id of this.#finalTimers.keys()) this.#cancelTimer(id);
    for (const segment of this.#segments.inOrder()) {
      segment.meter?.finish(outcome, this.#measured(segment));
      segment.meter = undefined;
      segment.sampleCount = 0;
    }
    this.#controller.abort();
    this.#leaveConnection?.();
    this.#leaveConnection = undefined;
    const session = this.#session;
    this.#session = undefined;
    if (session) contained(() => session.close(), this.#route.context.logger, 'An stt session did not close.');
  }

  #end(error: ProviderError | undefined): void {
    if (this.#isClosed) return;
    this.#leave('aborted');
    this.#isClosed = true;
    this.#pauseTimer?.cancel();
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    this.#route.context.live.delete(this.#onAbort);
    if (this.#step) this.#route.context.breakers.release(this.#step.key);
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened) opened.reject(error ?? abortedError());
    else if (error && error.causeCode !== 'aborted') this.#tell({ type: 'error', error });
  }

  #cancelTimer(segmentId: number): void {
    this.#finalTimers.get(segmentId)?.cancel();
    this.#finalTimers.delete(segmentId);
  }

  #measured(segment: Segment) {
    return { audioMs: (segment.sampleCount * 1000) / this.#request.format.sampleRateHz };
  }
}
