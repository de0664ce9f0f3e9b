import { randomBytes } from 'node:crypto';
import { uuidv7, type Invitation } from '@parley/db';
import { emailFault, normalizeEmail } from '../../access/email-address.js';
import { sha256 } from '../../access/sessions.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { mailLanguage } from '../../mail/letters.js';
import { consoleLink, sendMail } from '../../mail/send-mail.js';
import { inputId } from '../../schema/ids.js';
import { lockOrganization } from '../organizations/limits.service.js';
import { demandHeld } from '../roles/roles.service.js';
import { overFault } from './invitation-state.js';

export interface InvitationRequest { readonly email: string; readonly roleId: string; readonly language?: string | null | undefined }

/** What a token looks like in the database. */
export const tokenHashOf = (token: string) => new Uint8Array(sha256(token));
const newToken = () => randomBytes(32).toString('base64url');
const newExpiry = () => new Date(Date.now() + LIMITS.invitationMs);

interface RoleFacts { readonly name: string; readonly permissions: readonly string[] }

/** Invites somebody to the organization that the session works in, by mail. Answers the internal id. */
export async function invitationCreate(context: ApiContext, input: InvitationRequest): Promise<string> {
  const roleId = inputId('Role', input.roleId, 'roleId');
  const email = normalizeEmail(input.email);
  const wrongEmail = emailFault(input.email);
  if (!email || wrongEmail) throw fault('InvalidEmailError', wrongEmail ?? 'This is not an e-mail address.', 'email');
  const { app, db, organizationId } = context;
  const role = await db.role.findFirst({ where: { id: roleId }, select: { name: true, permissions: true } });
  if (!role) throw fault('RoleNotFoundError', 'There is no such role.', 'roleId');
  demandHeld(context, role.permissions, 'roleId');
  await app.throttles.invitation.attempt(organizationId);
  const [id, token, expiresAt] = [uuidv7(), newToken(), newExpiry()];
  await app.database.transaction(organizationId, async (transaction) => {
    await lockOrganization(transaction, organizationId);
    const [standing] = await transaction.$queryRaw<{ pending: number; isInvited: boolean; isMember: boolean }[]>`
      SELECT count(*)::int AS pending, coalesce(bool_or(email = ${email}), false) AS "isInvited",
        EXISTS (SELECT FROM memberships m JOIN users u ON u.id = m."userId" WHERE m."organizationId" = ${organizationId}::uuid AND u.email = ${email}) AS "isMember"
      FROM invitations WHERE "organizationId" = ${organizationId}::uuid AND "expiresAt" > now() AND "acceptedAt" IS NULL AND "revokedAt" IS NULL`;
    const { pending, isInvited, isMember } = standing!;
    if (isMember) throw fault('AlreadyMemberError', 'This person is a member already.', 'email');
    if (isInvited) throw fault('AlreadyInvitedError', 'This person is invited already. Send the mail again, or take the invitation back first.', 'email');
    if (pending >= LIMITS.invitationsPendingMax) throw new Fault('InvitationsExhaustedError', `There are ${LIMITS.invitationsPendingMax} invitations that nobody has answered; take some back first.`, undefined, { invitationsMax: LIMITS.invitationsPendingMax });
    await transaction.invitation.create({ data: { id, organizationId, email, roleId, tokenHash: tokenHashOf(token), expiresAt, invitedById: context.actor.kind === 'user' ? context.actor.userId : null }, select: { id: true } });
  });
  if (!await mailInvitation(context, { email, expiresAt, roleName: role.name }, token, input.language)) {
    await db.invitation.deleteMany({ where: { id } });
    throw fault('MailUnavailableError', 'So many mails wait to be sent that no more are taken just now. Try again in a few minutes.');
  }
  return id;
}

async function mailInvitation(context: ApiContext, { email, expiresAt, roleName }: { readonly email: string; readonly expiresAt: Date; readonly roleName: string }, token: string, language: string | null | undefined): Promise<boolean> {
  const { app, db, actor, organizationId } = context;
  const { name } = await db.organization.findFirstOrThrow({ where: { id: organizationId }, select: { name: true } });
  const inviter = actor.kind === 'user' ? await app.database.system.user.findUnique({ where: { id: actor.userId }, select: { name: true, email: true } }) : null;
  const inviterName = inviter === null ? name : inviter.name === '' ? inviter.email : inviter.name;
  return sendMail(app, { to: email, template: 'invitation', values: { organizationName: name, inviterName, roleName, url: consoleLink(app, 'invitation', token), expiresAt }, language: mailLanguage(language, context.request.languages) });
}

type Known = Pick<Invitation, 'id' | 'email' | 'expiresAt' | 'acceptedAt' | 'revokedAt' | 'sentAt'> & { readonly role: RoleFacts };

async function findInvitation({ db }: ApiContext, externalId: string): Promise<Known> {
  const id = inputId('Invitation', externalId, 'id');
  const found = await db.invitation.findFirst({ where: { id }, select: { id: true, email: true, expiresAt: true, acceptedAt: true, revokedAt: true, sentAt: true, role: { select: { name: true, permissions: true } } } });
  if (!found) throw fault('InvitationNotFoundError', 'There is no such invitation.', 'id');
  return found;
}

/** Mails a new link, which is good for seven days; the one before it is good for nothing any more. Answers the internal id. */
export async function invitationResend(context: ApiContext, input: { readonly id: string; readonly language?: string | null | undefined }): Promise<string> {
  const invitation = await findInvitation(context, input.id);
  const { id, role, sentAt } = invitation;
  demandHeld(context, role.permissions, 'id');
  if (invitation.acceptedAt || invitation.revokedAt) throw overFault(invitation, 'id')!;
  const retryAfterMs = sentAt.getTime() + LIMITS.invitationResendMs - Date.now();
  if (retryAfterMs > 0) throw new Fault('TooManyAttemptsError', `The mail was sent a moment ago. Try again in ${Math.ceil(retryAfterMs / 1_000)} seconds.`, undefined, { retryAfterMs });
  await context.app.throttles.invitation.attempt(context.organizationId);
  const [token, expiresAt] = [newToken(), newExpiry()];
  // Of two who send it again at once, one does.
  const { count } = await context.db.invitation.updateMany({ where: { id, sentAt, acceptedAt: null, revokedAt: null }, data: { tokenHash: tokenHashOf(token), expiresAt, sentAt: new Date() } });
  if (count > 0 && !await mailInvitation(context, { email: invitation.email, expiresAt, roleName: role.name }, token, input.language)) throw fault('MailUnavailableError', 'So many mails wait to be sent that no more are taken just now. Try again in a few minutes.');
  return id;
}

/** Takes an invitation back: its link is good for nothing any more. Twice is the same as once. Answers the internal id. */
export async function invitationRevoke(context: ApiContext, input: { readonly id: string }): Promise<string> {
  const invitation = await findInvitation(context, input.id);
  const { id } = invitation;
  const { count } = await context.db.invitation.updateMany({ where: { id, acceptedAt: null, revokedAt: null }, data: { revokedAt: new Date() } });
  if (count === 0 && !invitation.revokedAt) throw fault('InvitationUsedError', 'This invitation was accepted already. Remove the member instead.', 'id');
  return id;
}

