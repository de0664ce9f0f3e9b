import { expiryAfter, isSigned, isToCome, sign } from '../access/signatures.js';
import type { App } from '../context.js';
import type { AuditWhere } from '../domains/audit/audit.service.js';
import type { CallOrder, CallWhere } from '../domains/calls/call-filter.js';
import type { UsageWhere } from '../domains/usage/usage.service.js';
import { LIMITS } from '../limits.js';

/** Which calls of which organization, and in which order. */
export interface CallsExport {
  /** Internal id. */
  readonly organizationId: string;
  readonly where: CallWhere;
  readonly orderBy: CallOrder;
  /** Internal ids of the agents whose calls may be in it; undefined for all. */
  readonly agentIds?: readonly string[] | undefined;
}

/** How the audit log is written. */
export type AuditFormat = 'JSON_LINES' | 'CSV';

/** Which events of the audit log of which organization. */
export interface AuditExport {
  /** Internal id. */
  readonly organizationId: string;
  readonly format: AuditFormat;
  readonly where: AuditWhere;
}

/** Which usage of which organization. */
export interface UsageExport {
  /** Internal id. */
  readonly organizationId: string;
  readonly range: { readonly from: Date; readonly before: Date };
  readonly where: UsageWhere;
  /** Internal ids of the agents whose usage may be in it; undefined for all. */
  readonly agentIds?: readonly string[] | undefined;
}

type ExportName = 'calls' | 'audit' | 'organization' | 'usage';

/** Works for ten minutes, for whoever holds it. Nothing is kept: all of it is in the address, in the part that is not logged. */
function exportUrl(app: App, name: ExportName, wanted: readonly unknown[]): string {
  const payload = Buffer.from(JSON.stringify([expiryAfter(LIMITS.exportLinkMs), ...wanted])).toString('base64url');
  return `${app.publicUrl()}/exports/${name}?token=${payload}.${sign(app, `${name}-export`, payload)}`;
}

/** What the token of an address says; undefined where it is wrong, of another file or too old. */
function openToken(app: App, name: ExportName, token: string): unknown[] | undefined {
  const [payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0 || !isSigned(app, signature, `${name}-export`, payload)) return undefined;
  const [expires, ...wanted] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as [string, ...unknown[]];
  return isToCome(expires) ? wanted : undefined;
}

/** Address at which a list of calls is a file. */
export function callsExportUrl(app: App, { organizationId, where, orderBy, agentIds }: CallsExport): string { return exportUrl(app, 'calls', [organizationId, orderBy, where, agentIds ?? null]); }

export function openExportToken(app: App, token: string): CallsExport | undefined {
  const [organizationId, orderBy, where, agentIds] = (openToken(app, 'calls', token) ?? []) as [string?, CallOrder?, CallWhere?, (readonly string[] | null)?];
  return organizationId && orderBy && where ? { organizationId, where, orderBy, agentIds: agentIds ?? undefined } : undefined;
}

/** Address at which the audit log is a file. */
export function auditExportUrl(app: App, { organizationId, format, where }: AuditExport): string { return exportUrl(app, 'audit', [organizationId, format, where]); }

export function openAuditExportToken(app: App, token: string): AuditExport | undefined {
  const [organizationId, format, where] = (openToken(app, 'audit', token) ?? []) as [string?, AuditFormat?, AuditWhere?];
  return organizationId && format && where ? { organizationId, format, where } : undefined;
}

/** Address at which usage is a file. */
export function usageExportUrl(app: App, { organizationId, range: { from, before }, where, agentIds }: UsageExport): string { return exportUrl(app, 'usage', [organizationId, from.toISOString(), before.toISOString(), where, agentIds ?? null]); }

export function openUsageExportToken(app: App, token: string): UsageExport | undefined {
  const [organizationId, from, before, where, agentIds] = (openToken(app, 'usage', token) ?? []) as [string?, string?, string?, UsageWhere?, (readonly string[] | null)?];
  return organizationId && from && before && where ? { organizationId, range: { from: new Date(from), before: new Date(before) }, where, agentIds: agentIds ?? undefined } : undefined;
}

/** Address at which everything of an organization is a file; it is named by its internal id. */
export function organizationExportUrl(app: App, organizationId: string): string { return exportUrl(app, 'organization', [organizationId]); }

export function openOrganizationExportToken(app: App, token: string): string | undefined { return (openToken(app, 'organization', token) as [string] | undefined)?.[0]; }
