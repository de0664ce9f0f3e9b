import { PLATFORM_ORGANIZATION, roleTemplateId, uuidv7 } from '@parley/db';
import { encodeId } from '../src/schema/ids.js';
import { sessionOf } from './attack/attackers.js';
import type { Kit, Person } from './kit.js';

/** Somebody who looks after the platform, signed in to its organization. */
export async function platformAdmin(kit: Kit, name = 'Petra'): Promise<Person & { readonly userId: string }> {
  const { system } = kit.test.database;
  const { id: organizationId, name: platform, slug } = PLATFORM_ORGANIZATION;
  const [userId, email] = [uuidv7(), `${uuidv7()}@example.com`];
  await system.organization.upsert({ where: { id: organizationId }, create: { id: organizationId, name: platform, slug, kind: 'PLATFORM' }, update: {} });
  await system.user.create({ data: { id: userId, email, name, passwordHash: 'x', emailVerifiedAt: new Date(), memberships: { create: { organizationId, roleId: roleTemplateId('platform-admin') } } } });
  const token = await sessionOf(kit, { organizationId, userId });
  return { token, email, userId: encodeId('User', userId), organizationId: encodeId('Organization', organizationId), ask: (query, variables) => kit.ask(query, variables, token) };
}
