import { may } from '../../access/may.js';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import type { AgentRefs } from '../agents/agents.graphql.js';
import type { RouteUsers } from './users-of-connection.js';

export type RouteUsersRef = ReturnType<typeof defineRouteUsers>;

/** `RouteUsers`: whose routes name a connection. */
export function defineRouteUsers(builder: Builder, { agent }: AgentRefs) {
  return builder.objectRef<RouteUsers>('RouteUsers').implement({
    description: 'Whose routes name a connection.',
    fields: (t) => ({
      agents: t.prismaField({
        type: [agent], complexity: { field: 1, multiplier: 20 }, description: `Agents whose published version has it in a route, by their names; at most ${LIMITS.pageSizeMax}, and none for whoever lacks \`agents:read\`.`,
        resolve: (query, { agentIds }, _args, context) => context.db.agent.findMany({ ...query, where: { id: { in: may(context, 'agents:read') ? agentIds.slice(0, LIMITS.pageSizeMax) : [] } }, orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
      }),
      agentCount: t.int({ description: 'So many agents there are.', resolve: ({ agentIds }) => agentIds.length }),
      isInOrganizationRoute: t.exposeBoolean('isInOrganizationRoute', { description: 'Whether a route of the organization names it.' }),
    }),
  });
}
