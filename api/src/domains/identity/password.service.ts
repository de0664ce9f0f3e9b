import { passwordFault, passwordWeakness } from '../../access/password-rules.js';
import { hashPassword } from '../../access/passwords.js';
import { endedSessions } from '../../access/sessions.js';
import type { ApiContext } from '../../context.js';
import { mailLanguage } from '../../mail/letters.js';
import { sendMail } from '../../mail/send-mail.js';
import { confirmPassword } from '../factors/two-factor.service.js';
import type { ViewerKey } from './viewer.js';

export interface PasswordPerson { readonly email: string; readonly name: string; readonly language: string | null; readonly memberships: readonly { readonly organization: { readonly name: string } }[] }

/** What of a person decides whether a password is theirs to take, and what they are told in which language. */
export const PASSWORD_PERSON = { email: true, name: true, language: true, memberships: { select: { organization: { select: { name: true } } } } } as const;

/** Refuses a password that somebody who knows the person would guess. */
export function checkNewPassword(password: string, { email, memberships }: PasswordPerson, path: string): void {
  const weakness = passwordWeakness(password, { email, organizationNames: memberships.map(({ organization }) => organization.name) });
  if (weakness) throw passwordFault(weakness, path);
}

/** Tells the person that their password is another one now: whoever did not do it learns of it. */
export function tellOfNewPassword({ app, request }: ApiContext, { email, name, language }: PasswordPerson): void {
  sendMail(app, { to: email, template: 'password-changed', values: { name, url: `${app.publicUrl()}/forgot-password` }, language: mailLanguage(language, request.languages) });
}

/** Gives the signed-in person another password. Their other sessions end, and so does every link to a new password. */
export async function passwordChange(context: ApiContext, input: { readonly currentPassword: string; readonly newPassword: string }): Promise<ViewerKey> {
  const { userId, organizationId, sessionId } = context.user;
  const { database, sessions } = context.app;
  await confirmPassword(context, input.currentPassword, 'currentPassword');
  const person = await database.system.user.findUniqueOrThrow({ where: { id: userId }, select: PASSWORD_PERSON });
  checkNewPassword(input.newPassword, person, 'newPassword');
  const passwordHash = await hashPassword(input.newPassword);
  const ended = await database.transaction('system', async (transaction) => {
    await transaction.user.updateMany({ where: { id: userId }, data: { passwordHash } });
    await transaction.emailToken.deleteMany({ where: { userId, purpose: 'PASSWORD_RESET' } });
    return endedSessions(transaction, userId, sessionId);
  });
  for (const id of ended) sessions.tell(id, 'ended');
  tellOfNewPassword(context, person);
  return { userId, organizationId };
}
