import type { OrganizationClient, Prisma } from '@parley/db';
import type { App } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { limitsOf, type LimitKind, type Maxima, type PlanLimits } from './plans.js';
import { exhausted, readUsage, type Usage } from './usage.js';

/** What decides whether an organization takes calls; read with the row that leads to it. */
export const CALL_TERMS = { deletionAt: true, suspendedAt: true, limits: { select: { plan: true, overrides: true } } } as const satisfies Prisma.OrganizationSelect;
export type CallTerms = Prisma.OrganizationGetPayload<{ select: typeof CALL_TERMS }>;

/** What a call uses. Those of a test key run on simulated providers: they take a line and spend nothing. */
const SPENT_BY_CALLS: readonly LimitKind[] = ['CONCURRENT_CALLS', 'MINUTES_PER_MONTH', 'TOKENS_PER_MONTH'];
const callKinds = (isTest: boolean): readonly LimitKind[] => (isTest ? ['CONCURRENT_CALLS'] : SPENT_BY_CALLS);

const WORDS: Readonly<Record<LimitKind, string>> = {
  SEATS: 'members', CONCURRENT_CALLS: 'calls at the same time', MINUTES_PER_MONTH: 'minutes of calls a month', TOKENS_PER_MONTH: 'tokens a month', STORAGE_BYTES: 'bytes of recordings',
};

/** The limit that is reached, as an expected failure. */
export function limitReached(limit: LimitKind, maxima: Maxima, usage: Usage): Fault {
  const max = maxima[limit] ?? 0;
  return new Fault('LimitReachedError', `The plan allows ${max} ${WORDS[limit]}, and they are used up.`, undefined, { limit, max, used: usage[limit] });
}

const planOf = (app: App, terms: Pick<CallTerms, 'limits'>): PlanLimits => limitsOf(terms.limits, app.environment.defaultPlan);

type Locker = Pick<OrganizationClient, '$queryRaw'>;

/** Makes changes of one organization that are counted line up: what is read after this stays true until the transaction ends. */
export async function lockOrganization(transaction: Locker, organizationId: string): Promise<void> {
  await transaction.$queryRaw`SELECT FROM organizations WHERE id = ${organizationId}::uuid FOR NO KEY UPDATE`;
}

/** Throws where the organization takes neither calls nor members any more. */
export function demandOpen({ deletionAt, suspendedAt }: Pick<CallTerms, 'deletionAt' | 'suspendedAt'>): void {
  if (suspendedAt) throw fault('OrganizationSuspendedError', 'The organization is suspended.');
  if (deletionAt) throw new Fault('OrganizationClosingError', 'The organization is going to be deleted.', undefined, { deletionAt });
}

/**
 * Opens a call where the organization has room for it. Those that have a limit open their calls one after the other, so
 * that several at once cannot pass it together; the others are not asked anything.
 */
export async function withinCallLimits<Result>(app: App, { organizationId, terms, isTest }: { readonly organizationId: string; readonly terms: CallTerms; readonly isTest: boolean }, open: (client: Pick<OrganizationClient, 'call'>) => Promise<Result>): Promise<Result> {
  demandOpen(terms);
  const { maxima } = planOf(app, terms);
  const kinds = callKinds(isTest);
  if (kinds.every((kind) => maxima[kind] === null)) return open(app.database.forOrganization(organizationId));
  return app.database.transaction(organizationId, async (transaction) => {
    await lockOrganization(transaction, organizationId);
    const { usage } = await readUsage(transaction, organizationId);
    const limit = exhausted(maxima, usage, kinds);
    if (limit !== undefined) throw limitReached(limit, maxima, usage);
    return open(transaction);
  });
}

/** What the plan of a call that is being answered has to heed; one more statement for organizations that have limits. */
export interface CallTermsNow { readonly refusal?: 'ORGANIZATION_SUSPENDED' | 'ORGANIZATION_CLOSING' | 'CONCURRENT_CALLS_LIMIT' | 'USAGE_LIMIT'; /** There is room for its recording. */ readonly isRecorded: boolean }

export async function termsOfCall(app: App, { organizationId, terms, isTest }: { readonly organizationId: string; readonly terms: CallTerms; readonly isTest: boolean }): Promise<CallTermsNow> {
  if (terms.suspendedAt) return { refusal: 'ORGANIZATION_SUSPENDED', isRecorded: false };
  if (terms.deletionAt) return { refusal: 'ORGANIZATION_CLOSING', isRecorded: false };
  const { maxima } = planOf(app, terms);
  const kinds = callKinds(isTest);
  if ([...kinds, 'STORAGE_BYTES' as const].every((kind) => maxima[kind] === null)) return { isRecorded: true };
  const { usage } = await readUsage(app.database.system, organizationId);
  // The call itself is among those that run.
  const limit = exhausted(maxima, { ...usage, CONCURRENT_CALLS: usage.CONCURRENT_CALLS - 1 }, kinds);
  if (limit !== undefined) return { refusal: limit === 'CONCURRENT_CALLS' ? 'CONCURRENT_CALLS_LIMIT' : 'USAGE_LIMIT', isRecorded: false };
  return { isRecorded: exhausted(maxima, usage, ['STORAGE_BYTES']) === undefined };
}

/** Throws where there is no room for another member. Call it after {@link lockOrganization}. */
export async function demandSeat(app: App, transaction: Locker, organizationId: string): Promise<void> {
  const { row, usage } = await readUsage(transaction, organizationId);
  const { maxima } = limitsOf(row, app.environment.defaultPlan);
  if (exhausted(maxima, usage, ['SEATS'])) throw limitReached('SEATS', maxima, usage);
}

/** The plan of an organization and what is used of it, in one statement. */
export async function organizationLimits(app: App, organizationId: string): Promise<PlanLimits & { readonly usage: Usage }> {
  const { row, usage } = await readUsage(app.database.system, organizationId);
  return { ...limitsOf(row, app.environment.defaultPlan), usage };
}
