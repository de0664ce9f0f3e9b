import { hash, verify } from '@node-rs/argon2';
import { LIMITS } from '../limits.js';

/** Argon2id with OWASP's first recommendation: 19 MiB, two passes, one lane. Runs in the native thread pool. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hash of nothing anyone knows: verified for unknown accounts, so that they take as long as known ones. */
let nobody: Promise<string> | undefined;

/** The encoded hash; its parameters are inside. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), PARAMETERS);
}

/** Whether the password belongs to the hash; takes the same time where there is no account, and where it has no password. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword(crypto.randomUUID());
  const known = passwordHash?.startsWith('$argon2id$') ? passwordHash : undefined;
  const isRight = await verify(known ?? await nobody, password.normalize('NFKC'));
  return isRight && known !== undefined;
}

const COMMON = new Set(['password', 'passwort', 'password1', '12345678', '123456789', '1234567890', 'qwertyui', 'qwertyuiop', 'iloveyou', '11111111', '00000000']);

/** Why a password is refused, as a sentence; undefined when it will do. Length in characters, as NIST SP 800-63B asks. */
export function passwordWeakness(password: string, email: string): string | undefined {
  const { length } = Array.from(password.normalize('NFKC'));
  if (length < LIMITS.passwordLengthMin) return `The password needs at least ${LIMITS.passwordLengthMin} characters.`;
  if (length > LIMITS.passwordLengthMax) return `The password may have at most ${LIMITS.passwordLengthMax} characters.`;
  const lower = password.toLowerCase();
  if (COMMON.has(lower) || new Set(lower).size < 3) return 'This password is among the first that are guessed.';
  return lower === email ? 'The password must not be the e-mail address.' : undefined;
}

/** Lower case and in one Unicode form, so that one address is one account; undefined where it is no address. */
export function normalizeEmail(email: string): string | undefined {
  const normalized = email.normalize('NFKC').trim().toLowerCase();
  return normalized.length <= 254 && /^[^\s@"<>,;]+@[^\s@.]+(\.[^\s@.]+)*$/u.test(normalized) ? normalized : undefined;
}
