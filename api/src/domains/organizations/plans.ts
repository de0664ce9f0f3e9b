/** What the use of an organization can be limited in. */
export const LIMIT_KINDS = ['SEATS', 'CONCURRENT_CALLS', 'MINUTES_PER_MONTH', 'TOKENS_PER_MONTH', 'STORAGE_BYTES'] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** So many at most; null for no limit. */
export type Maxima = Readonly<Record<LimitKind, number | null>>;

const GIGABYTE = 1e9;
const NONE: Maxima = { SEATS: null, CONCURRENT_CALLS: null, MINUTES_PER_MONTH: null, TOKENS_PER_MONTH: null, STORAGE_BYTES: null };

/** What each plan allows. Who runs an installation of their own has no limits, unless they say so. */
export const PLANS = {
  UNLIMITED: NONE,
  STARTER: { SEATS: 3, CONCURRENT_CALLS: 2, MINUTES_PER_MONTH: 500, TOKENS_PER_MONTH: 5_000_000, STORAGE_BYTES: 5 * GIGABYTE },
  TEAM: { SEATS: 10, CONCURRENT_CALLS: 10, MINUTES_PER_MONTH: 5_000, TOKENS_PER_MONTH: 50_000_000, STORAGE_BYTES: 50 * GIGABYTE },
  BUSINESS: { SEATS: 50, CONCURRENT_CALLS: 50, MINUTES_PER_MONTH: 50_000, TOKENS_PER_MONTH: 500_000_000, STORAGE_BYTES: 500 * GIGABYTE },
} as const satisfies Record<string, Maxima>;
export type Plan = keyof typeof PLANS;
export const PLAN_NAMES = Object.keys(PLANS) as Plan[];

/** What is kept of an organization's limits; nothing for one that nobody has set. */
export interface LimitsRow { readonly plan: string; readonly overrides: unknown }

export interface PlanLimits {
  readonly plan: Plan;
  readonly maxima: Maxima;
  /** What is agreed otherwise than in the plan. */
  readonly overridden: ReadonlySet<LimitKind>;
}

const isPlan = (name: string): name is Plan => Object.hasOwn(PLANS, name);

/** The limits of an organization. A plan that this version does not know any more counts as the default one. */
export function limitsOf(row: LimitsRow | null | undefined, defaultPlan: Plan): PlanLimits {
  const plan = row && isPlan(row.plan) ? row.plan : defaultPlan;
  const overrides = (row?.overrides ?? {}) as Partial<Record<LimitKind, number | null>>;
  const overridden = new Set(LIMIT_KINDS.filter((kind) => Object.hasOwn(overrides, kind)));
  return { plan, overridden, maxima: { ...PLANS[plan], ...Object.fromEntries(Array.from(overridden, (kind) => [kind, overrides[kind] ?? null])) } };
}
