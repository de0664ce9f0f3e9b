import { uuidv7, type SystemTransaction } from '@parley/db';
import { isUniqueViolation } from '../../access/database-errors.js';
import { endedSessions } from '../../access/sessions.js';
import type { App } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import type { MailLanguage } from '../../mail/letters.js';
import { demandOpen, demandSeat, lockOrganization } from '../organizations/limits.service.js';

/** Whom an identity provider has signed in, checked: the address is in a proven domain of the organization. */
export interface ProvenPerson {
  readonly organizationId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly name: string;
  readonly language: MailLanguage;
}

/** Of an account without a password; no hash looks like it. */
const NO_PASSWORD = '';

const refused = (message: string) => fault('SingleSignOnAccountError', message);

/**
 * The account of a person that an identity provider has signed in, a member of the organization after this. The
 * provider's own name of them goes before the address; see docs/decisions/0009 for what is taken over, and what is not.
 */
export async function accountOf(app: App, person: ProvenPerson): Promise<{ readonly userId: string; readonly ended: readonly string[] }> {
  try {
    return await app.database.transaction('system', (transaction) => findOrMake(app, transaction, person));
  } catch (error) {
    // Two tabs of the same person at once, or somebody who signed up meanwhile: what the other has made is found now.
    if (!isUniqueViolation(error)) throw error;
    return app.database.transaction('system', (transaction) => findOrMake(app, transaction, person));
  }
}

async function findOrMake(app: App, transaction: SystemTransaction, person: ProvenPerson): Promise<{ userId: string; ended: string[] }> {
  const { organizationId, issuer, subject, email, name, language } = person;
  await lockOrganization(transaction, organizationId);
  const known = await transaction.singleSignOnIdentity.findUnique({ where: { organizationId_issuer_subject: { organizationId, issuer, subject } }, select: { id: true, userId: true, user: { select: { email: true } } } });
  if (known) {
    await transaction.singleSignOnIdentity.update({ where: { id: known.id }, data: { lastUsedAt: new Date() }, select: { id: true } });
    if (!await isMember(transaction, organizationId, known.userId)) await join(app, transaction, { organizationId, userId: known.userId, email: known.user.email }, 'You were removed from this organization. Ask to be invited again.');
    return { userId: known.userId, ended: [] };
  }
  const identity = { id: uuidv7(), organizationId, issuer, subject };
  const account = await transaction.user.findUnique({ where: { email }, select: { id: true, emailVerifiedAt: true, singleSignOnIdentities: { where: { organizationId }, select: { id: true } } } });
  if (!account) {
    const userId = uuidv7();
    await transaction.user.create({ data: { id: userId, email, name, language, passwordHash: NO_PASSWORD, emailVerifiedAt: new Date(), singleSignOnIdentities: { create: identity } }, select: { id: true } });
    await join(app, transaction, { organizationId, userId, email });
    return { userId, ended: [] };
  }
  // Somebody at the provider who was given the address of another person there is not that person.
  if (account.singleSignOnIdentities.length > 0) throw refused('The account with your address belongs to another identity at your account service. Ask whoever looks after it.');
  const userId = account.id;
  let ended: string[] = [];
  if (!await isMember(transaction, organizationId, userId)) {
    if (account.emailVerifiedAt === null) ended = await takeOver(transaction, userId);
    await join(app, transaction, { organizationId, userId, email });
  }
  await transaction.singleSignOnIdentity.create({ data: { ...identity, userId }, select: { id: true } });
  return { userId, ended };
}

const isMember = async (transaction: SystemTransaction, organizationId: string, userId: string) => await transaction.membership.count({ where: { organizationId, userId } }) > 0;

/**
 * Makes an account theirs whose address nobody had proven: whoever opened it may have been somebody else, so that nothing
 * they could come back with is left. Answers the sessions that are over.
 */
async function takeOver(transaction: SystemTransaction, userId: string): Promise<string[]> {
  await transaction.user.update({ where: { id: userId }, data: { passwordHash: NO_PASSWORD, emailVerifiedAt: new Date() }, select: { id: true } });
  await transaction.passkey.deleteMany({ where: { userId } });
  await transaction.twoFactor.deleteMany({ where: { userId } });
  await transaction.emailToken.deleteMany({ where: { userId } });
  await transaction.signInChallenge.deleteMany({ where: { userId } });
  return endedSessions(transaction, userId);
}

/** Makes the membership: as an invitation to the address says that is still open, else as somebody new. With `onlyInvited` nobody comes in without one. */
async function join(app: App, transaction: SystemTransaction, { organizationId, userId, email }: { readonly organizationId: string; readonly userId: string; readonly email: string }, onlyInvited?: string): Promise<void> {
  const invitation = await transaction.invitation.findFirst({ where: { organizationId, email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } }, select: { id: true, roleId: true } });
  if (!invitation && onlyInvited !== undefined) throw refused(onlyInvited);
  const { singleSignOn, ...organization } = await transaction.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { deletionAt: true, suspendedAt: true, singleSignOn: { select: { roleId: true } } } });
  demandOpen(organization);
  await demandSeat(app, transaction, organizationId);
  const roleId = invitation?.roleId ?? singleSignOn?.roleId;
  if (!roleId) throw refused('Nobody new is let in through the account service just now. Ask to be invited.');
  await transaction.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  if (await transaction.membership.count({ where: { userId } }) >= LIMITS.organizationsMax) throw new Fault('OrganizationLimitError', `You are in ${LIMITS.organizationsMax} organizations; more are not possible.`, undefined, { organizationsMax: LIMITS.organizationsMax });
  await transaction.membership.create({ data: { organizationId, userId, roleId }, select: { userId: true } });
  if (invitation) await transaction.invitation.update({ where: { id: invitation.id }, data: { acceptedAt: new Date() }, select: { id: true } });
}
