import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import type { ApiContext } from '../../context.js';
import { fault, type Fault } from '../../errors.js';

const base64url = (charactersMax: number) => z.string().max(charactersMax).regex(/^[\w-]+$/);
/** A credential id has at most 1,023 bytes (WebAuthn, section 4). */
const credential = { id: base64url(1_364), rawId: base64url(1_364), type: z.literal('public-key'), clientExtensionResults: z.looseObject({}).default({}) };
const clientDataJSON = base64url(8_192);

const registration = z.looseObject({ ...credential, response: z.looseObject({ clientDataJSON, attestationObject: base64url(65_536), transports: z.array(z.string().max(32)).max(16).optional() }) });
const authentication = z.looseObject({ ...credential, response: z.looseObject({ clientDataJSON, authenticatorData: base64url(8_192), signature: base64url(8_192), userHandle: base64url(128) }) });

export const invalidPasskey = (message = 'The answer of the passkey cannot be used. Try it again.'): Fault<'PasskeyInvalidError'> => fault('PasskeyInvalidError', message, 'response');

/** What `navigator.credentials.create` brought, as far as its shape goes. */
export function registrationAnswer(response: unknown): RegistrationResponseJSON {
  const parsed = registration.safeParse(response);
  if (!parsed.success) throw invalidPasskey();
  return parsed.data as unknown as RegistrationResponseJSON;
}

/** What `navigator.credentials.get` brought for a passkey that tells whose it is. */
export function authenticationAnswer(response: unknown): AuthenticationResponseJSON & { readonly response: { readonly userHandle: string } } {
  const parsed = authentication.safeParse(response);
  if (!parsed.success) throw invalidPasskey();
  return parsed.data as unknown as AuthenticationResponseJSON & { response: { userHandle: string } };
}

/** The challenge that an answer names; it is believed only once the rest has been verified. */
export function challengeIn(clientData: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as { challenge?: unknown };
    if (typeof challenge === 'string') return challenge;
  } catch { /* Said below. */ }
  throw invalidPasskey();
}

/** Runs a check of the library, whose every complaint is an expected failure; what it was is in the log. */
export async function verified<Result extends { readonly verified: boolean }>(context: ApiContext, check: () => Promise<Result>): Promise<Result> {
  let result: Result | undefined;
  try {
    result = await check();
  } catch (error) {
    context.logger.info({ reason: (error as Error).message.slice(0, 200) }, 'a passkey was refused');
  }
  if (!result?.verified) throw invalidPasskey();
  return result;
}
