import { hash, verify } from '@node-rs/argon2';
import { HashLanes } from './hash-lanes.js';

/** Argon2id with OWASP's first recommendation: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hash of nothing anyone knows: verified for unknown accounts, so that they take as long as known ones. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$vqahkocP4Z6VjOf6lX+AFA$WXtDb3JhLg3M7cTwH82NG9Y6AyiZd2pEH6pgdIrhfOE';

/** The threads that work here are the process's, and so is the line before them. */
const lanes = new HashLanes();

/** The encoded hash; its parameters are inside. Throws `TooManyAttemptsError` where too many wait. */
export function hashPassword(password: string): Promise<string> {
  return lanes.run(() => hash(password.normalize('NFKC'), PARAMETERS));
}

/**
 * Whether the password belongs to the hash; takes the same time where there is no account, or one without a password.
 * Throws `TooManyAttemptsError` where too many wait.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const isKnown = passwordHash?.startsWith('$argon2id$') === true;
  const isRight = await lanes.run(() => verify(isKnown ? passwordHash : NOBODY, password.normalize('NFKC')));
  return isRight && isKnown;
}
