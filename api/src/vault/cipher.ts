import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256. */
export const KEY_BYTES = 32;
/** First byte of all that is sealed: how the rest is laid out. */
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES;

/** What was sealed was changed, or is opened as something else than it was sealed for. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
}

/** What something was sealed for; each part is bound into the seal, and none can run into the next. */
export type SealContext = readonly (string | number)[];

const boundTo = (context: SealContext) => Buffer.from(JSON.stringify(context));

/** AES-256-GCM with a random 96-bit nonce: format, nonce, ciphertext, tag. Opens in the same context alone. */
export function sealBytes(key: Uint8Array, plain: Uint8Array, context: SealContext): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(context));
  return new Uint8Array(Buffer.concat([Buffer.of(FORMAT), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
}

/** @throws SealBrokenError */
export function openBytes(key: Uint8Array, sealed: Uint8Array, context: SealContext): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes.length < HEAD_BYTES + TAG_BYTES || bytes[0] !== FORMAT) throw new SealBrokenError('This is nothing that was sealed here.');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, HEAD_BYTES), { authTagLength: TAG_BYTES }).setAAD(boundTo(context));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealBrokenError('It was changed, or sealed for something else.');
  }
}
