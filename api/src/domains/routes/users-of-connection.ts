import type { OrganizationClient, OrganizationTransaction } from '@parley/db';

/** Who of the organization names a connection in a route that calls follow. */
export interface RouteUsers {
  /** Agents that take calls, by their names. */
  readonly agentIds: readonly string[];
  readonly isInOrganizationRoute: boolean;
}

/** Reads it in one statement. What only drafts name is nobody's route yet; agents of organizations that it is lent to pass over what is gone. */
export async function usersOfConnection(database: Pick<OrganizationClient | OrganizationTransaction, '$queryRaw'>, organizationId: string, connectionId: string): Promise<RouteUsers> {
  const [users] = await database.$queryRaw<RouteUsers[]>`
    SELECT jsonb_path_exists(o.routes, '$.*[*] ? (@.connectionId == $id)', wanted.id) AS "isInOrganizationRoute", ARRAY(
      SELECT a.id::text FROM agents a JOIN agent_versions v ON v."organizationId" = a."organizationId" AND v.id = a."publishedVersionId"
      WHERE a."organizationId" = o.id AND a."archivedAt" IS NULL AND jsonb_path_exists(v.routes, '$.*[*] ? (@.connectionId == $id)', wanted.id) ORDER BY a.name, a.id
    ) AS "agentIds" FROM organizations o, (SELECT jsonb_build_object('id', ${connectionId}::text) AS id) AS wanted WHERE o.id = ${organizationId}::uuid`;
  return users ?? { agentIds: [], isInOrganizationRoute: false };
}
