import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const sha256 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(text).digest());

/** Only who knows the client's key and the server's secret can read an answer again: it may hold a token that is told once. */
const keyOf = (secret: string, idempotencyKey: string) => Buffer.from(hkdfSync('sha256', secret, sha256(idempotencyKey), 'parley idempotent answer', 32));

/** AES-256-GCM: nonce, ciphertext, tag; bound to the request it answers. */
export function sealAnswer(secret: string, idempotencyKey: string, requestHash: Uint8Array, answer: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, idempotencyKey), nonce).setAAD(requestHash);
  return new Uint8Array(Buffer.concat([nonce, cipher.update(answer, 'utf8'), cipher.final(), cipher.getAuthTag()]));
}

/** Throws where the secret has changed since, or somebody has written over it. */
export function openAnswer(secret: string, idempotencyKey: string, requestHash: Uint8Array, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, idempotencyKey), bytes.subarray(0, NONCE_BYTES)).setAAD(requestHash);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
}
