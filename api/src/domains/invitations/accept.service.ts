import { uuidv7, type Prisma, type SystemTransaction } from '@parley/db';
import { isUniqueViolation } from '../../access/database-errors.js';
import { passwordFault, passwordWeakness } from '../../access/password-rules.js';
import { hashPassword, verifyPassword } from '../../access/passwords.js';
import type { ApiContext, App } from '../../context.js';
import { Fault, fault, Faults } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { completeSignIn } from '../factors/complete-sign-in.js';
import type { SignInAnswer } from '../factors/sign-in-answer.js';
import { startSession } from '../identity/start-session.js';
import { welcomePlatformAdmin } from '../platform/administrators.service.js';
import { demandOpen, demandSeat, lockOrganization } from '../organizations/limits.service.js';
import { demandFreeJoin } from '../single-sign-on/required.js';
import { overFault, STATE_COLUMNS, stateOf, type InvitationState } from './invitation-state.js';
import { tokenHashOf } from './invitations.service.js';

/** What anybody who holds the link is told. */
export interface InvitationOffer { readonly organizationName: string; readonly email: string; readonly state: InvitationState }

export interface InvitationAnswer { readonly token: string; readonly name?: string | null | undefined; readonly password?: string | null | undefined }

const FOUND = { id: true, organizationId: true, email: true, roleId: true, ...STATE_COLUMNS, organization: { select: { name: true, deletionAt: true, suspendedAt: true } } } as const satisfies Prisma.InvitationSelect;
type Found = Prisma.InvitationGetPayload<{ select: typeof FOUND }>;

async function findByToken({ database }: App, token: string): Promise<Found | null> {
  return token.length > 128 ? null : database.system.invitation.findUnique({ where: { tokenHash: tokenHashOf(token) }, select: FOUND, relationLoadStrategy: 'join' });
}

/** What an invitation offers; null where there is none with this token. */
export async function invitationOffer({ app }: ApiContext, token: string): Promise<InvitationOffer | null> {
  const found = await findByToken(app, token);
  return found && { organizationName: found.organization.name, email: found.email, state: stateOf(found) };
}

/**
 * Lets in whoever holds the link: the signed-in person, where it was sent to their address; who has an account, by its
 * password; anybody else with a new account. The token came by mail, so that the address is theirs.
 */
export async function invitationAccept(context: ApiContext, answer: InvitationAnswer): Promise<SignInAnswer> {
  const { app, request } = context;
  await app.throttles.signInAddress.attempt(request.address);
  const invitation = await findByToken(app, answer.token);
  if (!invitation) throw fault('InvitationNotFoundError', 'There is no invitation with this link. Perhaps a newer one was sent.', 'token');
  const over = overFault(invitation, 'token');
  if (over) throw over;
  await demandFreeJoin(context, invitation);
  return context.actor.kind === 'anonymous' ? acceptAsGuest(context, invitation, answer) : acceptSignedIn(context, invitation);
}

async function acceptSignedIn(context: ApiContext, invitation: Found): Promise<SignInAnswer> {
  const { app, user: { userId } } = context;
  const { email } = await app.database.system.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  if (email !== invitation.email) throw fault('InvitationForOtherError', 'This invitation was sent to another e-mail address. Sign out first, and open the link again.', 'token');
  await join(app, invitation, userId);
  const moved = await app.sessions.move(context.user, invitation.organizationId);
  if (moved) context.become(moved);
  return { userId, organizationId: invitation.organizationId };
}

async function acceptAsGuest(context: ApiContext, invitation: Found, { name, password }: InvitationAnswer): Promise<SignInAnswer> {
  const { app, request } = context;
  const { email, organizationId } = invitation;
  const user = await app.database.system.user.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
  if (!user) return signUpInvited(context, invitation, { name: name?.trim() ?? '', password: password ?? '' });
  await app.throttles.signInAccount.attempt(email);
  await app.throttles.signIn.attempt(email, request.address);
  const isRight = (password ?? '').length <= LIMITS.passwordLengthMax * 4 && await verifyPassword(user.passwordHash, password ?? '');
  if (!isRight) throw fault('InvalidCredentialsError', 'There is an account with this e-mail address, and this is not its password.', 'password');
  await app.throttles.signIn.forgive(email, request.address);
  await join(app, invitation, user.id);
  return completeSignIn(context, { userId: user.id, organizationId }, { passwordHash: user.passwordHash, wantsTokens: false });
}

async function signUpInvited(context: ApiContext, invitation: Found, { name, password }: { readonly name: string; readonly password: string }): Promise<SignInAnswer> {
  const { email, organizationId } = invitation;
  const faults: Fault[] = [];
  const weakness = passwordWeakness(password, { email, organizationNames: [invitation.organization.name] });
  if (weakness) faults.push(passwordFault(weakness));
  if (name.length > 120) faults.push(fault('InvalidInputError', 'A name has at most 120 characters.', 'name'));
  if (faults.length > 0) throw new Faults(faults);
  const account = { id: uuidv7(), email, name, passwordHash: await hashPassword(password), emailVerifiedAt: new Date() };
  try {
    await join(context.app, invitation, account.id, (transaction) => transaction.user.create({ data: account, select: { id: true } }));
  } catch (error) {
    // Two tabs, or somebody who signed up meanwhile.
    if (isUniqueViolation(error)) throw fault('InvalidCredentialsError', 'There is an account with this e-mail address by now. Open the link again, and give its password.', 'password');
    throw error;
  }
  return startSession(context, { userId: account.id, organizationId });
}

/** Uses the invitation up and makes the membership, in one transaction with whatever has to be there before it. */
async function join(app: App, invitation: Found, userId: string, before?: (transaction: SystemTransaction) => Promise<unknown>): Promise<void> {
  const { id, organizationId, roleId } = invitation;
  await app.database.transaction('system', async (transaction) => {
    await lockOrganization(transaction, organizationId);
    await before?.(transaction);
    const { count } = await transaction.invitation.updateMany({ where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } }, data: { acceptedAt: new Date() } });
    const now = await transaction.invitation.findUniqueOrThrow({ where: { id }, select: { ...FOUND, organization: { select: { name: true, deletionAt: true, suspendedAt: true } } } });
    if (count === 0) throw overFault(now, 'token') ?? fault('InvitationExpiredError', 'This invitation has run out. Ask for another one.', 'token');
    demandOpen(now.organization);
    await demandSeat(app, transaction, organizationId);
    // People join their organizations one after the other, so that two at once cannot pass the limit together.
    await transaction.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
    const memberships = await transaction.membership.findMany({ where: { userId }, select: { organizationId: true } });
    if (memberships.some((membership) => membership.organizationId === organizationId)) throw fault('AlreadyMemberError', 'You are a member already.', 'token');
    if (memberships.length >= LIMITS.organizationsMax) throw new Fault('OrganizationLimitError', `You are in ${LIMITS.organizationsMax} organizations; more are not possible.`, undefined, { organizationsMax: LIMITS.organizationsMax });
    await transaction.membership.create({ data: { organizationId, userId, roleId }, select: { userId: true } });
    // The link was in a mail that they have read.
    await transaction.user.updateMany({ where: { id: userId, emailVerifiedAt: null }, data: { emailVerifiedAt: new Date() } });
  });
  await welcomePlatformAdmin(app, userId);
}
