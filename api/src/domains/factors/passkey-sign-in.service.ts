import { randomBytes } from 'node:crypto';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { startAs } from './complete-sign-in.js';
import { authenticationAnswer, challengeIn, invalidPasskey, verified } from './passkey-answer.js';
import { createPasskeyChallenge, isPasskeyChallenge, relyingParty, usePasskeyChallenge } from './passkey-challenge.js';
import { userHandleOf } from './passkeys.service.js';
import type { SignInAnswer } from './sign-in-answer.js';

/** How a token of a started sign-in says what was asked for. */
const WANTS = { tokens: 't', session: 's' } as const;
const TOKEN = /^[\w-]{43}[ts]$/;

/** What a browser needs to sign in with a passkey, whoever's: the passkey tells. Writes nothing. */
export async function passkeySignInStart({ app, request }: ApiContext, { wantsTokens }: { readonly wantsTokens?: boolean | null | undefined }): Promise<{ challengeToken: string; options: unknown }> {
  // Pages that offer passkeys as they open ask often; none of it is a guess.
  await app.throttles.passkeyStart.attempt(request.address);
  const challengeToken = randomBytes(32).toString('base64url') + (wantsTokens ? WANTS.tokens : WANTS.session);
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(app).id, userVerification: 'required', timeout: LIMITS.passkeyChallengeMs, challenge: createPasskeyChallenge(app, 'passkey-sign-in', challengeToken),
  });
  return { challengeToken, options };
}

/** Signs in with a passkey. Having it, and having shown finger, face or PIN to it, are two factors: no other is asked for. */
export async function passkeySignIn(context: ApiContext, { challengeToken, response: given }: { readonly challengeToken: string; readonly response?: unknown }): Promise<SignInAnswer> {
  const { app } = context;
  await app.throttles.signInAddress.attempt(context.request.address);
  const response = authenticationAnswer(given);
  const challenge = challengeIn(response.response.clientDataJSON);
  if (!TOKEN.test(challengeToken) || !isPasskeyChallenge(app, 'passkey-sign-in', challengeToken, challenge)) throw fault('ChallengeExpiredError', 'This sign-in took too long, or is another one. Begin again.', 'challengeToken');
  const passkey = await app.database.system.passkey.findUnique({ where: { credentialId: new Uint8Array(Buffer.from(response.id, 'base64url')) }, select: { id: true, userId: true, credentialId: true, publicKey: true, counter: true } });
  const userHandle = passkey && Buffer.from(userHandleOf(passkey.userId)).toString('base64url');
  if (!passkey || userHandle !== response.response.userHandle) throw fault('PasskeyNotFoundError', 'This passkey is not known here, or was deleted.', 'response');
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(app);
  const { authenticationInfo } = await verified(context, () => verifyAuthenticationResponse({
    response, expectedOrigin, expectedRPID, requireUserVerification: true, expectedChallenge: challenge,
    credential: { id: response.id, publicKey: new Uint8Array(passkey.publicKey), counter: Number(passkey.counter) },
  }));
  if (!await usePasskeyChallenge(app, passkey.userId, challenge)) throw fault('ChallengeExpiredError', 'This sign-in is finished. Begin again.', 'challengeToken');
  await count(context, passkey.id, BigInt(authenticationInfo.newCounter));
  return startAs(context, passkey.userId, challengeToken.endsWith(WANTS.tokens), 'PASSKEY');
}

/** Moves the counter forward. One that is behind is that of a copy; what does not count stays at 0. */
async function count({ app }: ApiContext, id: string, counter: bigint): Promise<void> {
  const moved = await app.database.system.passkey.updateMany({ where: { id, OR: [{ counter: { lt: counter } }, { counter: 0n }] }, data: { counter, lastUsedAt: new Date() } });
  if (moved.count === 0) throw invalidPasskey();
}
