import type { ApiContext } from '../../context.js';
import { unseal } from '../../access/sealed.js';
import { fault } from '../../errors.js';
import { recoveryCodeHash } from './recovery-codes.js';
import { totpStep } from './totp.js';

/** Ways to show a second factor. */
export type SecondFactorMethod = 'TOTP' | 'RECOVERY_CODE' | 'PASSKEY';

/** How the person can show a second factor; empty where none is asked of them. One statement. */
export async function secondFactorsOf({ app }: ApiContext, userId: string): Promise<SecondFactorMethod[]> {
  const [found] = await app.database.system.$queryRaw<{ hasCodes: boolean; hasPasskeys: boolean }[]>`
    SELECT EXISTS (SELECT FROM recovery_codes c WHERE c."userId" = f."userId") AS "hasCodes", EXISTS (SELECT FROM passkeys p WHERE p."userId" = f."userId") AS "hasPasskeys" FROM two_factors f WHERE f."userId" = ${userId}::uuid AND f."enabledAt" IS NOT NULL`;
  if (!found) return [];
  return ['TOTP', ...(found.hasCodes ? ['RECOVERY_CODE' as const] : []), ...(found.hasPasskeys ? ['PASSKEY' as const] : [])];
}

/**
 * Uses up a code of the app, or a recovery code: neither counts twice, also when it comes twice at the same moment.
 * Guesses are counted by person, whichever sign-in or session they come from.
 */
export async function useCode(context: ApiContext, userId: string, code: string): Promise<void> {
  const { secondFactor } = context.app.throttles;
  await secondFactor.attempt(userId);
  if (/^\s*\d{3}\s?\d{3}\s*$/.test(code)) await useTotp(context, userId, code.replaceAll(/\s/g, ''));
  else await useRecoveryCode(context, userId, code);
  await secondFactor.forgive(userId);
}

const wrongCode = () => fault('WrongCodeError', 'The code is wrong.', 'code');

async function useTotp(context: ApiContext, userId: string, code: string): Promise<void> {
  const { system } = context.app.database;
  const kept = await system.twoFactor.findUnique({ where: { userId }, select: { secret: true } });
  if (!kept) throw wrongCode();
  const secret = unseal(context.app, 'totp-secret', userId, kept.secret);
  if (!secret) context.logger.error('the secret of an authenticator app cannot be opened: PARLEY_SECRET is not the one it was kept under');
  const step = secret && totpStep(secret, code);
  if (step === undefined) throw wrongCode();
  // Whoever moves the step forward has used the code; the other one finds it used.
  const { count } = await system.twoFactor.updateMany({ where: { userId, lastStep: { lt: step } }, data: { lastStep: step } });
  if (count === 0) throw fault('CodeReplayedError', 'This code has been used. Wait for the next one.', 'code');
}

async function useRecoveryCode(context: ApiContext, userId: string, code: string): Promise<void> {
  const codeHash = recoveryCodeHash(code);
  if (!codeHash) throw wrongCode();
  const { count } = await context.app.database.system.recoveryCode.deleteMany({ where: { userId, codeHash } });
  if (count === 0) throw wrongCode();
}
