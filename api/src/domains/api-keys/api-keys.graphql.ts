import type { Builder } from '../../schema/builder.js';
import { keysetPage, pageArguments, pageCost, type ListSort } from '../../schema/connection.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing } from '../../schema/mutation.js';
import { isExpiring } from '../../access/api-keys.js';
import { LIMITS } from '../../limits.js';
import { encodeId } from '../../schema/ids.js';
import { apiKeyCreate, apiKeyRevoke, KEY_PERMISSIONS, serviceAccountCreate } from './api-keys.service.js';

const OLDEST_FIRST: ListSort = { column: 'createdAt', kind: 'time', direction: 'asc' };

function defineTypes(builder: Builder) {
  const key = builder.prismaNode('ApiKey', {
    id: { field: 'id', description: 'Global id, `key_…`.' }, select: { id: true }, nullable: true,
    description: 'A key with which a program uses the API: `Authorization: Bearer pk_…`.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'What it is for.' }),
      lastCharacters: t.exposeString('lastCharacters', { description: 'Its last four characters, to tell keys apart.' }),
      isTest: t.exposeBoolean('isTest', { description: 'Begins with `pk_test_`: its calls run on simulated providers and cost nothing.' }),
      permissions: t.exposeStringList('permissions', { description: 'What it may do, e.g. `calls:start`.' }),
      networks: t.exposeStringList('networks', { description: 'Networks that it may be used from; empty for all.' }),
      agentIds: t.field({ type: ['ID'], description: 'Global ids of the agents that it reaches, with their calls; empty for all.', select: { agentIds: true }, resolve: ({ agentIds }) => agentIds.map((id) => encodeId('Agent', id)) }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
      isExpiring: t.boolean({
        description: `Whether it works and stops within ${LIMITS.keyExpiryNoticeMs / 86_400_000} days. Until then answers to it carry the header \`parley-key-expires\`.`, select: { expiresAt: true, revokedAt: true },
        resolve: ({ expiresAt, revokedAt }) => revokedAt === null && isExpiring(expiresAt),
      }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'When it stops working; null for never.' }),
      lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: 'When it was last used, to the minute; null for never.' }),
      revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was revoked; null while it works.' }),
    }),
  });
  const account = builder.prismaNode('ServiceAccount', {
    id: { field: 'id', description: 'Global id, `svc_…`.' }, select: { id: true }, nullable: true,
    description: 'A program of the organization. Its keys go on when the people who made them leave.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'What it is called; unique within the organization.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
      keys: t.relation('keys', { description: 'Its keys, oldest first, revoked ones among them.', query: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: 100 } }),
    }),
  });
  return { key, account };
}

/** Service accounts and their keys. */
export function defineApiKeys(builder: Builder, faults: FaultRegistry): void {
  const { key, account } = defineTypes(builder);
  const connection = builder.connectionObject({ type: account, name: 'ServiceAccountConnection', description: 'A page of service accounts.' }, { name: 'ServiceAccountEdge', description: 'A service account and its place in the list.' });
  builder.queryField('serviceAccounts', (t) => t.field({
    type: connection, description: 'Programs of the organization, oldest first. Needs `api-keys:read`.', authScopes: { signedIn: true }, complexity: pageCost, args: pageArguments(t.arg),
    resolve: (_root, args, context, info) => keysetPage(context, info, args, {}, (query) => context.db.serviceAccount.findMany(query as object), OLDEST_FIRST) as never,
  }));
  const accountInput = builder.inputType('ServiceAccountCreateInput', { description: 'A program.', fields: (t) => ({ name: t.string({ required: true, description: 'What it is called; 1 to 120 characters.' }) }) });
  defineMutation(builder, faults, {
    name: 'serviceAccountCreate', description: `Makes an account for a program; an organization has at most ${LIMITS.serviceAccountsMax}.`, payloadDescription: 'The account, or why there is none.', auth: 'signedIn', permission: 'api-keys:create',
    input: accountInput, faults: ['InvalidInputError', 'NameTakenError'],
    resolve: async (input, context) => ({ serviceAccountId: await serviceAccountCreate(context, input) }),
    payload: (t) => ({ serviceAccount: t.prismaField({ type: account, nullable: true, description: 'The account.', resolve: (query, { serviceAccountId }, _args, context) => (serviceAccountId === undefined ? nothing(query) : context.db.serviceAccount.findFirst({ ...query, where: { id: serviceAccountId } })) }) }),
  });
  const keyInput = builder.inputType('ApiKeyCreateInput', {
    description: 'A key.',
    fields: (t) => ({
      serviceAccountId: t.id({ required: true, description: 'Whose key it is.' }),
      name: t.string({ required: true, description: 'What it is for; 1 to 120 characters.' }),
      permissions: t.stringList({ required: true, description: `What it may do; no more than you may yourself. One or more of ${KEY_PERMISSIONS.map((permission) => `\`${permission}\``).join(', ')}.` }),
      isTest: t.boolean({ description: 'Whether its calls run on simulated providers; default false.' }),
      networks: t.stringList({ description: `Networks that it may be used from, e.g. \`203.0.113.0/24\`; at most ${LIMITS.keyNetworksMax}, default all.` }),
      agentIds: t.idList({ description: `Agents that it reaches, with their calls, everywhere; at most ${LIMITS.keyAgentsMax}, default all.` }),
      expiresAt: t.field({ type: 'DateTime', description: 'When it stops working; default never.' }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'apiKeyCreate', description: `Makes a key; an account has at most ${LIMITS.keysPerAccountMax} that work.`, payloadDescription: 'The key, or why there is none.', auth: 'signedIn', permission: 'api-keys:create',
    input: keyInput, faults: ['AgentNotFoundError', 'InvalidIdError', 'InvalidInputError', 'ServiceAccountNotFoundError'],
    resolve: (input, context) => apiKeyCreate(context, input),
    payload: (t) => ({
      apiKey: t.prismaField({ type: key, nullable: true, description: 'What is kept of it.', resolve: (query, { id }, _args, context) => (id === undefined ? nothing(query) : context.db.apiKey.findFirst({ ...query, where: { id } })) }),
      token: t.string({ nullable: true, description: 'The key itself. Told here and never again.', resolve: ({ token }) => token ?? null }),
    }),
  });
  const revokeInput = builder.inputType('ApiKeyRevokeInput', { description: 'A key to end.', fields: (t) => ({ id: t.id({ required: true, description: 'The key.' }) }) });
  defineMutation(builder, faults, {
    name: 'apiKeyRevoke', description: 'Ends a key at once, and what it has open. Ending it again changes nothing.', payloadDescription: 'The key, or why it was not ended.', auth: 'signedIn', permission: 'api-keys:revoke',
    input: revokeInput, faults: ['InvalidIdError', 'ApiKeyNotFoundError'],
    resolve: async (input, context) => ({ keyId: await apiKeyRevoke(context, { id: String(input.id) }) }),
    payload: (t) => ({ apiKey: t.prismaField({ type: key, nullable: true, description: 'The key as it is now.', resolve: (query, { keyId }, _args, context) => (keyId === undefined ? nothing(query) : context.db.apiKey.findFirst({ ...query, where: { id: keyId } })) }) }),
  });
}
