import { verifyAuditLog, type AuditVerdict } from '@parley/db';
import { demand } from '../../access/may.js';
import type { ApiContext } from '../../context.js';
import { decodeAnyId, encodeId, type NodeName } from '../../schema/ids.js';

/** Which kind of node a row of a table is; what is not here is told by its internal id. */
const NODES: Readonly<Record<string, NodeName>> = { agents: 'Agent', agent_versions: 'AgentVersion', api_keys: 'ApiKey', calls: 'Call', memberships: 'User', organizations: 'Organization', recordings: 'Recording', service_accounts: 'ServiceAccount', users: 'User' };

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

export interface AuditWhere {
  readonly actorId?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly targetId?: string | null | undefined;
  readonly from?: Date | null | undefined;
  readonly before?: Date | null | undefined;
}

/** An id as the log holds it: global ids without what they begin with. */
const internal = (id: string) => decodeAnyId(id)?.id ?? id;

/** The filter as Prisma takes it. */
export function auditFilter({ actorId, action, targetId, from, before }: AuditWhere): object {
  return {
    ...(actorId ? { actorId: decodeAnyId(actorId)?.id ?? '00000000-0000-0000-0000-000000000000' } : {}), ...(action ? { action } : {}), ...(targetId ? { targetId: internal(targetId) } : {}),
    ...(from || before ? { at: { ...(from ? { gte: from } : {}), ...(before ? { lt: before } : {}) } } : {}),
  };
}

/** Follows the chain from its first event. */
export function auditVerify(context: ApiContext): Promise<AuditVerdict> {
  demand(context, 'audit:read');
  return verifyAuditLog(context.db);
}
