import { createHmac, timingSafeEqual } from 'node:crypto';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';
import { decodeAnyId, encodeId } from '../schema/ids.js';

function signature(secret: string, recordingId: string, expires: string): Buffer {
  return createHmac('sha256', secret).update(`recording\n${recordingId}\n${expires}`).digest();
}

/** Address of a recording that works for ten minutes, for whoever holds it. `id` is the internal id. */
export function recordingUrl(app: App, id: string): string {
  const expires = String(Date.now() + LIMITS.recordingLinkMs);
  const signed = signature(app.environment.secret, id, expires).toString('base64url');
  return `${app.publicUrl()}/recordings/${encodeId('Recording', id)}?expires=${expires}&signature=${signed}`;
}

/** Internal id of the recording that a link opens; undefined where the link is wrong or too old. */
export function openRecordingLink(app: App, externalId: string, query: URLSearchParams): string | undefined {
  const decoded = decodeAnyId(externalId);
  const expires = query.get('expires') ?? '';
  if (decoded?.typename !== 'Recording' || !/^\d{1,15}$/.test(expires)) return undefined;
  const given = Buffer.from(query.get('signature') ?? '', 'base64url');
  const wanted = signature(app.environment.secret, decoded.id, expires);
  const isSigned = given.length === wanted.length && timingSafeEqual(given, wanted);
  return isSigned && Number(expires) > Date.now() ? decoded.id : undefined;
}
