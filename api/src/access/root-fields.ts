import { defaultFieldResolver, GraphQLError, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { ApiContext } from '../context.js';
import { requestError } from '../errors.js';
import { decodeAnyId, type NodeName } from '../schema/ids.js';
import { demand, may, type Permission } from './may.js';

/** Who may ask: everybody, people who are signed in, media servers, or whoever has the permission. */
export type RootScope = 'anyone' | 'person' | 'service' | 'node' | Permission;

/** Every root field with its scope. A field that is not here fails the build of the schema. */
const ROOT_FIELDS: Readonly<Record<string, RootScope>> = {
  'Query.agent': 'agents:read', 'Query.agents': 'agents:read', 'Query.auditEvents': 'audit:read', 'Query.auditExportUrl': 'audit:read', 'Query.auditVerify': 'audit:read', 'Query.call': 'calls:read', 'Query.calls': 'calls:read',
  'Query.callStatistics': 'usage:read', 'Query.callsExportUrl': 'calls:export', 'Query.node': 'node', 'Query.nodes': 'node', 'Query.permissions': 'roles:read', 'Query.plugins': 'plugins:read', 'Query.roles': 'roles:read', 'Query.serviceAccounts': 'api-keys:read',
  'Query.systemHealth': 'health:read', 'Query.usage': 'usage:read', 'Query.usageExportUrl': 'usage:read', 'Query.viewer': 'anyone', 'Query.voices': 'agents:read',
  'Mutation.agentArchive': 'agents:archive', 'Mutation.agentCreate': 'agents:create', 'Mutation.agentPublish': 'agents:publish', 'Mutation.agentUpdate': 'agents:update', 'Mutation.agentVersionRestore': 'agents:update',
  'Mutation.apiKeyCreate': 'api-keys:create', 'Mutation.apiKeyRevoke': 'api-keys:revoke', 'Mutation.callEnd': 'calls:end', 'Mutation.callStart': 'calls:start', 'Mutation.organizationCreate': 'person',
  'Mutation.clientCreate': 'clients:create', 'Mutation.delegationSet': 'delegation:update', 'Mutation.organizationBecomeAgency': 'organization:update', 'Mutation.organizationMove': 'person',
  'Mutation.memberRoleSet': 'members:update', 'Mutation.roleCreate': 'roles:create', 'Mutation.roleDelete': 'roles:delete', 'Mutation.roleUpdate': 'roles:update',
  'Mutation.memberRemove': 'members:remove', 'Mutation.invitationAccept': 'anyone', 'Mutation.invitationCreate': 'members:invite', 'Mutation.invitationResend': 'members:invite', 'Mutation.invitationRevoke': 'members:invite', 'Query.invitation': 'anyone',
  'Mutation.ownershipTransfer': 'organization:transfer', 'Mutation.organizationLimitsSet': 'platform:limits',
  'Query.platformMembers': 'platform:impersonate', 'Query.platformOrganization': 'platform:read', 'Query.platformOrganizations': 'platform:read',
  'Mutation.impersonationEnd': 'person', 'Mutation.impersonationStart': 'platform:impersonate', 'Mutation.organizationResume': 'platform:suspend', 'Mutation.organizationSuspend': 'platform:suspend',
  'Mutation.organizationDelete': 'organization:delete', 'Mutation.organizationDeletionCancel': 'organization:delete', 'Mutation.organizationLeave': 'person',
  'Query.organizationExportUrl': 'organization:export',
  'Mutation.organizationSwitch': 'person', 'Mutation.organizationUpdate': 'organization:update', 'Mutation.profileUpdate': 'person', 'Mutation.serviceAccountCreate': 'api-keys:create',
  'Mutation.passkeyDelete': 'person', 'Mutation.passkeyRegister': 'person', 'Mutation.passkeyRegistrationStart': 'person', 'Mutation.passkeySignIn': 'anyone', 'Mutation.passkeySignInStart': 'anyone', 'Mutation.recoveryCodesRenew': 'person',
  'Mutation.signIn': 'anyone', 'Mutation.signInVerify': 'anyone', 'Mutation.tokenRefresh': 'anyone', 'Mutation.twoFactorDisable': 'person', 'Mutation.twoFactorEnable': 'person', 'Mutation.twoFactorStart': 'person',
  'Mutation.emailVerificationSend': 'person', 'Mutation.emailVerify': 'anyone', 'Mutation.passwordChange': 'person', 'Mutation.passwordReset': 'anyone', 'Mutation.passwordResetRequest': 'anyone', 'Mutation.sessionRevoke': 'person', 'Mutation.sessionsRevokeOthers': 'person',
  'Mutation.providerApprove': 'connections:approve', 'Mutation.providerConnect': 'connections:manage', 'Mutation.providerDisconnect': 'connections:manage', 'Mutation.providerReorder': 'connections:manage', 'Mutation.providerSetPrimary': 'connections:manage',
  'Mutation.dataQueryRemove': 'connections:manage', 'Mutation.dataQueryRun': 'connections:manage', 'Mutation.dataQuerySet': 'connections:manage', 'Query.dataSourceSchema': 'connections:manage',
  'Mutation.providerTest': 'connections:manage', 'Mutation.providerUpdate': 'connections:manage', 'Query.pluginCatalog': 'connections:read', 'Query.providerConnections': 'connections:read',
  'Mutation.routeSet': 'connections:manage', 'Query.routes': 'connections:read',
  'Mutation.signOut': 'anyone', 'Mutation.signUp': 'anyone',
  'Mutation.organizationDomainAdd': 'single-sign-on:update', 'Mutation.organizationDomainRemove': 'single-sign-on:update', 'Mutation.organizationDomainVerify': 'single-sign-on:update', 'Mutation.singleSignOnRemove': 'single-sign-on:update', 'Mutation.singleSignOnSet': 'single-sign-on:update',
  'Mutation.singleSignOnStart': 'anyone', 'Mutation.singleSignOnTest': 'single-sign-on:update',
  'Mutation.callEventsAppend': 'service', 'Mutation.callPlanTake': 'service',
  'Subscription.callEvents': 'calls:read', 'Subscription.liveCalls': 'calls:read', 'Subscription.mediaCommands': 'service',
};

/** What it takes to see a node of each kind. */
const NODES: Readonly<Record<NodeName, Permission>> = {
  Agent: 'agents:read', AgentVersion: 'agents:read', ApiKey: 'api-keys:read', AuditEvent: 'audit:read', Call: 'calls:read', Invitation: 'members:read', Organization: 'organization:read', ProviderConnection: 'connections:read', Recording: 'recordings:read', Role: 'roles:read',
  OrganizationDomain: 'single-sign-on:update', ServiceAccount: 'api-keys:read', User: 'members:read',
};

/** Throws where whoever asks may not. */
function check(context: ApiContext, scope: Exclude<RootScope, 'node'>): void {
  if (scope === 'anyone') return;
  if (scope === 'person') void context.user;
  else if (scope === 'service') {
    if (context.actor.kind !== 'service') throw requestError(context.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN', 'You may not do this.');
  } else {
    if (scope.startsWith('platform:') && context.actor.kind === 'user' && context.actor.impersonation) throw forbiddenAsAnother();
    demand(context, scope);
  }
}

/** A node that one may not see is not there. What is no id is left to the field itself, which says so. */
function canSee(context: ApiContext, id: unknown): boolean {
  const node = typeof id === 'string' ? decodeAnyId(id) : undefined;
  return node === undefined || may(context, NODES[node.typename]);
}

/** What people of a suspended organization can still do, besides reading it, and what takes no session. */
const WHILE_SUSPENDED: ReadonlySet<string> = new Set(['Mutation.impersonationEnd', 'Mutation.organizationLeave', 'Mutation.organizationSwitch']);

/** Throws where the organization is suspended, and this is not for reading it. Its keys do nothing at all. */
function checkStanding({ actor }: ApiContext, scope: RootScope, name: string): void {
  if ((actor.kind !== 'user' && actor.kind !== 'key') || actor.suspendedAt === undefined) return;
  if (actor.kind === 'user' && (!name.startsWith('Mutation.') || scope === 'anyone' || WHILE_SUSPENDED.has(name))) return;
  throw requestError('ORGANIZATION_SUSPENDED', 'This organization is suspended: it can be read, and nothing in it can be changed.', { suspendedAt: actor.suspendedAt.toISOString() });
}

/** Deeds that are done by the person themselves, whatever somebody else may do in their name; besides all that is a person's own. */
const THEMSELVES: ReadonlySet<RootScope> = new Set<RootScope>(['api-keys:create', 'organization:delete', 'organization:transfer', 'single-sign-on:update']);

/** Throws where somebody who works as another person would change what is that person's own. */
function checkThemselves({ actor }: ApiContext, scope: RootScope, name: string): void {
  if (actor.kind !== 'user' || !actor.impersonation || !name.startsWith('Mutation.') || name === 'Mutation.impersonationEnd') return;
  if (scope === 'person' || THEMSELVES.has(scope) || name === 'Mutation.invitationAccept') throw forbiddenAsAnother();
}

const forbiddenAsAnother = () => requestError('IMPERSONATION_FORBIDDEN', 'This is done by the person themselves, and not by who works as them.');

type Resolver = GraphQLFieldResolver<unknown, ApiContext, Record<string, unknown>>;

function guarded(scope: RootScope, name: string, resolve: Resolver): Resolver {
  if (scope !== 'node') {
    return (root, args, context, info) => {
      checkStanding(context, scope, name);
      check(context, scope);
      checkThemselves(context, scope, name);
      return resolve(root, args, context, info);
    };
  }
  if (name === 'Query.node') return (root, args, context, info) => { void context.organizationId; checkStanding(context, scope, name); return canSee(context, args['id']) ? resolve(root, args, context, info) : null; };
  return async (root, args, context, info) => {
    void context.organizationId;
    checkStanding(context, scope, name);
    const ids = args['ids'] as readonly unknown[];
    const seen = ids.filter((id) => canSee(context, id));
    if (seen.length === ids.length) return resolve(root, args, context, info);
    const found = await resolve(root, { ...args, ids: seen }, context, info) as unknown[];
    let next = 0;
    return ids.map((id) => (canSee(context, id) ? found[next++] : null));
  };
}

/** Puts its scope before each root field. Throws for a field that has none, so that no schema is built without. */
export function guardRootFields(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const name = `${type!.name}.${field.name}`;
      const scope = ROOT_FIELDS[name];
      if (scope === undefined) throw new GraphQLError(`${name} has no scope: say in access/root-fields.ts who may ask for it`);
      if (field.subscribe) field.subscribe = guarded(scope, name, field.subscribe as Resolver) as never;
      else field.resolve = guarded(scope, name, (field.resolve ?? defaultFieldResolver) as Resolver) as never;
    }
  }
  return schema;
}

/** The permission that a root field needs, for whoever documents or attacks them; undefined where it is another scope. */
export function scopeOfRootField(name: string): RootScope | undefined { return ROOT_FIELDS[name]; }

/** The permission that it takes to see a node of this type. */
export function permissionOfNode(type: NodeName): Permission { return NODES[type]; }
