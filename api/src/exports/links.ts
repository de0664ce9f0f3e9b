import { expiryAfter, isSigned, isToCome, sign } from '../access/signatures.js';
import type { App } from '../context.js';
import type { CallOrder, CallWhere } from '../domains/calls/call-filter.js';
import { LIMITS } from '../limits.js';

/** Which calls of which organization, and in which order. */
export interface CallsExport {
  /** Internal id. */
  readonly organizationId: string;
  readonly where: CallWhere;
  readonly orderBy: CallOrder;
}

/**
 * Address at which a list of calls is a file; works for ten minutes, for whoever holds it. Nothing is kept: all of it is
 * in the address, in the part that is not logged.
 */
export function callsExportUrl(app: App, { organizationId, where, orderBy }: CallsExport): string {
  const payload = Buffer.from(JSON.stringify([expiryAfter(LIMITS.exportLinkMs), organizationId, orderBy, where])).toString('base64url');
  return `${app.publicUrl()}/exports/calls?token=${payload}.${sign(app, 'calls-export', payload)}`;
}

/** What the token of an address says; undefined where it is wrong or too old. */
export function openExportToken(app: App, token: string): CallsExport | undefined {
  const [payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0 || !isSigned(app, signature, 'calls-export', payload)) return undefined;
  const [expires, organizationId, orderBy, where] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as [string, string, CallOrder, CallWhere];
  return isToCome(expires) ? { organizationId, where, orderBy } : undefined;
}
