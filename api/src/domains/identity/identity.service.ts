import { roleTemplateId, uuidv7 } from '@parley/db';
import type { ApiContext } from '../../context.js';
import { emailFault, normalizeEmail } from '../../access/email-address.js';
import { passwordFault, passwordWeakness } from '../../access/password-rules.js';
import { hashPassword, verifyPassword } from '../../access/passwords.js';
import { type Fault, fault, Faults } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { mailLanguage, type MailLanguage } from '../../mail/letters.js';
import { isUniqueViolation } from '../../access/database-errors.js';
import { completeSignIn } from '../factors/complete-sign-in.js';
import type { SignInAnswer } from '../factors/sign-in-answer.js';
import { organizationSlug } from '../organizations/slugs.js';
import { startSession, type SignedInResult } from './start-session.js';
import { newEmailLink } from './email-links.js';
import { sendVerification } from './email.service.js';
import type { ViewerKey } from './viewer.js';

export interface SignUpRequest { readonly email: string; readonly password: string; readonly organizationName: string; readonly name?: string | null | undefined }

/** Opens an account with its first organization, and signs in. */
export async function signUp(context: ApiContext, request: SignUpRequest): Promise<SignedInResult> {
  await context.app.throttles.signUp.attempt(context.request.address);
  const { email, organizationName } = checkSignUp(request);
  const passwordHash = await hashPassword(request.password);
  const userId = uuidv7();
  const { token, row } = newEmailLink('VERIFICATION', email);
  const person = { email, name: request.name?.trim() ?? '', language: mailLanguage(context.request.languages) };
  const organizationId = uuidv7();
  try {
    // One nested write is one transaction: no account without its organization.
    await context.app.database.system.user.create({
      data: {
        id: userId, ...person, passwordHash, emailTokens: { create: row },
        memberships: { create: { role: { connect: { id: roleTemplateId('owner') } }, organization: { create: { id: organizationId, name: organizationName, slug: organizationSlug(organizationName, organizationId) } } } },
      },
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw fault('EmailTakenError', 'There is an account with this e-mail address. Sign in instead.', 'email');
    throw error;
  }
  sendVerification(context, person, token);
  return startSession(context, { userId, organizationId });
}

function checkSignUp(request: SignUpRequest): { email: string; organizationName: string } {
  const faults: Fault[] = [];
  const email = normalizeEmail(request.email);
  const organizationName = request.organizationName.trim();
  const wrongEmail = emailFault(request.email);
  if (wrongEmail) faults.push(fault('InvalidEmailError', wrongEmail, 'email'));
  const weakness = passwordWeakness(request.password, { email: email ?? '', organizationNames: [organizationName] });
  if (weakness) faults.push(passwordFault(weakness));
  if (organizationName === '' || organizationName.length > 120) faults.push(fault('InvalidInputError', 'The organization needs a name of at most 120 characters.', 'organizationName'));
  if ((request.name ?? '').length > 120) faults.push(fault('InvalidInputError', 'A name has at most 120 characters.', 'name'));
  if (faults.length > 0 || !email) throw new Faults(faults);
  return { email, organizationName };
}

export interface SignInRequest { readonly email: string; readonly password: string; readonly wantsTokens?: boolean | null | undefined }

/** Signs in with e-mail and password; who has a second factor is asked for it. An unknown account and a wrong password look and last the same. */
export async function signIn(context: ApiContext, request: SignInRequest): Promise<SignInAnswer> {
  const { throttles, database } = context.app;
  const email = normalizeEmail(request.email);
  const account = email ?? request.email.slice(0, 254);
  await throttles.signInAddress.attempt(context.request.address);
  await throttles.signInAccount.attempt(account);
  await throttles.signIn.attempt(account, context.request.address);
  const user = email === undefined ? null : await database.system.user.findUnique({
    where: { email }, select: { id: true, passwordHash: true, memberships: { select: { organizationId: true }, orderBy: { createdAt: 'asc' }, take: 1 } },
  });
  const isRight = request.password.length <= LIMITS.passwordLengthMax * 4 && await verifyPassword(user?.passwordHash, request.password);
  const membership = user?.memberships[0];
  if (!user || !isRight || !membership) throw fault('InvalidCredentialsError', 'E-mail address and password do not belong together.');
  await throttles.signIn.forgive(account, context.request.address);
  return completeSignIn(context, { userId: user.id, ...membership }, { passwordHash: user.passwordHash, wantsTokens: request.wantsTokens ?? false });
}

/** Ends the session of the request; doing it twice is the same as once. */
export async function signOut(context: ApiContext): Promise<void> {
  const { actor, app } = context;
  // Out is out, also for who works as somebody else: their own session ends too.
  if (actor.kind === 'user' && actor.impersonation) await app.sessions.revoke(actor.impersonation.userId, actor.impersonation.ownSessionId);
  if (actor.kind === 'user') await app.sessions.end(actor);
  context.request.setSessionCookie(null);
}

/** Changes what the person who is signed in is called, and the language of mails to them. */
export async function profileUpdate(context: ApiContext, input: { readonly name: string; readonly language?: MailLanguage | null | undefined }): Promise<ViewerKey> {
  const name = input.name.trim();
  if (name.length > 120) throw fault('InvalidInputError', 'A name has at most 120 characters.', 'name');
  const { userId, organizationId } = context.user;
  await context.app.database.system.user.updateMany({ where: { id: userId }, data: { name, ...(input.language ? { language: input.language } : {}) } });
  return { userId, organizationId };
}
