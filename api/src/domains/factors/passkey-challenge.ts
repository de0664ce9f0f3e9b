import { randomBytes } from 'node:crypto';
import { expiryAfter, isSigned, isToCome, sign } from '../../access/signatures.js';
import { sha256 } from '../../access/sessions.js';
import type { App } from '../../context.js';
import { LIMITS } from '../../limits.js';

export type PasskeyPurpose = 'passkey-registration' | 'passkey-sign-in';

/** For whom passkeys are: the host that browsers know this server by (WebAuthn's relying party), and the one origin that may use them. */
export function relyingParty(app: App): { readonly id: string; readonly origin: string } {
  const { hostname, origin } = new URL(app.publicUrl());
  return { id: hostname, origin };
}

/**
 * A challenge that says itself, signed, what it is for, whose it is and when it ends: asking for one writes nothing, so
 * that nobody fills the database by asking. That it is answered once is kept when it is.
 */
export function createPasskeyChallenge(app: App, purpose: PasskeyPurpose, owner: string): string {
  const parts = [randomBytes(16).toString('base64url'), expiryAfter(LIMITS.passkeyChallengeMs)] as const;
  return [...parts, sign(app, purpose, owner, ...parts)].join('.');
}

/** Whether a challenge that came back, in base64url as browsers write it, is one of ours for this owner that has not ended. */
export function isPasskeyChallenge(app: App, purpose: PasskeyPurpose, owner: string, challenge: string): boolean {
  const [nonce, expires, signature, ...more] = Buffer.from(challenge, 'base64url').toString('latin1').split('.');
  if (nonce === undefined || expires === undefined || signature === undefined || more.length > 0 || !/^[\w-]{22}$/.test(nonce) || !isToCome(expires)) return false;
  return isSigned(app, signature, purpose, owner, nonce, expires);
}

/** Uses a challenge up; false where somebody has done so before. */
export async function usePasskeyChallenge({ database }: App, userId: string, challenge: string): Promise<boolean> {
  const used = await database.system.$executeRaw`
    INSERT INTO used_passkey_challenges ("challengeHash", "userId", "expiresAt") VALUES (${new Uint8Array(sha256(challenge))}, ${userId}::uuid, ${new Date(Date.now() + LIMITS.passkeyChallengeMs)}) ON CONFLICT DO NOTHING`;
  return used === 1;
}

/** Forgets challenges that would have ended by now. */
export async function forgetPasskeyChallenges({ database }: App): Promise<void> {
  await database.system.usedPasskeyChallenge.deleteMany({ where: { expiresAt: { lt: new Date() } } });
}
