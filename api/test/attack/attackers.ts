import { randomBytes } from 'node:crypto';
import { PLATFORM_ORGANIZATION, ROLE_TEMPLATES, roleTemplateId, uuidv7 } from '@parley/db';
import { seedTenant, type Tenant } from '@parley/db/testing';
import { OF_AGENTS } from '../../src/domains/api-keys/api-keys.service.js';
import { createApiKeyText } from '../../src/access/api-key-text.js';
import { PERMISSIONS, type Permission } from '../../src/access/may.js';
import { sha256 } from '../../src/access/sessions.js';
import type { Kit } from '../kit.js';

/** Somebody who asks for what is not theirs. */
export interface Attacker {
  readonly name: 'nobody' | 'an expired session' | 'a stranger' | "a stranger's key" | 'a viewer' | 'a test key with one scope' | 'a key with every scope but this' | 'a role with every permission but this' | 'a key for another agent' | 'a platform administrator' | 'an administrator who works as a viewer';
  /** Undefined for nobody. */
  readonly token: string | undefined;
  /** Who they are, as rows name them. */
  readonly ids: readonly string[];
  /** Whether they belong to the organization that is attacked. */
  readonly isWithin: boolean;
  /** Whether they reach another agent of it only. */
  readonly isLimited?: boolean;
  /** What they may do in their organization; undefined where they are not signed in. */
  readonly permissions: ReadonlySet<string> | undefined;
  /** Whether it is a person, with a session that works. */
  readonly isPerson: boolean;
  /** Whether it is an administrator in the session of somebody else. */
  readonly isImpersonating?: boolean;
}

const DAY_MS = 24 * 3_600_000;
const SCOPE: Permission = 'health:read';

/** A session of the person in the organization; answers its token. */
export async function sessionOf(kit: Kit, { organizationId, userId }: Pick<Tenant, 'organizationId' | 'userId'>, endsInMs = DAY_MS): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await kit.test.database.system.session.create({ data: { id: uuidv7(), tokenHash: new Uint8Array(sha256(token)), userId, organizationId, expiresAt: new Date(Date.now() + endsInMs) } });
  return token;
}

async function keyOf(kit: Kit, { organizationId, serviceAccountId }: Tenant, permissions: readonly string[], agentIds: readonly string[] = []): Promise<{ token: string; id: string }> {
  const [token, id] = [createApiKeyText(true), uuidv7()];
  await kit.test.database.system.apiKey.create({ data: { id, organizationId, serviceAccountId, name: 'attacker', keyHash: new Uint8Array(sha256(token)), lastCharacters: token.slice(-4), isTest: true, permissions: [...permissions], agentIds: [...agentIds] } });
  return { token, id };
}

async function memberOf(kit: Kit, { organizationId }: Pick<Tenant, 'organizationId'>, roleId: string): Promise<{ token: string; id: string }> {
  const userId = uuidv7();
  await kit.test.database.system.user.create({ data: { id: userId, email: `member-${userId}@example.com`, passwordHash: 'x', memberships: { create: { organizationId, roleId } } } });
  return { token: await sessionOf(kit, { organizationId, userId }), id: userId };
}

