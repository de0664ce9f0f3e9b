import { randomBytes } from 'node:crypto';
import { uuidv7, type SignInMethod } from '@parley/db';
import type { SignedIn } from '../../access/actor.js';
import { sha256 } from '../../access/sessions.js';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { startSession } from '../identity/start-session.js';
import { demandFreeSignIn } from '../single-sign-on/required.js';
import { secondFactorsOf, useCode } from './second-factor.service.js';
import type { SecondFactorChallenge, SignInAnswer } from './sign-in-answer.js';
import { startTokens } from './tokens.service.js';

export interface PasswordProof {
  /** The stored hash that the password belonged to: when it changes, challenges made under it are over. */
  readonly passwordHash: string;
  readonly wantsTokens: boolean;
}

const bytes = (text: string) => new Uint8Array(sha256(text));

/** A session as a browser holds it, or as a program does. */
const begin = (context: ApiContext, who: Pick<SignedIn, 'userId' | 'organizationId'>, wantsTokens: boolean, signedInWith: SignInMethod): Promise<SignInAnswer> => (wantsTokens ? startTokens(context, who, signedInWith) : startSession(context, who, signedInWith));

/** Goes on after a right password: with the session, or with what is still to be shown. */
export async function completeSignIn(context: ApiContext, who: Pick<SignedIn, 'userId' | 'organizationId'>, proof: PasswordProof): Promise<SignInAnswer> {
  await demandFreeSignIn(context, who.userId);
  const methods = await secondFactorsOf(context, who.userId);
  if (methods.length === 0) return begin(context, who, proof.wantsTokens, 'PASSWORD');
  return { secondFactor: { ...await createChallenge(context, who.userId, proof), methods } };
}

async function createChallenge({ app }: ApiContext, userId: string, { passwordHash, wantsTokens }: PasswordProof): Promise<Omit<SecondFactorChallenge, 'methods'>> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + LIMITS.signInChallengeMs);
  await app.database.system.signInChallenge.create({ data: { id: uuidv7(), tokenHash: bytes(token), userId, passwordMark: bytes(passwordHash), wantsTokens, expiresAt } });
  return { token, expiresAt };
}

const over = () => fault('ChallengeExpiredError', 'This sign-in is over: it took too long, was finished, or the password has changed. Sign in again.', 'challengeToken');

/** Finishes a sign-in with a code of the app or a recovery code. A challenge takes so many tries, and lets in once. */
export async function signInVerify(context: ApiContext, { challengeToken, code }: { readonly challengeToken: string; readonly code: string }): Promise<SignInAnswer> {
  const { throttles, database } = context.app;
  await throttles.signInAddress.attempt(context.request.address);
  const tokenHash = bytes(challengeToken);
  // Counted before the code is looked at, so that many tries at once are no more than they may be.
  const [challenge] = await database.system.$queryRaw<{ id: string; userId: string; attempts: number; expiresAt: Date; passwordMark: Uint8Array; wantsTokens: boolean }[]>`
    UPDATE sign_in_challenges SET attempts = attempts + 1 WHERE "tokenHash" = ${tokenHash} RETURNING id, "userId", attempts, "expiresAt", "passwordMark", "wantsTokens"`;
  if (!challenge || challenge.expiresAt.getTime() <= Date.now()) throw over();
  if (challenge.attempts > LIMITS.signInChallengeAttemptsMax) throw fault('ChallengeExhaustedError', 'Too many wrong codes. Sign in again.', 'challengeToken');
  const { id, userId } = challenge;
  const user = await database.system.user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
  if (!Buffer.from(challenge.passwordMark).equals(bytes(user.passwordHash))) throw over();
  await useCode(context, userId, code);
  const { count } = await database.system.signInChallenge.deleteMany({ where: { id } });
  if (count === 0) throw over();
  return startAs(context, userId, challenge.wantsTokens, 'PASSWORD');
}

/** Starts a session of somebody who has proven who they are, where they have been a member for longest. */
export async function startAs(context: ApiContext, userId: string, wantsTokens: boolean, signedInWith: SignInMethod): Promise<SignInAnswer> {
  await demandFreeSignIn(context, userId);
  const membership = await context.app.database.system.membership.findFirst({ where: { userId }, select: { organizationId: true }, orderBy: { createdAt: 'asc' } });
  if (!membership) throw fault('ChallengeExpiredError', 'This account belongs to no organization any more.');
  return begin(context, { userId, ...membership }, wantsTokens, signedInWith);
}

/** Forgets sign-ins that nobody finished. */
export async function forgetChallenges({ database }: ApiContext['app']): Promise<void> {
  await database.system.signInChallenge.deleteMany({ where: { expiresAt: { lt: new Date() } } });
}
