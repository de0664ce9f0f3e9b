import type { ProviderKind } from '../plugin.js';
import { ContractViolation, type ContractCheck } from './contract.js';
import { contracts, type HarnessByKind } from './contracts.js';
import { QUALITY_LEVELS, type QualityLevel } from '../manifest/quality.js';
import { qualityRules, type QualityMeans } from './quality-rules.js';

export interface QualityFinding {
  readonly id: string;
  readonly rule: string;
  readonly level: QualityLevel;
  /** `untried`: what the rule needs was not given. `exempt`: it cannot be asked of this package. */
  readonly outcome: 'passed' | 'failed' | 'untried' | 'exempt';
  /** What was found where it failed. */
  readonly found?: string;
}

export interface KindReport {
  readonly kind: ProviderKind;
  /** Undefined where not even the contract is kept. */
  readonly level: QualityLevel | undefined;
  readonly findings: readonly QualityFinding[];
}

const isAboutFailures = (id: string): boolean => id.endsWith('/failure-has-cause') || id.endsWith('/failure-keeps-secret');

async function outcomeOf<Harness>(check: ContractCheck<Harness>, harness: Harness): Promise<Pick<QualityFinding, 'outcome' | 'found'>> {
  if (check.isApplicable && !check.isApplicable(harness)) return { outcome: 'untried' };
  try {
    await check.run(harness);
    return { outcome: 'passed' };
  } catch (error) {
    const found = error instanceof ContractViolation ? error.message.split('found: ').at(-1)! : String(error);
    return { outcome: 'failed', found };
  }
}

/** The highest level whose rules, and those of all levels below, are met. In the contract, a rule that could not be tried is no failure. */
export function levelOf(findings: readonly QualityFinding[]): QualityLevel | undefined {
  const isMet = (level: QualityLevel): boolean => findings.filter((finding) => finding.level === level)
    .every(({ outcome }) => outcome === 'passed' || outcome === 'exempt' || (level === 'bronze' && outcome === 'untried'));
  const missed = QUALITY_LEVELS.findIndex((level) => !isMet(level));
  return missed === -1 ? 'gold' : QUALITY_LEVELS[missed - 1];
}

/**
 * Holds the adapter of one kind to its contract and to what good ones do beyond it, one rule after another. `hasVendor`
 * is false for a package that connects to nobody: then nobody refuses it.
 */
export async function reportKind<Kind extends ProviderKind>(
  kind: Kind, harness: HarnessByKind[Kind], { hasVendor, means = {}, onFinding }: { readonly hasVendor: boolean; readonly means?: QualityMeans; readonly onFinding?: (finding: QualityFinding) => void },
): Promise<KindReport> {
  const findings: QualityFinding[] = [];
  const tell = (finding: QualityFinding): void => { findings.push(finding); onFinding?.(finding); };
  for (const check of contracts[kind] as readonly ContractCheck<HarnessByKind[Kind]>[]) {
    const result = await outcomeOf(check, harness);
    const isExempt = result.outcome === 'untried' && isAboutFailures(check.id) && !hasVendor;
    tell({ id: check.id, rule: check.rule, level: isAboutFailures(check.id) ? 'silver' : 'bronze', ...result, ...(isExempt ? { outcome: 'exempt' as const } : {}) });
  }
  for (const { level, check } of qualityRules(kind, means)) tell({ id: check.id, rule: check.rule, level, ...await outcomeOf(check, harness) });
  return { kind, level: levelOf(findings), findings };
}

/** A package is as good as its worst kind. */
export function levelOfAll(reports: readonly KindReport[]): QualityLevel | undefined {
  const worst = Math.min(...reports.map(({ level }) => (level === undefined ? -1 : QUALITY_LEVELS.indexOf(level))));
  return QUALITY_LEVELS[worst];
}
