import { decodeId, encodeId, InvalidIdError, noteInAuditLog, uuidv7 } from '@parley/db';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { isUniqueViolation } from '../../access/database-errors.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { challengeIn, invalidPasskey, registrationAnswer, verified } from './passkey-answer.js';
import { createPasskeyChallenge, isPasskeyChallenge, relyingParty, usePasskeyChallenge } from './passkey-challenge.js';
import { confirmPassword } from './two-factor.service.js';

/** What somebody sees of a passkey of theirs. */
export interface PasskeyView { readonly id: string; readonly name: string; readonly createdAt: Date; readonly lastUsedAt: Date | null }

const VIEW = { id: true, name: true, createdAt: true, lastUsedAt: true } as const;
/** ES256, EdDSA, RS256: what authenticators have (COSE). */
export const PASSKEY_ALGORITHMS = [-7, -8, -257];

export const passkeyId = (id: string) => encodeId('pky', id);

const tooMany = () => new Fault('PasskeyLimitError', `A person has at most ${LIMITS.passkeysMax} passkeys. Delete one first.`, undefined, { passkeysMax: LIMITS.passkeysMax });

/** Oldest first. One statement. */
export function passkeysOf({ app }: ApiContext, userId: string): Promise<PasskeyView[]> {
  return app.database.system.passkey.findMany({ where: { userId }, select: VIEW, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: LIMITS.passkeysMax });
}

/** Who a passkey is for, in the bytes that it gives back when it signs in: nothing that names a person. */
export const userHandleOf = (userId: string) => new Uint8Array(Buffer.from(userId.replaceAll('-', ''), 'hex'));

/** What a browser needs to make a passkey. Takes the password, since a passkey opens the account for good. */
export async function passkeyRegistrationStart(context: ApiContext, { password }: { readonly password: string }): Promise<{ options: unknown }> {
  const { userId, sessionId } = context.user;
  const { email } = await confirmPassword(context, password);
  const known = await context.app.database.system.passkey.findMany({ where: { userId }, select: { credentialId: true, transports: true } });
  if (known.length >= LIMITS.passkeysMax) throw tooMany();
  const options = await generateRegistrationOptions({
    rpName: 'Parley', rpID: relyingParty(context.app).id, userID: userHandleOf(userId), userName: email, userDisplayName: email, attestationType: 'none', timeout: LIMITS.passkeyChallengeMs,
    challenge: createPasskeyChallenge(context.app, 'passkey-registration', sessionId), supportedAlgorithmIDs: PASSKEY_ALGORITHMS,
    // It tells by itself whose it is, and asks for finger, face or PIN: it is both factors at once.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: Buffer.from(credentialId).toString('base64url'), transports })),
  });
  return { options };
}

/** Keeps a passkey that a browser has made. */
export async function passkeyRegister(context: ApiContext, input: { readonly name: string; readonly response?: unknown }): Promise<{ passkey: PasskeyView }> {
  const { app } = context;
  const { userId, sessionId } = context.user;
  const name = input.name.trim();
  if (name === '' || name.length > 120) throw fault('InvalidInputError', 'A passkey has a name of 1 to 120 characters.', 'name');
  const response = registrationAnswer(input.response);
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(app);
  const { registrationInfo } = await verified(context, () => verifyRegistrationResponse({
    response, expectedOrigin, expectedRPID, requireUserVerification: true, supportedAlgorithmIDs: PASSKEY_ALGORITHMS, expectedChallenge: (challenge) => isPasskeyChallenge(app, 'passkey-registration', sessionId, challenge),
  }));
  if (!registrationInfo || !await usePasskeyChallenge(app, userId, challengeIn(response.response.clientDataJSON))) throw invalidPasskey();
  const { credential } = registrationInfo;
  const id = uuidv7();
  try {
    // Counted and made in one statement: of many at once no more are made than there may be.
    const made = await app.database.system.$executeRaw`
      INSERT INTO passkeys (id, "userId", name, "credentialId", "publicKey", counter, transports)
      SELECT ${id}::uuid, ${userId}::uuid, ${name}, ${new Uint8Array(Buffer.from(credential.id, 'base64url'))}, ${new Uint8Array(credential.publicKey)}, ${BigInt(credential.counter)}, ${credential.transports ?? []}::text[]
      WHERE (SELECT count(*) FROM passkeys WHERE "userId" = ${userId}::uuid) < ${LIMITS.passkeysMax}`;
    if (made === 0) throw tooMany();
  } catch (error) {
    if (isUniqueViolation(error)) throw invalidPasskey('This passkey is registered already.');
    throw error;
  }
  await noteInAuditLog(context.db, 'passkeyRegister', 'users', [userId]);
  return { passkey: await app.database.system.passkey.findUniqueOrThrow({ where: { id }, select: VIEW }) };
}

function uuidOf(id: string): string {
  try {
    return decodeId('pky', id);
  } catch (error) {
    if (error instanceof InvalidIdError) throw fault('InvalidIdError', error.message, 'id');
    throw error;
  }
}

/** Deletes a passkey of the person; from now on it opens nothing. */
export async function passkeyDelete(context: ApiContext, input: { readonly id: string }): Promise<{ deletedId: string }> {
  const { userId } = context.user;
  const id = uuidOf(input.id);
  const { count } = await context.app.database.system.passkey.deleteMany({ where: { id, userId } });
  if (count === 0) throw fault('PasskeyNotFoundError', 'There is no such passkey of yours.', 'id');
  await noteInAuditLog(context.db, 'passkeyDelete', 'users', [userId]);
  return { deletedId: passkeyId(id) };
}
