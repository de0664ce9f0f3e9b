import { expiryAfter, isSigned, isToCome, sign } from '../access/signatures.js';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';

export interface Preview {
  readonly pluginId: string;
  readonly voice: string;
  readonly language: string;
  readonly text: string;
  /** Where a connection of an organization speaks: which, and of whom it is used. */
  readonly connectionId?: string | undefined;
  readonly organizationId?: string | undefined;
}

/** Address at which a voice says a text; works for ten minutes, for whoever holds it. Nothing is kept: all of it is in the address. */
export function previewUrl(app: App, { pluginId, voice, language, text, connectionId, organizationId }: Preview): string {
  const payload = Buffer.from(JSON.stringify([expiryAfter(LIMITS.previewLinkMs), pluginId, voice, language, text, ...(connectionId === undefined ? [] : [connectionId, organizationId])])).toString('base64url');
  return `${app.publicUrl()}/voice-previews/${payload}.${sign(app, 'voice-preview', payload)}`;
}

/** What the token of an address says; undefined where it is wrong or too old. */
export function openPreviewToken(app: App, token: string): Preview | undefined {
  const [payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0 || !isSigned(app, signature, 'voice-preview', payload)) return undefined;
  const [expires, pluginId, voice, language, text, connectionId, organizationId] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as [string, string, string, string, string, string?, string?];
  return isToCome(expires) ? { pluginId, voice, language, text, connectionId, organizationId } : undefined;
}
