import { noteInAuditLog } from '@parley/db';
import { verifyPassword } from '../../access/passwords.js';
import { seal } from '../../access/sealed.js';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import type { ViewerKey } from '../identity/viewer.js';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.js';
import { useCode } from './second-factor.service.js';
import { newTotpSecret, totpKey } from './totp.js';

/** What somebody sees of their own second factor. */
export interface TwoFactorState { readonly isEnabled: boolean; readonly recoveryCodesLeft: number; readonly enabledAt: Date | null }

/** One statement. */
export async function twoFactorOf({ app }: ApiContext, userId: string): Promise<TwoFactorState> {
  const [found] = await app.database.system.$queryRaw<{ enabledAt: Date; left: number }[]>`
    SELECT f."enabledAt", (SELECT count(*)::int FROM recovery_codes c WHERE c."userId" = f."userId") AS "left" FROM two_factors f WHERE f."userId" = ${userId}::uuid AND f."enabledAt" IS NOT NULL`;
  return { isEnabled: found !== undefined, recoveryCodesLeft: found?.left ?? 0, enabledAt: found?.enabledAt ?? null };
}

/** That it is the person who sits there, and not somebody who found the session open. Guesses count as those of a sign-in do. */
export async function confirmPassword(context: ApiContext, password: string, path = 'password'): Promise<{ readonly email: string }> {
  const { userId } = context.user;
  const { throttles, database } = context.app;
  await throttles.signIn.attempt(userId, context.request.address);
  const user = await database.system.user.findUnique({ where: { id: userId }, select: { email: true, passwordHash: true } });
  const isRight = password.length <= LIMITS.passwordLengthMax * 4 && await verifyPassword(user?.passwordHash, password);
  if (!user || !isRight) throw fault('InvalidCredentialsError', 'The password is wrong.', path);
  await throttles.signIn.forgive(userId, context.request.address);
  return user;
}

/** A fresh secret for the person's app. It counts for nothing until a code of it has come back; asking again takes the secret before it away. */
export async function twoFactorStart(context: ApiContext, { password }: { readonly password: string }): Promise<{ secret: string; uri: string }> {
  const { userId } = context.user;
  const { email } = await confirmPassword(context, password);
  const secret = newTotpSecret();
  const sealed = seal(context.app, 'totp-secret', userId, secret);
  const started = await context.app.database.system.$executeRaw`
    INSERT INTO two_factors ("userId", secret) VALUES (${userId}::uuid, ${sealed})
    ON CONFLICT ("userId") DO UPDATE SET secret = excluded.secret, "lastStep" = 0 WHERE two_factors."enabledAt" IS NULL`;
  if (started === 0) throw fault('TwoFactorEnabledError', 'Two-factor sign-in is on already. Turn it off first to use another app.');
  return totpKey(secret, email);
}

/** Turns it on with a first code of the app. The recovery codes are told here and never again. */
export async function twoFactorEnable(context: ApiContext, { code }: { readonly code: string }): Promise<ViewerKey & { recoveryCodes: string[] }> {
  const { userId, organizationId } = context.user;
  const { system } = context.app.database;
  const kept = await system.twoFactor.findUnique({ where: { userId }, select: { enabledAt: true } });
  if (!kept) throw fault('TwoFactorNotStartedError', 'Take a secret with `twoFactorStart` first.');
  if (kept.enabledAt) throw fault('TwoFactorEnabledError', 'Two-factor sign-in is on already.');
  await useCode(context, userId, code);
  const recoveryCodes = newRecoveryCodes();
  await context.app.database.transaction('system', async (transaction) => {
    // A secret that was taken anew meanwhile has shown no code yet.
    const { count } = await transaction.twoFactor.updateMany({ where: { userId, enabledAt: null, lastStep: { gt: 0 } }, data: { enabledAt: new Date() } });
    if (count === 0) throw fault('TwoFactorNotStartedError', 'Another secret was taken meanwhile. Enter a code of that one.');
    await replaceCodes(transaction, userId, recoveryCodes);
  });
  await noteInAuditLog(context.db, 'twoFactorEnable', 'users', [userId]);
  return { recoveryCodes, userId, organizationId };
}

type Codes = Pick<ApiContext['app']['database']['system'], 'recoveryCode'>;

async function replaceCodes({ recoveryCode }: Codes, userId: string, codes: readonly string[]): Promise<void> {
  await recoveryCode.deleteMany({ where: { userId } });
  await recoveryCode.createMany({ data: codes.map((code) => ({ userId, codeHash: recoveryCodeHash(code)! })) });
}

/** Turns it off, with the password and a code: neither a stolen password nor a session left open is enough. */
export async function twoFactorDisable(context: ApiContext, { password, code }: { readonly password: string; readonly code: string }): Promise<ViewerKey> {
  const { userId, organizationId } = context.user;
  await confirmPassword(context, password);
  if (!(await twoFactorOf(context, userId)).isEnabled) throw fault('TwoFactorNotEnabledError', 'Two-factor sign-in is off already.');
  await useCode(context, userId, code);
  await context.app.database.system.twoFactor.deleteMany({ where: { userId } });
  await noteInAuditLog(context.db, 'twoFactorDisable', 'users', [userId]);
  return { userId, organizationId };
}

/** Ten new recovery codes; those before them are worth nothing from now on. */
export async function recoveryCodesRenew(context: ApiContext, { password }: { readonly password: string }): Promise<{ recoveryCodes: string[] }> {
  const { userId } = context.user;
  await confirmPassword(context, password);
  const recoveryCodes = newRecoveryCodes();
  await context.app.database.transaction('system', async (transaction) => {
    // Held until the end, so that two renewals at once do not leave twenty codes.
    const held = await transaction.$queryRaw<unknown[]>`SELECT "userId" FROM two_factors WHERE "userId" = ${userId}::uuid AND "enabledAt" IS NOT NULL FOR UPDATE`;
    if (held.length === 0) throw fault('TwoFactorNotEnabledError', 'Turn two-factor sign-in on first.');
    await replaceCodes(transaction, userId, recoveryCodes);
  });
  await noteInAuditLog(context.db, 'recoveryCodesRenew', 'users', [userId]);
  return { recoveryCodes };
}
