import { OWNER_ROLE_IDS, roleTemplateId } from '@parley/db';
import type { ApiContext } from '../../context.js';
import { Fault, fault, requestError } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import { confirmPassword } from '../factors/two-factor.service.js';
import { lockOrganization } from '../organizations/limits.service.js';
import type { MemberKey } from './members.service.js';

/** Makes another member the owner of the organization that the session works in; whoever does so is an administrator from then on. */
export async function ownershipTransfer(context: ApiContext, input: { readonly userId: string; readonly password: string }): Promise<MemberKey> {
  const heirId = inputId('User', input.userId, 'userId');
  const { app, organizationId, user: { userId } } = context;
  if (heirId === userId) throw fault('AlreadyOwnerError', 'You own it already; name another member.', 'userId');
  await confirmPassword(context, input.password);
  const sessions = await app.database.transaction('system', async (transaction) => {
    await lockOrganization(transaction, organizationId);
    const members = await transaction.membership.findMany({ where: { organizationId, userId: { in: [userId, heirId] } }, select: { userId: true, roleId: true } });
    const roleId = members.find((member) => member.userId === userId)?.roleId;
    if (roleId === undefined || !OWNER_ROLE_IDS.includes(roleId)) throw requestError('FORBIDDEN', 'Only an owner can hand over the organization.', { permission: 'organization:transfer' });
    if (roleId === roleTemplateId('platform-admin')) throw new Fault('PermissionNotHeldError', 'Who looks after the platform is in its settings, and not handed over.', undefined, { permissions: ['platform:read'] });
    if (members.length < 2) throw fault('MemberNotFoundError', 'There is no such member.', 'userId');
    await transaction.$executeRaw`
      UPDATE memberships SET "roleId" = CASE WHEN "userId" = ${heirId}::uuid THEN ${roleId}::uuid ELSE ${roleTemplateId('admin')}::uuid END
      WHERE "organizationId" = ${organizationId}::uuid AND "userId" IN (${userId}::uuid, ${heirId}::uuid)`;
    return transaction.session.findMany({ where: { userId: { in: [userId, heirId] } }, select: { id: true } });
  });
  // What either may do is looked up anew in every process, and what was open under the old role connects again.
  for (const { id } of sessions) app.sessions.tell(id, 'moved');
  const now = await app.sessions.move(context.user, organizationId);
  if (now) context.become(now);
  return { organizationId, userId };
}
