import { createHmac, timingSafeEqual } from 'node:crypto';
import type { App } from '../context.js';

/** What a signed address opens, or a signed challenge is for; what is signed for one opens nothing of another. */
export type LinkPurpose = 'passkey-registration' | 'passkey-sign-in' | 'recording' | 'voice-preview' | 'calls-export' | 'organization-export' | 'audit-export' | 'usage-export';

function digest(app: App, purpose: LinkPurpose, parts: readonly string[]): Buffer {
  return createHmac('sha256', app.environment.secret).update([purpose, ...parts].join('\n')).digest();
}

/** Signs an address, as text for a URL. Whoever holds it is let in: `parts` say what it opens and when it ends, none with a line break. */
export function sign(app: App, purpose: LinkPurpose, ...parts: readonly string[]): string {
  return digest(app, purpose, parts).toString('base64url');
}

/** Whether this server, or one with the same secret, signed these parts; takes the same time whatever is given. */
export function isSigned(app: App, signature: string, purpose: LinkPurpose, ...parts: readonly string[]): boolean {
  const given = Buffer.from(signature, 'base64url');
  const wanted = digest(app, purpose, parts);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** When a link made now ends, as it is written in addresses. */
export const expiryAfter = (lifeMs: number) => String(Date.now() + lifeMs);

/** Whether this moment, as it is written in addresses, is still to come. */
export const isToCome = (expires: string) => /^\d{1,15}$/.test(expires) && Number(expires) > Date.now();
