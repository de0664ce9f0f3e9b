import { randomBytes } from 'node:crypto';
import { uuidv7, type SystemTransaction } from '@parley/db';
import { sha256 } from '../../access/sessions.js';
import type { App } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';

/** What a link that is sent by mail is for; a link for one opens nothing of another. */
export type EmailLinkPurpose = 'VERIFICATION' | 'PASSWORD_RESET';

const LIFE_MS: Readonly<Record<EmailLinkPurpose, number>> = { VERIFICATION: LIMITS.emailVerificationMs, PASSWORD_RESET: LIMITS.passwordResetMs };

const hashOf = (token: string) => new Uint8Array(sha256(token));

/** A new link: its token, told in the mail and nowhere else, and the row that knows it by its hash. */
export function newEmailLink(purpose: EmailLinkPurpose, email: string) {
  const token = randomBytes(32).toString('base64url');
  return { token, row: { id: uuidv7(), tokenHash: hashOf(token), purpose, email, expiresAt: new Date(Date.now() + LIFE_MS[purpose]) } };
}

/** Whose link this is, without using it up; undefined where it is over, or the account has another address by now. */
export async function ownerOfLink({ database }: Pick<App, 'database'>, purpose: EmailLinkPurpose, token: string): Promise<string | undefined> {
  const [found] = await database.system.$queryRaw<{ userId: string }[]>`
    SELECT t."userId" FROM email_tokens t JOIN users u ON u.id = t."userId" AND u.email = t.email WHERE t."tokenHash" = ${hashOf(token)} AND t.purpose = ${purpose}::"EmailTokenPurpose" AND t."expiresAt" > now()`;
  return found?.userId;
}

/** Uses a link up, with all others of its person for the same: of many who bring it at once one is first. Throws `LinkInvalidError`. */
export async function useLink(transaction: Pick<SystemTransaction, '$queryRaw' | 'emailToken'>, purpose: EmailLinkPurpose, token: string): Promise<string> {
  const [used] = await transaction.$queryRaw<{ userId: string }[]>`
    DELETE FROM email_tokens t USING users u WHERE t."tokenHash" = ${hashOf(token)} AND t.purpose = ${purpose}::"EmailTokenPurpose" AND t."expiresAt" > now() AND u.id = t."userId" AND u.email = t.email RETURNING t."userId"`;
  if (!used) throw linkInvalid();
  await transaction.emailToken.deleteMany({ where: { userId: used.userId, purpose } });
  return used.userId;
}

export const linkInvalid = () => fault('LinkInvalidError', 'This link was used, has expired, or is not whole. Ask for a new one.', 'token');

/** Forgets links that nobody followed in time. */
export async function forgetEmailLinks({ database }: App): Promise<void> {
  await database.system.emailToken.deleteMany({ where: { expiresAt: { lt: new Date() } } });
}
