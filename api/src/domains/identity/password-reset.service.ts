import { normalizeEmail } from '../../access/email-address.js';
import { hashPassword } from '../../access/passwords.js';
import { endedSessions } from '../../access/sessions.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { mailLanguage } from '../../mail/letters.js';
import { consoleLink, sendMailLater } from '../../mail/send-mail.js';
import { completeSignIn } from '../factors/complete-sign-in.js';
import { demandFreeSignIn, isServed } from '../single-sign-on/required.js';
import type { SignInAnswer } from '../factors/sign-in-answer.js';
import { welcomePlatformAdmin } from '../platform/administrators.service.js';
import { linkInvalid, newEmailLink, ownerOfLink, useLink } from './email-links.js';
import { checkNewPassword, PASSWORD_PERSON, tellOfNewPassword } from './password.service.js';

const BUSY_MS = 60_000;

/**
 * Sends a link to a new password, where there is an account with this address. Whether there is one is looked up after
 * the answer, by whoever sends the mails: neither what is answered nor how long it takes tells it.
 */
export async function passwordResetRequest(context: ApiContext, input: { readonly email: string }): Promise<object> {
  const { app, request } = context;
  const email = normalizeEmail(input.email);
  if (!email) throw fault('InvalidEmailError', 'This is not an e-mail address.', 'email');
  await app.throttles.mailAddress.attempt(request.address);
  await app.throttles.mail.attempt('reset', email);
  const isTaken = sendMailLater(app, 'password-reset', async () => {
    const person = await app.database.system.user.findUnique({ where: { email }, select: { id: true, name: true, language: true, passwordHash: true } });
    // Who has no password signs in at the organization's identity provider: a mail does not get around that, as long as there is one.
    if (!person || (!person.passwordHash.startsWith('$argon2id$') && await isServed(context, email))) return undefined;
    const { token, row } = newEmailLink('PASSWORD_RESET', email);
    await app.database.system.emailToken.create({ data: { ...row, userId: person.id } });
    return { to: email, values: { name: person.name, url: consoleLink(app, 'reset-password', token) }, language: mailLanguage(person.language, request.languages) };
  });
  if (!isTaken) throw new Fault('TooManyAttemptsError', 'Too many mails wait to be sent. Try again in a minute.', undefined, { retryAfterMs: BUSY_MS });
  return {};
}

/**
 * Gives an account another password by the link that was sent to it. All its sessions end, all other links are void, and
 * whoever brought it is signed in; a second factor is asked for all the same. A password that is refused leaves the link as
 * it is.
 */
export async function passwordReset(context: ApiContext, { token, password }: { readonly token: string; readonly password: string }): Promise<SignInAnswer> {
  const { database, sessions, throttles } = context.app;
  await throttles.signInAddress.attempt(context.request.address);
  const userId = await ownerOfLink(context.app, 'PASSWORD_RESET', token);
  if (userId === undefined) throw linkInvalid();
  await demandFreeSignIn(context, userId);
  const person = await database.system.user.findUniqueOrThrow({
    where: { id: userId }, select: { ...PASSWORD_PERSON, emailVerifiedAt: true, memberships: { select: { organizationId: true, organization: { select: { name: true } } }, orderBy: { createdAt: 'asc' } } },
  });
  checkNewPassword(password, person, 'password');
  const passwordHash = await hashPassword(password);
  const ended = await database.transaction('system', async (transaction) => {
    await useLink(transaction, 'PASSWORD_RESET', token);
    await transaction.user.updateMany({ where: { id: userId }, data: { passwordHash, emailVerifiedAt: person.emailVerifiedAt ?? new Date() } });
    return endedSessions(transaction, userId);
  });
  for (const id of ended) sessions.tell(id, 'ended');
  tellOfNewPassword(context, person);
  await welcomePlatformAdmin(context.app, userId);
  const [membership] = person.memberships;
  if (!membership) return {};
  return completeSignIn(context, { userId, organizationId: membership.organizationId }, { passwordHash, wantsTokens: false });
}
