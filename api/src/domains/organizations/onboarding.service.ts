import type { ApiContext } from '../../context.js';

export interface OnboardingFacts {
  readonly hasAgent: boolean;
  readonly hasPublishedAgent: boolean;
  readonly hasKnowledge: boolean;
  readonly hasSpokenCall: boolean;
  readonly firstAgentId: string | null;
}

/** How far an organization has come; each answer is found at the first row that gives it. Archived agents do not count. */
export async function onboardingOf(context: ApiContext, organizationId: string): Promise<OnboardingFacts> {
  const [facts] = await context.app.database.system.$queryRaw<OnboardingFacts[]>`
    SELECT
      first.id IS NOT NULL AS "hasAgent", first.id::text AS "firstAgentId",
      EXISTS (SELECT FROM agents WHERE "organizationId" = ${organizationId}::uuid AND "archivedAt" IS NULL AND "publishedVersionId" IS NOT NULL) AS "hasPublishedAgent",
      EXISTS (SELECT FROM agents WHERE "organizationId" = ${organizationId}::uuid AND "archivedAt" IS NULL AND knowledge <> '[]'::jsonb) AS "hasKnowledge",
      EXISTS (SELECT FROM turns WHERE "organizationId" = ${organizationId}::uuid AND speaker = 'CALLER') AS "hasSpokenCall"
    FROM (SELECT 1) AS one
    LEFT JOIN LATERAL (SELECT id FROM agents WHERE "organizationId" = ${organizationId}::uuid AND "archivedAt" IS NULL ORDER BY "createdAt", id LIMIT 1) AS first ON true`;
  return facts!;
}
