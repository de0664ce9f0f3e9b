import { GraphQLSchema, type GraphQLDirective } from 'graphql';
import { guardRootFields } from '../access/root-fields.js';
import { defineViewerCan } from '../access/viewer-can.graphql.js';
import { defineAgentMutations } from '../domains/agents/agent-mutations.graphql.js';
import { defineAgentQueries, defineAgentTypes } from '../domains/agents/agents.graphql.js';
import { defineApiKeys } from '../domains/api-keys/api-keys.graphql.js';
import { defineAudit } from '../domains/audit/audit.graphql.js';
import { defineCallListParts, defineCallQueries } from '../domains/calls/call-list.graphql.js';
import { defineCallLog } from '../domains/calls/call-log.graphql.js';
import { defineCallMutations, defineCallTypes } from '../domains/calls/calls.graphql.js';
import { defineCallEnums } from '../domains/calls/enums.graphql.js';
import { defineCallEventTypes } from '../domains/calls/event-types.graphql.js';
import { defineCallSubscription } from '../domains/calls/subscription.graphql.js';
import { defineTurnParts } from '../domains/calls/turns.graphql.js';
import { definePasskeys } from '../domains/factors/passkeys.graphql.js';
import { defineTokens } from '../domains/factors/tokens.graphql.js';
import { defineTwoFactor } from '../domains/factors/two-factor.graphql.js';
import { defineHealth } from '../domains/health/health.graphql.js';
import { defineIdentity } from '../domains/identity/identity.graphql.js';
import { defineEmail } from '../domains/identity/email.graphql.js';
import { definePasswords } from '../domains/identity/password.graphql.js';
import { defineSessions } from '../domains/identity/sessions.graphql.js';
import { defineLive } from '../domains/live/live.graphql.js';
import { defineMemberMutations } from '../domains/members/member-mutations.graphql.js';
import { defineMembers } from '../domains/members/members.graphql.js';
import { defineLimits } from '../domains/organizations/limits.graphql.js';
import { defineOrganizationMutations } from '../domains/organizations/organization-mutations.graphql.js';
import { defineOrganizationTypes } from '../domains/organizations/organization-types.graphql.js';
import { defineTree } from '../domains/organizations/tree.graphql.js';
import { defineTreeMutations } from '../domains/organizations/tree-mutations.graphql.js';
import { definePlugins } from '../domains/plugins/plugins.graphql.js';
import { defineRoleMutations } from '../domains/roles/role-mutations.graphql.js';
import { defineRole, defineRoles } from '../domains/roles/roles.graphql.js';
import { defineStatistics } from '../domains/statistics/statistics.graphql.js';
import { defineVoices } from '../domains/voices/voices.graphql.js';
import { IDEMPOTENT } from '../idempotency/directive.js';
import { defineMediaLink } from '../media-link/media-link.graphql.js';
import { createBuilder } from './builder.js';
import { FaultRegistry } from './faults.js';
import { defineJson, defineScalars } from './scalars.js';

/** `public` is what `schema.graphql` shows; `internal` adds what media servers use. */
export type SchemaName = 'public' | 'internal';

const withDirective = (schema: GraphQLSchema, directive: GraphQLDirective) => new GraphQLSchema({ ...schema.toConfig(), directives: [...schema.getDirectives(), directive] });

/** Builds a schema. It touches neither database nor environment. */
export function buildApiSchema(name: SchemaName): GraphQLSchema {
  const builder = createBuilder();
  builder.queryType({ description: 'Reading.' });
  builder.mutationType({ description: 'Changing. Expected failures are in the payload\'s `errors`.' });
  builder.subscriptionType({ description: 'Following what happens, over graphql-ws or server-sent events.' });
  const shared = defineScalars(builder);
  defineJson(builder);
  const faults = new FaultRegistry(builder);
  const enums = defineCallEnums(builder);
  const parts = defineTurnParts(builder, shared, enums);
  const role = defineRole(builder);
  const organizations = defineOrganizationTypes(builder, role);
  const { user, signInAnswer } = defineIdentity(builder, faults, organizations);
  definePasskeys(builder, faults, organizations, signInAnswer);
  defineTokens(builder, faults);
  defineSessions(builder, faults, organizations);
  definePasswords(builder, faults, organizations, signInAnswer);
  defineEmail(builder, faults, organizations, user);
  defineTwoFactor(builder, faults, organizations, user, signInAnswer);
  defineRoles(builder, role);
  const { member } = defineMembers(builder, organizations);
  defineRoleMutations(builder, faults, role, member);
  defineMemberMutations(builder, faults, organizations);
  defineLimits(builder, faults, organizations);
  defineOrganizationMutations(builder, faults, organizations);
  defineTree(builder, organizations);
  defineTreeMutations(builder, faults, organizations);
  const agents = defineAgentTypes(builder);
  defineAgentQueries(builder, agents);
  defineAgentMutations(builder, faults, agents);
  const calls = defineCallTypes(builder, shared, parts, enums, user);
  defineCallQueries(builder, calls, defineCallListParts(builder, enums));
  defineCallMutations(builder, faults, calls, enums);
  defineLive(builder, shared, calls, enums);
  defineStatistics(builder, shared, enums);
  const events = defineCallEventTypes(builder, enums, parts, calls);
  defineCallLog(builder, shared, enums, events, calls);
  defineCallSubscription(builder, events);
  definePlugins(builder, enums);
  defineVoices(builder);
  defineAudit(builder, user);
  defineHealth(builder);
  defineApiKeys(builder, faults);
  defineViewerCan(builder);
  if (name === 'internal') {
    defineMediaLink(builder, enums);
  }
  faults.define();
  return guardRootFields(withDirective(builder.toSchema(), IDEMPOTENT));
}
