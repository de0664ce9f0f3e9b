import { ProviderError, type Clock, type ProviderKind, type Timer } from '@parley/plugin-sdk';
import type { HostLimits } from '../ports.js';
import { failureOf, type ProviderRoute, type RouteStep } from './attempts.js';
import type { Breakers } from './breaker.js';
import type { HealthBoard } from './health-board.js';
import { SMALLEST_REQUESTS } from './smallest-request.js';
import { withTimeout } from './timeout.js';

export type AnyRoute = { readonly [Kind in ProviderKind]: ProviderRoute<Kind> }[ProviderKind];

/** Kinds whose failed request costs a caller seconds. Detectors answer at once or not at all, and a mail is not sent to try. */
const PROBED_KINDS = ['llm', 'tts', 'stt', 'embedding'] as const;
type ProbedKind = (typeof PROBED_KINDS)[number];

interface Subject { readonly kind: ProbedKind; readonly step: { readonly [Kind in ProbedKind]: RouteStep<Kind> }[ProbedKind]; readonly route: AnyRoute }

const isProbed = (kind: ProviderKind): kind is ProbedKind => PROBED_KINDS.some((probed) => probed === kind);

/**
 * Tries connections out that failed and are left alone for a while, with the smallest request of their kind, before a
 * caller's request would: once for each time out, by one process of the cluster, and only while a call here names the
 * connection, which is told the usage. Refused credentials, spent credit and rate limits are not tried out.
 */
export class RecoveryProbes {
  readonly #breakers: Breakers;
  readonly #clock: Clock;
  readonly #limits: Pick<HostLimits, 'probeLeadMs' | 'probeTimeoutMs'>;
  readonly #health: HealthBoard | undefined;
  readonly #subjects = new Map<string, Set<Subject>>();
  readonly #timers = new Map<string, Timer>();
  readonly #running = new Set<AbortController>();

  constructor(parts: { readonly breakers: Breakers; readonly clock: Clock; readonly limits: Pick<HostLimits, 'probeLeadMs' | 'probeTimeoutMs'>; readonly health: HealthBoard | undefined }) {
    this.#breakers = parts.breakers;
    this.#clock = parts.clock;
    this.#limits = parts.limits;
    this.#health = parts.health;
    parts.breakers.onOut((key, untilMs) => { this.#plan(key, untilMs); });
  }

  /** The connections of a call may be tried out as long as it runs. Answers how to end that. */
  enlist(route: AnyRoute): () => void {
    if (!isProbed(route.kind)) return () => undefined;
    const subjects = route.steps.map((step) => ({ kind: route.kind, step, route }) as Subject);
    for (const subject of subjects) {
      const others = this.#subjects.get(subject.step.key) ?? new Set();
      this.#subjects.set(subject.step.key, others.add(subject));
    }
    return () => { for (const subject of subjects) this.#dismiss(subject); };
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    for (const controller of this.#running) controller.abort();
    this.#timers.clear();
    this.#subjects.clear();
  }

  #dismiss(subject: Subject): void {
    const { key } = subject.step;
    const others = this.#subjects.get(key);
    others?.delete(subject);
    if (others?.size !== 0) return;
    this.#subjects.delete(key);
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
  }

  #plan(key: string, untilMs: number): void {
    if (!this.#subjects.has(key)) return;
    this.#timers.get(key)?.cancel();
    const delayMs = Math.max(0, untilMs - this.#limits.probeLeadMs - this.#clock.nowMs());
    this.#timers.set(key, this.#clock.setTimer(delayMs, () => {
      this.#timers.delete(key);
      void this.#probe(key);
    }));
  }

  async #probe(key: string): Promise<void> {
    if (await this.#health?.claim(key, this.#limits.probeTimeoutMs) === false) return;
    const [subject] = this.#subjects.get(key) ?? [];
    // It serves again, somebody is trying it, or it needs a person by now.
    if (!subject || this.#breakers.admits(key) || !this.#breakers.admitsAsReserve(key)) return;
    const { kind, step, route } = subject;
    const meter = route.meter(step as never);
    const controller = new AbortController();
    this.#running.add(controller);
    this.#breakers.begin(key);
    try {
      const ask = SMALLEST_REQUESTS[kind] as (provider: unknown, signal: AbortSignal, voice: string | undefined) => Promise<void>;
      const asked = step.open().then((provider) => ask(provider, controller.signal, step.step.voice));
      await withTimeout(asked, this.#clock, this.#limits.probeTimeoutMs, () => new ProviderError('timeout', `No ${kind} result within ${this.#limits.probeTimeoutMs} ms.`));
      meter.firstResult();
      // It was cut off after its first result, and served nobody.
      meter.finish('aborted');
      this.#breakers.succeed(key);
    } catch (error) {
      meter.finish(route.isReleased ? 'aborted' : 'failed');
      if (route.isReleased) this.#breakers.release(key);
      else this.#breakers.fail(key, failureOf(error));
    } finally {
      controller.abort();
      this.#running.delete(controller);
    }
  }
}
