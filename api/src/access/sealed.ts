import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { App } from '../context.js';

/** What is kept or given away sealed; what is sealed for one opens as nothing else. */
export type SealPurpose = 'totp-secret' | 'access-token' | 'refresh-token' | 'client-secret' | 'single-sign-on';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const keyOf = (app: App, purpose: SealPurpose) => Buffer.from(hkdfSync('sha256', app.environment.secret, '', `parley ${purpose}`, 32));

/** AES-256-GCM under a key made of the server's secret: nonce, ciphertext, tag. `owner` is whose it is: under another name it does not open. */
export function seal(app: App, purpose: SealPurpose, owner: string, plain: Uint8Array): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(app, purpose), nonce).setAAD(Buffer.from(owner));
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
}

/** What was sealed; undefined where the server's secret has changed since, or somebody has written over it. */
export function unseal(app: App, purpose: SealPurpose, owner: string, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(app, purpose), bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(owner));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}
