import { isProviderError, type ProviderErrorCause } from '../errors.js';
import type { PluginLogger, ProviderByKind, ProviderKind } from '../plugin.js';
import { TooLateError, type ContractTime } from './contract-time.js';

/** What an adapter is opened with under a suite; the suite looks for the secret in everything the adapter says. */
export interface ContractWatch {
  readonly logger: PluginLogger;
  /** Use this as the value of every secret of the adapter. */
  readonly secret: string;
}

/** How a suite reaches the adapter of one kind. Each check opens a fresh one and closes it. */
export interface ContractHarness<Kind extends ProviderKind> {
  /** {@link realTime} for adapters that work, {@link virtualTime} for those that live on an injected clock. */
  readonly time: ContractTime;
  open(watch: ContractWatch): Promise<ProviderByKind[Kind]>;
  /** An adapter whose next request fails for this cause (a local server that answers 401, say). Asked for `failingCauses`. */
  readonly openFailing?: (cause: ProviderErrorCause, watch: ContractWatch) => Promise<ProviderByKind[Kind]>;
  readonly failingCauses?: readonly ProviderErrorCause[];
  /** Longest an answer may take before the check gives up, in milliseconds; default 20,000. */
  readonly answerMsMax?: number;
}

export interface ContractCheck<Harness> {
  /** Stable name: `<kind>/<rule>`. */
  readonly id: string;
  /** The rule in words, true of every adapter of the kind. */
  readonly rule: string;
  /** False where the harness lacks what the check needs; undefined: always. */
  readonly isApplicable?: (harness: Harness) => boolean;
  /** Rejects with a {@link ContractViolation} where the adapter breaks the rule. */
  run(harness: Harness): Promise<void>;
}

/** An adapter broke a rule of its kind. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
  readonly id: string;

  constructor(id: string, rule: string, found: string, reason?: unknown) {
    super(`${id}: ${rule}\n  found: ${found}`, reason === undefined ? undefined : { cause: reason });
    this.id = id;
  }
}

/** What a check throws inside; {@link check} turns it into a violation that names the rule. */
class Unmet extends Error {}

export function must(condition: boolean, found: string): asserts condition {
  if (!condition) throw new Unmet(found);
}

export function defineCheck<Harness>(
  id: string, rule: string, run: (harness: Harness) => Promise<void>, isApplicable?: (harness: Harness) => boolean,
): ContractCheck<Harness> {
  return {
    id, rule, ...(isApplicable === undefined ? {} : { isApplicable }),
    async run(harness) {
      try {
        await run(harness);
      } catch (error) {
        if (error instanceof Unmet || error instanceof TooLateError) throw new ContractViolation(id, rule, error.message);
        if (isProviderError(error)) throw new ContractViolation(id, rule, `the adapter failed: ${error.causeCode}: ${error.message}`, error);
        throw error;
      }
    },
  };
}

/** The check of a runner's own: `test` of vitest and node:test both fit. */
export type RegisterTest = (name: string, run: () => Promise<void>) => void;

/** Registers one test for each check that the harness can be held to. */
export function registerChecks<Harness>(checks: readonly ContractCheck<Harness>[], harness: Harness, registerTest: RegisterTest): void {
  for (const check of checks) {
    if (check.isApplicable && !check.isApplicable(harness)) continue;
    registerTest(`${check.id}: ${check.rule}`, async () => await check.run(harness));
  }
}

export function answerMsMaxOf(harness: { readonly answerMsMax?: number }): number {
  return harness.answerMsMax ?? 20_000;
}
