import { Secret, TOTP } from 'otpauth';

/** What authenticator apps take for granted; some ignore anything else (RFC 6238, Google's Key URI Format). */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const SECRET_BYTES = 20;
/** Clocks may be this many steps apart, either way. */
const SKEW_STEPS = 1;

export const newTotpSecret = (): Uint8Array => new Uint8Array(new Secret({ size: SECRET_BYTES }).buffer);

const totpOf = (secret: Uint8Array, email: string) => new TOTP({ ...SHAPE, issuer: 'Parley', label: email, secret: new Secret({ buffer: Uint8Array.from(secret).buffer }) });

/** The secret as people type it, in base32, and as an address that apps read from a picture. */
export function totpKey(secret: Uint8Array, email: string): { readonly secret: string; readonly uri: string } {
  const totp = totpOf(secret, email);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** The time step whose code this is; undefined where it is none of those around now. Takes the same time whatever is given. */
export function totpStep(secret: Uint8Array, code: string, nowMs = Date.now()): number | undefined {
  const delta = totpOf(secret, '').validate({ token: code, timestamp: nowMs, window: SKEW_STEPS });
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / SHAPE.period) + delta;
}
