import type { ApiContext } from '../../context.js';
import { mailLanguage } from '../../mail/letters.js';
import { consoleLink, sendMail } from '../../mail/send-mail.js';
import { welcomePlatformAdmin } from '../platform/administrators.service.js';
import { newEmailLink, useLink } from './email-links.js';
import type { ViewerKey } from './viewer.js';

export interface MailReader { readonly email: string; readonly name: string; readonly language: string | null }

/** Sends the link that proves that its reader has the address. The row of the link is written by whoever calls, before. */
export function sendVerification({ app, request }: ApiContext, { email, name, language }: MailReader, token: string): void {
  sendMail(app, { to: email, template: 'email-verification', values: { name, url: consoleLink(app, 'verify-email', token) }, language: mailLanguage(language, request.languages) });
}

/** Sends the signed-in person another link to prove their address with; nothing where that is done. */
export async function emailVerificationSend(context: ApiContext): Promise<ViewerKey> {
  const { userId, organizationId } = context.user;
  const { system } = context.app.database;
  const person = await system.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true, name: true, language: true, emailVerifiedAt: true } });
  if (person.emailVerifiedAt === null) {
    await context.app.throttles.mail.attempt('verification', userId);
    const { token, row } = newEmailLink('VERIFICATION', person.email);
    await system.emailToken.create({ data: { ...row, userId } });
    sendVerification(context, person, token);
  }
  return { userId, organizationId };
}

/** Follows a link to prove an address; signed in or not, it is the link that counts. */
export async function emailVerify(context: ApiContext, { token }: { readonly token: string }): Promise<Partial<ViewerKey>> {
  await context.app.throttles.signInAddress.attempt(context.request.address);
  const userId = await context.app.database.transaction('system', async (transaction) => {
    const id = await useLink(transaction, 'VERIFICATION', token);
    await transaction.user.updateMany({ where: { id, emailVerifiedAt: null }, data: { emailVerifiedAt: new Date() } });
    return id;
  });
  await welcomePlatformAdmin(context.app, userId);
  const { actor } = context;
  return actor.kind === 'user' ? { userId: actor.userId, organizationId: actor.organizationId } : {};
}
