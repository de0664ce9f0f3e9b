/** What can be agreed otherwise than in the plan, in the order of the form; `unit` is what one of a field counts as in the contract. */
export const LIMITS = [
  { kind: 'SEATS', name: 'seats', unit: 1 }, { kind: 'CONCURRENT_CALLS', name: 'concurrentCalls', unit: 1 }, { kind: 'MINUTES_PER_MONTH', name: 'minutesPerMonth', unit: 1 },
  { kind: 'TOKENS_PER_MONTH', name: 'tokensPerMonth', unit: 1 }, { kind: 'STORAGE_BYTES', name: 'storageBytes', unit: 1e9 },
] as const;

export type LimitKind = (typeof LIMITS)[number]['kind'];
type LimitName = (typeof LIMITS)[number]['name'];
type Standing = Readonly<Record<LimitName, { readonly max: number | null; readonly isOverridden: boolean }>>;

/** One limit as it is being written: nothing for what the plan allows. */
export interface DraftLimit { readonly text: string; readonly isUnlimited: boolean }
export type LimitDraft = Readonly<Record<LimitKind, DraftLimit>>;

/** The form of the limits as they are. */
export function draftOf(limits: Standing): LimitDraft {
  return Object.fromEntries(LIMITS.map(({ kind, name, unit }): [LimitKind, DraftLimit] => {
    const { max, isOverridden } = limits[name];
    return [kind, { text: isOverridden && max !== null ? String(max / unit) : '', isUnlimited: isOverridden && max === null }];
  })) as LimitDraft;
}

/** What is written as the contract takes it; undefined for a limit that is no number of whole units, at least 0. */
function readLimit({ text, isUnlimited }: DraftLimit, unit: number): number | null | 'plan' | undefined {
  if (isUnlimited) return null;
  if (text.trim() === '') return 'plan';
  const max = Math.round(Number(text.trim().replace(',', '.')) * unit * 1e3) / 1e3;
  return Number.isSafeInteger(max) && max >= 0 ? max : undefined;
}

/** What is agreed otherwise, and the limits that cannot be read. */
export function overridesOf(draft: LimitDraft): { readonly overrides: { limit: LimitKind; max: number | null }[]; readonly wrong: readonly LimitKind[] } {
  const read = LIMITS.map(({ kind, unit }) => ({ limit: kind, max: readLimit(draft[kind], unit) }));
  return {
    overrides: read.flatMap(({ limit, max }) => (max === 'plan' || max === undefined ? [] : [{ limit, max }])),
    wrong: read.filter(({ max }) => max === undefined).map(({ limit }) => limit),
  };
}
