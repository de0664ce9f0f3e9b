import { z } from 'zod';
import { parseInput } from '../../access/parse-input.js';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import { LIMIT_KINDS, PLAN_NAMES } from './plans.js';

const override = z.object({ limit: z.enum(LIMIT_KINDS), max: z.number().min(0, 'is not negative').max(Number.MAX_SAFE_INTEGER, 'is too large').int('is a whole number').optional() });
const input = z.object({ id: z.string(), plan: z.enum(PLAN_NAMES), overrides: z.array(override).max(LIMIT_KINDS.length, 'names each limit once').default([]) });

/** Gives an organization a plan, and what is agreed otherwise; what was agreed before is over. Answers its internal id. */
export async function organizationLimitsSet(context: ApiContext, raw: unknown): Promise<string> {
  // The platform is looked after by people; keys are of organizations.
  void context.user;
  const { id, plan, overrides } = parseInput(input, raw);
  const organizationId = inputId('Organization', id, 'id');
  if (new Set(overrides.map(({ limit }) => limit)).size < overrides.length) throw fault('InvalidInputError', 'Each limit is agreed on once.', 'overrides');
  const agreed = Object.fromEntries(overrides.map(({ limit, max }) => [limit, max ?? null]));
  // An organization that is not there gets no row.
  const rows = await context.app.database.system.$executeRaw`
    INSERT INTO organization_limits ("organizationId", plan, overrides) SELECT id, ${plan}, ${JSON.stringify(agreed)}::jsonb FROM organizations WHERE id = ${organizationId}::uuid
    ON CONFLICT ("organizationId") DO UPDATE SET plan = excluded.plan, overrides = excluded.overrides`;
  if (rows === 0) throw fault('OrganizationNotFoundError', 'There is no such organization.', 'id');
  return organizationId;
}
