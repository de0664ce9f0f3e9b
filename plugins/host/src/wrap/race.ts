import { ProviderError, type ProviderKind, type Timer } from '@parley/plugin-sdk';
import { abortedError, contained, failureOf, type ProviderRoute, type RouteStep } from './attempts.js';
import { ConnectionFull } from './bulkhead.js';
import { Contender, type StreamPolicy } from './contender.js';

/** Attempts that run side by side. */
const CONTENDERS_MAX = 2;

/**
 * One stream out of a route: attempts run until the first of them yields a result, and that one is read to its end.
 *
 * - An attempt that fails, or stays silent for `firstResultTimeoutMs`, before its first result is followed by the next
 *   step; where the route has only one, by one retry, if the cause allows it.
 * - A slow one is hedged: the next step starts beside it, the first to speak wins, the loser is aborted; both are metered.
 * - After the first result nothing is restarted, for the reader has heard it: a failure rejects `next()` with its
 *   `ProviderError`, and what was read until then stays valid.
 * - Aborting the signal rejects with `aborted` at once; `return()` ends everything that runs.
 */
export class RoutedStream<Kind extends ProviderKind, Event> implements AsyncIterableIterator<Event> {
  readonly #policy: StreamPolicy<Kind, Event>;
  readonly #route: ProviderRoute<Kind>;
  readonly #contenders = new Set<Contender<Kind, Event>>();
  readonly #queue: Event[] = [];
  #remaining: RouteStep<Kind>[] = [];
  #retriesLeft = 0;
  #winner: Contender<Kind, Event> | undefined;
  #waiting: { resolve(result: IteratorResult<Event>): void; reject(error: ProviderError): void } | undefined;
  #state: 'idle' | 'running' | 'ended' = 'idle';
  #failure: ProviderError | undefined;
  #pulledAtMs = 0;
  #hedgeTimer: Timer | undefined;
  #stallTimer: Timer | undefined;
  #pauseTimer: Timer | undefined;
  #hedge: { readonly slow: RouteStep<Kind>; readonly beside: RouteStep<Kind> } | undefined;
  readonly #onAbort = (): void => this.#stop(abortedError());

  constructor(policy: StreamPolicy<Kind, Event>) {
    this.#policy = policy;
    this.#route = policy.route;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Event>> {
    if (this.#queue.length > 0) return Promise.resolve({ done: false, value: this.#queue.shift() as Event });
    if (this.#state === 'ended') return this.#afterEnd();
    if (this.#waiting) return Promise.reject(new ProviderError('bad-request', 'The stream is read by one reader, one event at a time.'));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#state === 'idle') this.#begin();
      else if (this.#winner) this.#pullWinner(this.#winner);
    });
  }

  return(): Promise<IteratorResult<Event>> {
    this.#queue.length = 0;
    if (this.#state !== 'ended') this.#stop(undefined);
    return Promise.resolve({ done: true, value: undefined });
  }

  #afterEnd(): Promise<IteratorResult<Event>> {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure ? Promise.reject(failure) : Promise.resolve({ done: true, value: undefined });
  }

  #begin(): void {
    this.#state = 'running';
    if (this.#policy.signal.aborted || this.#route.isReleased) { this.#stop(abortedError()); return; }
    this.#policy.signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#route.context.live.add(this.#onAbort);
    const { broken } = this.#policy;
    const candidates = this.#route.candidates();
    this.#remaining = broken ? [...candidates.filter((step) => !broken.has(step)), ...candidates.filter((step) => broken.has(step))] : [...candidates];
    this.#retriesLeft = this.#remaining.length === 1 ? 1 : 0;
    const first = this.#remaining.shift();
    if (first) this.#start(first);
    else this.#end(this.#route.nothingLeft());
  }

  #start(step: RouteStep<Kind>): void {
    const { clock, breakers, bulkheads } = this.#route.context;
    const leave = bulkheads.enter(step.key);
    if (!leave) {
      this.#goOn(step, new ConnectionFull());
      return;
    }
    const contender = new Contender<Kind, Event>(step, this.#policy.gate(), this.#route.meter(step), {
      onResult: (from, result) => this.#take(from, result), onError: (from, error) => this.#fail(from, failureOf(error)),
    });
    contender.leave = leave;
    this.#contenders.add(contender);
    breakers.begin(step.key);
    const { firstResultTimeoutMs } = this.#policy;
    contender.firstTimer = clock.setTimer(firstResultTimeoutMs, () => {
      this.#fail(contender, new ProviderError('timeout', `No ${this.#route.kind} result within ${firstResultTimeoutMs} ms.`));
    });
    this.#armHedge(step);
    if (step.provider !== undefined) this.#launch(contender);
    else step.open().then(() => this.#launch(contender), contender.onError);
  }

  #launch(contender: Contender<Kind, Event>): void {
    if (contender.isOver) return;
    try {
      contender.iterator = this.#policy.start(contender.step, contender.controller.signal)[Symbol.asyncIterator]();
      this.#pull(contender);
    } catch (error) {
      this.#fail(contender, failureOf(error));
    }
  }

