import { OWNER_ROLE_IDS, type SystemTransaction } from '@parley/db';

type Client = Pick<SystemTransaction, '$queryRaw'>;
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

/** Ends the sessions that the identity provider of an organization has opened; of people in one domain, or of all. Answers which, to be told after the transaction. */
export async function endProviderSessions(client: Client, organizationId: string, domain: string | null = null): Promise<string[]> {
  return ids(await client.$queryRaw<{ id: string }[]>`
    DELETE FROM sessions USING single_sign_on_identities i, users u
    WHERE i."organizationId" = ${organizationId}::uuid AND u.id = i."userId" AND sessions."userId" = u.id AND sessions."signedInThroughId" = ${organizationId}::uuid
      AND (${domain}::text IS NULL OR split_part(u.email, '@', 2) = ${domain}::text) RETURNING sessions.id`);
}

/** Ends the sessions of those who are to sign in through the identity provider and have not: where an organization begins to want that, or a domain comes to it. */
export async function endOtherSessions(client: Client, organizationId: string, exceptId: string | null = null): Promise<string[]> {
  return ids(await client.$queryRaw<{ id: string }[]>`
    DELETE FROM sessions USING memberships m, users u, organization_domains d
    WHERE m."organizationId" = ${organizationId}::uuid AND m."roleId" <> ALL (${OWNER_ROLE_IDS}::uuid[]) AND u.id = m."userId" AND d."organizationId" = m."organizationId" AND d."provenDomain" = split_part(u.email, '@', 2)
      AND sessions."userId" = u.id AND sessions."signedInThroughId" IS NULL AND sessions.id IS DISTINCT FROM ${exceptId}::uuid RETURNING sessions.id`);
}
