import { expiryAfter, isSigned, isToCome, sign } from '../access/signatures.js';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';
import { decodeAnyId, encodeId } from '../schema/ids.js';

/** Address of a recording that works for ten minutes, for whoever holds it. `id` is the internal id. */
export function recordingUrl(app: App, id: string): string {
  const expires = expiryAfter(LIMITS.recordingLinkMs);
  return `${app.publicUrl()}/recordings/${encodeId('Recording', id)}?expires=${expires}&signature=${sign(app, 'recording', id, expires)}`;
}

/** Internal id of the recording that a link opens; undefined where the link is wrong or too old. */
export function openRecordingLink(app: App, externalId: string, query: URLSearchParams): string | undefined {
  const decoded = decodeAnyId(externalId);
  const expires = query.get('expires') ?? '';
  if (decoded?.typename !== 'Recording' || !isToCome(expires)) return undefined;
  return isSigned(app, query.get('signature') ?? '', 'recording', decoded.id, expires) ? decoded.id : undefined;
}
