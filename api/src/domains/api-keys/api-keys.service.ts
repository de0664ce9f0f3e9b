import { uuidv7 } from '@parley/db';
import { z } from 'zod';
import { createApiKeyText } from '../../access/api-key-text.js';
import { networkList } from '../../access/api-keys.js';
import { isUniqueViolation } from '../../access/database-errors.js';
import { demand, PERMISSIONS, type Permission } from '../../access/may.js';
import { parseInput } from '../../access/parse-input.js';
import { sha256 } from '../../access/sessions.js';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { inputId } from '../../schema/ids.js';

/** What a key may never do: it would make itself more than it is. */
const PERSONS_ONLY: ReadonlySet<Permission> = new Set([
  'api-keys:create', 'api-keys:revoke', 'members:invite', 'members:update', 'members:remove', 'roles:create', 'roles:update', 'roles:delete',
  'organization:update', 'organization:export', 'organization:transfer', 'organization:delete', 'single-sign-on:update', 'connections:approve', 'delegation:update', 'clients:create', 'clients:enter', 'clients:update',
  'platform:read', 'platform:suspend', 'platform:impersonate', 'platform:limits',
]);
/** What is about agents and their calls, or about no organization: by anything else a key for some agents would reach others. */
export const OF_AGENTS: ReadonlySet<Permission> = new Set([
  'agents:read', 'agents:update', 'agents:publish', 'agents:archive', 'calls:read', 'calls:start', 'calls:end', 'calls:listen', 'calls:steer', 'calls:export', 'transcripts:read', 'recordings:read', 'usage:read',
  'plugins:read', 'health:read',
]);
/** What keys can be given. */
export const KEY_PERMISSIONS = PERMISSIONS.filter((permission) => !PERSONS_ONLY.has(permission));

const name = z.string().trim().min(1, 'must have at least 1 character').max(120, 'must have at most 120 characters');
const network = z.string().refine((value) => { try { return networkList([value]) !== undefined; } catch { return false; } }, 'is no network; write it like 203.0.113.0/24');

const accountInput = z.object({ name });
const keyInput = z.object({
  serviceAccountId: z.string(), name, isTest: z.boolean().default(false),
  permissions: z.array(z.enum(KEY_PERMISSIONS as [Permission, ...Permission[]], { error: (issue) => `"${String(issue.input)}" is no permission of keys; there are ${KEY_PERMISSIONS.join(', ')}` })).min(1, 'name at least one permission').transform((list) => [...new Set(list)]),
  networks: z.array(network).max(LIMITS.keyNetworksMax, `at most ${LIMITS.keyNetworksMax} networks`).default([]),
  agentIds: z.array(z.string()).max(LIMITS.keyAgentsMax, `at most ${LIMITS.keyAgentsMax} agents`).default([]),
  expiresAt: z.date().refine((value) => value.getTime() > Date.now(), 'must be in the future').optional(),
});

/** Makes a program's account; answers its id. */
export async function serviceAccountCreate(context: ApiContext, raw: unknown): Promise<string> {
  const input = parseInput(accountInput, raw);
  const id = uuidv7();
  // Counted and made in one statement: of many at once no more are made than there may be.
  try {
    const made = await context.db.$executeRaw`
      INSERT INTO service_accounts (id, "organizationId", name) SELECT ${id}::uuid, ${context.organizationId}::uuid, ${input.name}
      WHERE (SELECT count(*) FROM service_accounts WHERE "organizationId" = ${context.organizationId}::uuid) < ${LIMITS.serviceAccountsMax}`;
    if (made === 0) throw fault('InvalidInputError', `An organization has at most ${LIMITS.serviceAccountsMax} service accounts.`, 'name');
  } catch (error) {
    if (isUniqueViolation(error)) throw fault('NameTakenError', `There is a service account called "${input.name}".`, 'name');
    throw error;
  }
  return id;
}

/** Makes a key. Nobody gives what they do not have themselves. The key is told here and never again. */
export async function apiKeyCreate(context: ApiContext, raw: unknown): Promise<{ id: string; token: string }> {
  const input = parseInput(keyInput, raw);
  const serviceAccountId = inputId('ServiceAccount', input.serviceAccountId, 'serviceAccountId');
  for (const permission of input.permissions) demand(context, permission);
  const account = await context.db.serviceAccount.findUnique({ where: { id: serviceAccountId }, select: { _count: { select: { keys: { where: { revokedAt: null } } } } } });
  if (!account) throw fault('ServiceAccountNotFoundError', 'There is no such service account.', 'serviceAccountId');
  if (account._count.keys >= LIMITS.keysPerAccountMax) throw fault('InvalidInputError', `A service account has at most ${LIMITS.keysPerAccountMax} keys. Revoke one first.`, 'serviceAccountId');
  const agentIds = await agentsOfKey(context, input);
  const token = createApiKeyText(input.isTest);
  const id = uuidv7();
  await context.db.apiKey.create({
    data: {
      id, organizationId: context.organizationId, serviceAccountId, name: input.name, keyHash: new Uint8Array(sha256(token)), lastCharacters: token.slice(-4), isTest: input.isTest,
      permissions: input.permissions, networks: input.networks, agentIds, expiresAt: input.expiresAt ?? null,
    },
    select: { id: true },
  });
  return { id, token };
}

/** The internal ids of the agents that a key shall reach; empty for all. */
async function agentsOfKey(context: ApiContext, { agentIds, permissions }: { readonly agentIds: readonly string[]; readonly permissions: readonly Permission[] }): Promise<string[]> {
  if (agentIds.length === 0) return [];
  const beyond = permissions.filter((permission) => !OF_AGENTS.has(permission));
  if (beyond.length > 0) throw fault('InvalidInputError', `A key for some agents cannot be given ${beyond.map((permission) => `\`${permission}\``).join(', ')}: that reaches beyond them.`, 'permissions');
  const ids = [...new Set(agentIds.map((id) => inputId('Agent', id, 'agentIds')))].sort();
  const found = await context.db.agent.count({ where: { id: { in: ids } } });
  if (found < ids.length) throw fault('AgentNotFoundError', 'There is no such agent.', 'agentIds');
  return ids;
}

/** Ends a key at once, in every process, and what it has open. Twice is the same as once. */
export async function apiKeyRevoke(context: ApiContext, input: { readonly id: string }): Promise<string> {
  const id = inputId('ApiKey', input.id, 'id');
  await context.db.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
  if (!await context.db.apiKey.findUnique({ where: { id }, select: { id: true } })) throw fault('ApiKeyNotFoundError', 'There is no such key.', 'id');
  context.app.keys.changed(id);
  return id;
}
