import { creationOptionsOf, jsonOf, requestOptionsOf, type PasskeyJson } from './passkey-json.js';

/** Why there can be no passkeys on this page. */
export type PasskeyHindrance = 'unsupported' | 'insecure';
/** Why a passkey was not made or used. */
export type PasskeyFailure = PasskeyHindrance | 'cancelled' | 'timeout' | 'known' | 'origin' | 'unsuitable' | 'fault';
export type PasskeyAnswer = { readonly response: PasskeyJson } | { readonly failure: PasskeyFailure };

/** A browser says no earlier than when its time is up, give or take this much. */
const TIMEOUT_SLACK_MS = 1_000;

const FAILURES: Readonly<Record<string, PasskeyFailure>> = {
  AbortError: 'cancelled', TimeoutError: 'timeout', InvalidStateError: 'known', SecurityError: 'origin', NotSupportedError: 'unsuitable', ConstraintError: 'unsuitable',
};

/** Why this page can have no passkeys; undefined where it can. */
export function passkeyHindrance(): PasskeyHindrance | undefined {
  if (typeof PublicKeyCredential === 'function') return undefined;
  return isSecureContext ? 'unsupported' : 'insecure';
}

/** Browsers hide whether somebody said no or nobody answered behind one name; the time that has passed tells. */
export function failureOf(error: unknown, passedMs: number, timeoutMs = Infinity): PasskeyFailure {
  const { name } = error as { readonly name?: string };
  if (name === 'NotAllowedError') return passedMs >= timeoutMs - TIMEOUT_SLACK_MS ? 'timeout' : 'cancelled';
  return FAILURES[name ?? ''] ?? 'fault';
}

async function answerOf(timeoutMs: number | undefined, ask: () => Promise<Credential | null>): Promise<PasskeyAnswer> {
  const hindrance = passkeyHindrance();
  if (hindrance) return { failure: hindrance };
  const startedAtMs = performance.now();
  try {
    const credential = await ask();
    return credential ? { response: jsonOf(credential as PublicKeyCredential) } : { failure: 'cancelled' };
  } catch (error) { return { failure: failureOf(error, performance.now() - startedAtMs, timeoutMs) }; }
}

/** Has the browser make a passkey. */
export const makePasskey = (options: PublicKeyCredentialCreationOptionsJSON): Promise<PasskeyAnswer> => answerOf(options.timeout, () => navigator.credentials.create({ publicKey: creationOptionsOf(options) }));

/** Asks for a passkey, in a box of the browser. */
export const askForPasskey = (options: PublicKeyCredentialRequestOptionsJSON): Promise<PasskeyAnswer> => answerOf(options.timeout, () => navigator.credentials.get({ publicKey: requestOptionsOf(options) }));

/** Lets the browser list passkeys under the field whose `autocomplete` says `webauthn`; answers once one is chosen there, or it is called off. */
export const offerPasskeys = (options: PublicKeyCredentialRequestOptionsJSON, signal: AbortSignal): Promise<PasskeyAnswer> => answerOf(options.timeout, () => navigator.credentials.get({ publicKey: requestOptionsOf(options), mediation: 'conditional', signal }));

/** Whether the browser has such lists. */
export async function canOfferPasskeys(): Promise<boolean> {
  const api = (globalThis as { PublicKeyCredential?: Partial<typeof PublicKeyCredential> }).PublicKeyCredential;
  return await api?.isConditionalMediationAvailable?.().catch(() => false) ?? false;
}

/** Tells whoever keeps a passkey that the server does not know it (any more), so that it is no longer offered. */
export async function forgetPasskey(rpId: string, credentialId: string): Promise<void> {
  const api = PublicKeyCredential as Partial<typeof PublicKeyCredential>;
  await api.signalUnknownCredential?.({ rpId, credentialId }).catch(() => undefined);
}
