import { auditAs, DEMO_EMAIL, PLATFORM_ORGANIZATION, roleTemplateId, type SystemTransaction } from '@parley/db';
import type { App } from '../../context.js';
import { endMembership, type TouchedSession } from '../members/members.service.js';

const ROLE_ID = roleTemplateId('platform-admin');

/** Whose accounts look after the platform, and whether their addresses have to be proved: not that of the demo, which nobody reads mail at. */
function wanted({ environment }: App): { readonly emails: readonly string[]; readonly isProved: boolean } {
  if (environment.platformAdmins) return { emails: environment.platformAdmins, isProved: true };
  return { emails: environment.isProduction ? [] : [DEMO_EMAIL], isProved: false };
}

/** Makes whoever is wanted an administrator, and the organization of the platform where it is missing. Processes that start at once line up. */
async function add(transaction: SystemTransaction, { emails, isProved }: ReturnType<typeof wanted>): Promise<void> {
  await transaction.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('parley.platform.administrators'))::text`;
  const { id, name, slug } = PLATFORM_ORGANIZATION;
  await transaction.$executeRaw`
    INSERT INTO organizations (id, name, slug, kind)
    SELECT ${id}::uuid, ${name}, CASE WHEN EXISTS (SELECT FROM organizations WHERE slug = ${slug}) THEN ${`${slug}-${id.slice(-6)}`} ELSE ${slug} END, 'PLATFORM'
    WHERE EXISTS (SELECT FROM users WHERE email = ANY (${emails}::text[]) AND ("emailVerifiedAt" IS NOT NULL OR NOT ${isProved})) ON CONFLICT (id) DO NOTHING`;
  await transaction.$executeRaw`
    INSERT INTO memberships AS m ("organizationId", "userId", "roleId")
    SELECT ${id}::uuid, id, ${ROLE_ID}::uuid FROM users WHERE email = ANY (${emails}::text[]) AND ("emailVerifiedAt" IS NOT NULL OR NOT ${isProved})
    ON CONFLICT ("organizationId", "userId") DO UPDATE SET "roleId" = excluded."roleId" WHERE m."roleId" <> excluded."roleId"`;
}

/** Takes the right from everybody else: with their membership, what they have open there, and in the names of others. */
async function removeOthers(transaction: SystemTransaction, { emails, isProved }: ReturnType<typeof wanted>): Promise<TouchedSession[]> {
  const organizationId = PLATFORM_ORGANIZATION.id;
  const others = await transaction.$queryRaw<{ userId: string }[]>`
    SELECT m."userId" FROM memberships m JOIN users u ON u.id = m."userId"
    WHERE m."organizationId" = ${organizationId}::uuid AND m."roleId" = ${ROLE_ID}::uuid AND NOT (u.email = ANY (${emails}::text[]) AND (u."emailVerifiedAt" IS NOT NULL OR NOT ${isProved}))`;
  const touched: TouchedSession[] = [];
  for (const { userId } of others) touched.push(...await endMembership(transaction, { organizationId, userId }));
  return touched;
}

/** Brings the administrators of the platform to what the settings say, at the start of a process. */
export async function settlePlatformAdmins(app: App): Promise<void> {
  const now = wanted(app);
  const touched = await auditAs({ kind: 'SYSTEM', action: 'platformAdminsSettle' }, () => app.database.transaction('system', async (transaction) => {
    await add(transaction, now);
    return removeOthers(transaction, now);
  }));
  for (const { id, change } of touched) app.sessions.tell(id, change);
}

/** Makes a person an administrator who has just proved an address that the settings name. */
export async function welcomePlatformAdmin(app: App, userId: string): Promise<void> {
  const now = wanted(app);
  if (!now.isProved || now.emails.length === 0) return;
  const { email } = await app.database.system.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  if (now.emails.includes(email)) await auditAs({ kind: 'SYSTEM', action: 'platformAdminsSettle' }, () => app.database.transaction('system', (transaction) => add(transaction, now)));
}