/** Everybody who attacks, made anew: what one attack does to them does not weaken the next. `missing` is the permission that the last of them lacks. */
export async function attackersOf(kit: Kit, victim: Tenant, missing: string | undefined, strangers: Tenant, viewerPermissions: ReadonlySet<string>): Promise<Attacker[]> {
  const [viewer, strangerKey, scoped] = [await memberOf(kit, victim, roleTemplateId('viewer')), await keyOf(kit, strangers, PERMISSIONS), await keyOf(kit, victim, [SCOPE])];
  const stranger = { ids: [strangers.organizationId, strangers.userId], isWithin: false, permissions: new Set<string>(PERMISSIONS) };
  const attackers: Attacker[] = [
    { name: 'nobody', token: undefined, ids: [], isWithin: false, permissions: undefined, isPerson: false },
    { name: 'an expired session', token: await sessionOf(kit, victim, -DAY_MS), ids: [], isWithin: false, permissions: undefined, isPerson: false },
    { name: 'a stranger', token: await sessionOf(kit, strangers), ...stranger, isPerson: true },
    { name: "a stranger's key", token: strangerKey.token, ...stranger, isPerson: false },
    { name: 'a viewer', token: viewer.token, ids: [viewer.id], isWithin: true, permissions: viewerPermissions, isPerson: true },
    { name: 'a test key with one scope', token: scoped.token, ids: [scoped.id], isWithin: true, permissions: new Set([SCOPE]), isPerson: false },
  ];
  attackers.push(...await administratorsOf(kit, victim, viewerPermissions));
  return missing === undefined ? attackers : [...attackers, ...await lackingOf(kit, victim, missing)];
}

/** Who looks after the platform: as themselves, a stranger to every organization; and as a viewer of the one that is attacked. */
async function administratorsOf(kit: Kit, victim: Tenant, viewerPermissions: ReadonlySet<string>): Promise<Attacker[]> {
  const { system } = kit.test.database;
  const { id: organizationId, name, slug } = PLATFORM_ORGANIZATION;
  await system.organization.upsert({ where: { id: organizationId }, create: { id: organizationId, name, slug, kind: 'PLATFORM' }, update: {} });
  // Two of them: what the one does to their sessions does not end what the other does as somebody else.
  const [administrator, another] = [await memberOf(kit, { organizationId }, roleTemplateId('platform-admin')), await memberOf(kit, { organizationId }, roleTemplateId('platform-admin'))];
  const viewer = await memberOf(kit, victim, roleTemplateId('viewer'));
  const own = await kit.api.app.sessions.create({ userId: another.id, organizationId });
  const { token } = await kit.api.app.sessions.impersonate({ userId: viewer.id, organizationId: victim.organizationId }, { userId: another.id, ownSessionId: own.actor.sessionId, reason: 'To attack it.', lifeMs: DAY_MS }, { address: '' });
  return [
    { name: 'a platform administrator', token: administrator.token, ids: [administrator.id], isWithin: false, permissions: new Set(ROLE_TEMPLATES['platform-admin'].permissions), isPerson: true },
    { name: 'an administrator who works as a viewer', token, ids: [viewer.id, another.id], isWithin: true, permissions: viewerPermissions, isPerson: true, isImpersonating: true },
  ];
}

/** Those of the organization who may do everything there but this. */
export async function lackingOf(kit: Kit, victim: Tenant, missing: string): Promise<Attacker[]> {
  const permissions = PERMISSIONS.filter((permission) => permission !== missing);
  const key = await keyOf(kit, victim, permissions);
  const own = permissions.filter((permission) => !permission.startsWith('platform:'));
  const roleId = uuidv7();
  await kit.test.database.system.role.create({ data: { id: roleId, organizationId: victim.organizationId, name: `All but ${missing} ${roleId}`, permissions: own } });
  const person = await memberOf(kit, victim, roleId);
  return [
    { name: 'a key with every scope but this', token: key.token, ids: [key.id], isWithin: true, permissions: new Set(permissions), isPerson: false },
    { name: 'a role with every permission but this', token: person.token, ids: [person.id, roleId], isWithin: true, permissions: new Set(own), isPerson: true },
  ];
}

/** A key of the organization that reaches an agent in which there is nothing, with all that it can be given. */
export async function limitedOf(kit: Kit, victim: Tenant, decoyId: string): Promise<Attacker> {
  const key = await keyOf(kit, victim, [...OF_AGENTS], [decoyId]);
  return { name: 'a key for another agent', token: key.token, ids: [key.id], isWithin: true, isLimited: true, permissions: OF_AGENTS, isPerson: false };
}

/** Another organization, as full as the one that is attacked, for each attack that may change it. */
export const strangersOf = (kit: Kit) => seedTenant(kit.test.database.system, 'strangers');