  #pull(contender: Contender<Kind, Event>): void {
    contender.iterator?.next().then(contender.onResult, contender.onError);
  }

  #pullWinner(winner: Contender<Kind, Event>): void {
    this.#pulledAtMs = this.#route.context.clock.nowMs();
    if (!this.#stallTimer) this.#armStall(this.#policy.stallTimeoutMs);
    this.#pull(winner);
  }

  #armHedge(step: RouteStep<Kind>): void {
    const hedgeMs = this.#policy.hedgeMs?.(step);
    this.#hedgeTimer?.cancel();
    this.#hedgeTimer = undefined;
    const beside = this.#remaining[0];
    if (hedgeMs === undefined || !beside || this.#contenders.size >= CONTENDERS_MAX || !this.#route.context.breakers.admits(beside.key)) return;
    this.#hedgeTimer = this.#route.context.clock.setTimer(hedgeMs, () => {
      this.#hedgeTimer = undefined;
      if (!this.#route.context.bulkheads.hasRoom(beside.key)) return;
      this.#remaining.shift();
      this.#hedge = { slow: step, beside };
      this.#start(beside);
    });
  }

  #armStall(delayMs: number): void {
    const { clock } = this.#route.context;
    this.#stallTimer = clock.setTimer(delayMs, () => {
      this.#stallTimer = undefined;
      if (!this.#waiting || !this.#winner) return;
      const waitedMs = clock.nowMs() - this.#pulledAtMs;
      const { stallTimeoutMs } = this.#policy;
      // Fractions of a millisecond may be too small to move the clock.
      if (stallTimeoutMs - waitedMs >= 1) this.#armStall(stallTimeoutMs - waitedMs);
      else this.#fail(this.#winner, new ProviderError('timeout', `The ${this.#route.kind} stream stood still for ${stallTimeoutMs} ms.`));
    });
  }

  #take(contender: Contender<Kind, Event>, result: IteratorResult<Event>): void {
    if (contender.isOver) return;
    try {
      if (result.done === true) {
        contender.gate.end();
        this.#serve(contender);
        return;
      }
      const event = result.value;
      const usage = contender.gate.usageOf(event);
      if (usage) contender.meter.report(usage);
      const verdict = contender.gate.take(event);
      if (verdict === 'deliver') this.#deliver(contender, event);
      else {
        if (verdict === 'hold') contender.held.push(event);
        this.#pull(contender);
      }
    } catch (error) {
      this.#fail(contender, failureOf(error));
    }
  }

  #deliver(contender: Contender<Kind, Event>, event: Event): void {
    if (!this.#winner) this.#win(contender);
    this.#queue.push(event);
    if (contender.gate.isTerminal(event)) this.#close(contender, 'served');
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ done: false, value: this.#queue.shift() as Event });
  }

  #win(contender: Contender<Kind, Event>): void {
    this.#winner = contender;
    this.#hedgeTimer?.cancel();
    contender.firstTimer?.cancel();
    contender.meter.firstResult();
    const { latencies, breakers } = this.#route.context;
    latencies.record(contender.step.key, contender.meter.elapsedMs);
    breakers.succeed(contender.step.key);
    for (const loser of this.#contenders) {
      if (loser === contender) continue;
      if (this.#hedge?.slow === loser.step) {
        // How long it would have taken is not known, only that it is longer than this.
        latencies.record(loser.step.key, loser.meter.elapsedMs);
        breakers.slow(loser.step.key);
      } else breakers.release(loser.step.key);
      this.#close(loser, 'lost-hedge');
    }
    this.#tellHedge(contender.step);
    this.#queue.push(...contender.held.splice(0));
  }

  #tellHedge(winner: RouteStep<Kind> | undefined): void {
    const hedge = this.#hedge;
    this.#hedge = undefined;
    if (!hedge) return;
    this.#route.context.onEvent({
      type: 'provider-hedged', kind: this.#route.kind, slowConnectionId: hedge.slow.connectionId, hedgeConnectionId: hedge.beside.connectionId,
      ...(winner ? { winnerConnectionId: winner.connectionId } : {}),
    });
  }

  /** The stream ended by itself, and as it should. */
  #serve(contender: Contender<Kind, Event>): void {
    if (!this.#winner) this.#win(contender);
    this.#close(contender, 'served');
    this.#end(undefined);
  }

  #fail(contender: Contender<Kind, Event>, error: ProviderError): void {
    if (contender.isOver) return;
    const isHeard = this.#winner === contender;
    this.#policy.broken?.add(contender.step);
    this.#close(contender, 'failed');
    if (isHeard) {
      this.#route.failed(contender.step, error, 'GIVE_UP');
      this.#end(error);
      return;
    }
    this.#goOn(contender.step, error);
  }

  /** After a step that gave nothing: another is under way, or the next one is asked, or the same again. */
  #goOn(step: RouteStep<Kind>, error: ProviderError): void {
    if (this.#contenders.size > 0) {
      this.#route.failed(step, error, 'FALLBACK');
      return;
    }
    const next = this.#remaining.shift();
    if (next) {
      this.#route.failed(step, error, 'FALLBACK');
      this.#start(next);
      return;
    }
    this.#retryOrGiveUp(step, error);
  }

  #retryOrGiveUp(step: RouteStep<Kind>, error: ProviderError): void {
    const pauseMs = this.#retriesLeft > 0 ? this.#route.retryPauseMs(error) : undefined;
    if (pauseMs === undefined) {
      this.#route.failed(step, error, 'GIVE_UP');
      this.#end(error);
      return;
    }
    this.#retriesLeft -= 1;
    this.#route.failed(step, error, 'RETRY');
    this.#pauseTimer = this.#route.context.clock.setTimer(pauseMs, () => this.#start(step));
  }

  /** Ends one attempt and tells its usage. What its iterator does later is ignored. */
  #close(contender: Contender<Kind, Event>, outcome: 'served' | 'lost-hedge' | 'failed' | 'aborted'): void {
    if (contender.isOver) return;
    contender.isOver = true;
    contender.leave?.();
    this.#contenders.delete(contender);
    contender.firstTimer?.cancel();
    contender.meter.finish(outcome, outcome !== 'failed' || contender.meter.hasFirstResult ? contender.gate.measured() : {});
    if (outcome !== 'served') contender.controller.abort();
    const { iterator } = contender;
    if (iterator?.return) contained(() => iterator.return?.(), this.#route.context.logger, 'A stream did not close.');
    if (outcome === 'served' && this.#winner === contender) this.#end(undefined);
  }

  #stop(error: ProviderError | undefined): void {
    for (const contender of this.#contenders) {
      this.#route.context.breakers.release(contender.step.key);
      this.#close(contender, 'aborted');
    }
    this.#queue.length = 0;
    this.#end(error);
  }

  #end(error: ProviderError | undefined): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    for (const timer of [this.#hedgeTimer, this.#stallTimer, this.#pauseTimer]) timer?.cancel();
    this.#policy.signal.removeEventListener('abort', this.#onAbort);
    this.#route.context.live.delete(this.#onAbort);
    this.#tellHedge(undefined);
    const waiting = this.#waiting;
    if (this.#queue.length > 0) { this.#failure = error; if (waiting) { this.#waiting = undefined; waiting.resolve({ done: false, value: this.#queue.shift() as Event }); } return; }
    this.#waiting = undefined;
    if (!waiting) { this.#failure = error; return; }
    if (error) waiting.reject(error);
    else waiting.resolve({ done: true, value: undefined });
  }
}
