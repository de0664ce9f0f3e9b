import { randomUUID } from 'node:crypto';
import type { Clock, ProviderKind, ProviderUsage } from '@parley/plugin-sdk';
import type { UsageRecord } from '../ports.js';
import { costMicroUsd, type Prices } from './cost.js';

const FIELDS = ['inputTokens', 'cachedInputTokens', 'outputTokens', 'characters', 'audioMs', 'bytes', 'requests'] as const;

/** Counts one request to one provider and tells it once, however it ends. */
export class Meter {
  readonly requestId = randomUUID();
  readonly #kind: ProviderKind;
  readonly #connectionId: string;
  readonly #prices: Prices;
  readonly #clock: Clock;
  readonly #onUsage: (usage: UsageRecord) => void;
  readonly #startedAtMs: number;
  #firstResultMs: number | undefined;
  #usage: ProviderUsage = {};
  #isTold = false;

  constructor(subject: { readonly kind: ProviderKind; readonly connectionId: string; readonly prices: Prices }, clock: Clock, onUsage: (usage: UsageRecord) => void) {
    this.#kind = subject.kind;
    this.#connectionId = subject.connectionId;
    this.#prices = subject.prices;
    this.#clock = clock;
    this.#onUsage = onUsage;
    this.#startedAtMs = clock.nowMs();
  }

  get elapsedMs(): number {
    return this.#clock.nowMs() - this.#startedAtMs;
  }

  get hasFirstResult(): boolean {
    return this.#firstResultMs !== undefined;
  }

  /** `sinceMs`: where the wait began, if that is later than the request (a transcript is waited for from its commit). */
  firstResult(sinceMs: number = this.#startedAtMs): void {
    this.#firstResultMs ??= this.#clock.nowMs() - sinceMs;
  }

  /** Usage is a total for the request: a later report of the same field replaces the earlier. */
  report(usage: ProviderUsage): void {
    const clean: Record<string, number> = {};
    for (const field of FIELDS) {
      const value = usage[field];
      if (typeof value === 'number' && Number.isFinite(value) && value >= 0) clean[field] = value;
    }
    this.#usage = { ...this.#usage, ...clean };
  }

  /** `measured` is what the host saw itself; the provider's own report goes before it. */
  finish(outcome: UsageRecord['outcome'], measured: ProviderUsage = {}): void {
    if (this.#isTold) return;
    this.#isTold = true;
    const usage = { requests: 1, ...measured, ...this.#usage };
    const cost = this.#prices.length === 0 ? undefined : costMicroUsd(usage, this.#prices);
    this.#onUsage({
      kind: this.#kind, connectionId: this.#connectionId, requestId: this.requestId, outcome, ...usage,
      ...(cost === undefined ? {} : { costMicroUsd: cost }),
      ...(this.#firstResultMs === undefined ? {} : { firstResultMs: this.#firstResultMs }),
    });
  }
}
