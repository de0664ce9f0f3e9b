import { auditAs, noteInAuditLog, verifyAuditLog, type AuditVerdict } from '@parley/db';
import { auditActor } from '../../access/audit-actor.js';
import { demand } from '../../access/may.js';
import type { ApiContext } from '../../context.js';
import { auditExportUrl, type AuditFormat } from '../../exports/links.js';
import { decodeAnyId, encodeId, type NodeName } from '../../schema/ids.js';

/** Which kind of node a row of a table is; what is not here is told by its internal id. */
const NODES: Readonly<Record<string, NodeName>> = { agents: 'Agent', agent_versions: 'AgentVersion', api_keys: 'ApiKey', calls: 'Call', invitations: 'Invitation', memberships: 'User', organizations: 'Organization', provider_connections: 'ProviderConnection', recordings: 'Recording', service_accounts: 'ServiceAccount', users: 'User' };

/** The id of a target as the contract writes it. */
export function targetIdOf(targetType: string, targetId: string): string {
  const node = NODES[targetType];
  return node && /^[0-9a-f-]{36}$/.test(targetId) ? encodeId(node, targetId) : targetId;
}

/** One field that changed, as text: strings as they are, everything else as JSON. */
export interface AuditChange { readonly field: string; readonly before: string | null; readonly after: string | null }

const shown = (value: unknown): string | null => (value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value));

/** What changed, by field. */
export function changesOf(difference: unknown): AuditChange[] {
  return Object.entries(difference as Record<string, [unknown, unknown]>).sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([field, [before, after]]) => ({ field, before: shown(before), after: shown(after) }));
}

/** Who did something. */
export type AuditActorKind = 'USER' | 'API_KEY' | 'SERVICE' | 'ANONYMOUS' | 'SYSTEM';

/** `AuditWhere` as clients give it; moments are text where it comes out of a link. */
export interface AuditWhere {
  readonly actorKind?: AuditActorKind | null | undefined;
  readonly actorId?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly targetType?: string | null | undefined;
  readonly targetId?: string | null | undefined;
  readonly from?: Date | string | null | undefined;
  readonly before?: Date | string | null | undefined;
}

/** The id of whoever did it as the contract writes it; null where there was nobody. */
export function actorIdOf(actorKind: string, actorId: string | null): string | null {
  return actorId === null ? null : encodeId(actorKind === 'API_KEY' ? 'ApiKey' : 'User', actorId);
}

/** An id as the log holds it: global ids without what they begin with. */
const internal = (id: string) => decodeAnyId(id)?.id ?? id;

const byActor = (id: string) => ({ OR: [{ actorId: id }, { impersonatorId: id }] });

/** The filter as Prisma takes it. */
export function auditFilter({ actorKind, actorId, action, targetType, targetId, from, before }: AuditWhere): object {
  return {
    ...(actorKind ? { actorKind } : {}), ...(targetType ? { targetType } : {}),
    ...(actorId ? byActor(decodeAnyId(actorId)?.id ?? '00000000-0000-0000-0000-000000000000') : {}), ...(action ? { action } : {}), ...(targetId ? { targetId: internal(targetId) } : {}),
    ...(from || before ? { at: { ...(from ? { gte: from } : {}), ...(before ? { lt: before } : {}) } } : {}),
  };
}

/** Follows the chain from its first event. */
export function auditVerify(context: ApiContext): Promise<AuditVerdict> {
  demand(context, 'audit:read');
  return verifyAuditLog(context.db);
}

/** Where the log is a file. Whoever holds the address may read it: that it was given out is in the log before it is told. */
export async function auditExport(context: ApiContext, format: AuditFormat, where: AuditWhere): Promise<string> {
  demand(context, 'audit:read');
  const { organizationId } = context;
  await auditAs(auditActor(context, 'auditExport'), () => noteInAuditLog(context.db, 'auditExport', 'organizations', [organizationId]));
  return auditExportUrl(context.app, { organizationId, format, where });
}
