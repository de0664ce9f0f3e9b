import type { SystemClient } from '../database.js';
import type { OrganizationClient } from '../tenant/tenant-client.js';

/** How a chain stands. */
export interface AuditVerdict {
  readonly isIntact: boolean;
  /** How many events there are. */
  readonly events: number;
  /** The first event that does not fit, or would follow the last one that does; undefined while all do. */
  readonly brokenAtSeq: number | undefined;
}

/**
 * Follows the chain of an organization from its first event to its head: an event that was changed, taken out or put in
 * between, and events cut off at the end, break it. One statement; its time grows with the log.
 */
export async function verifyAuditLog(client: OrganizationClient): Promise<AuditVerdict> {
  const [found] = await client.$queryRaw<{ events: number; brokenAtSeq: number | null; lastSeq: number | null; lastHash: Uint8Array | null; headSeq: number | null; headHash: Uint8Array | null }[]>`
    WITH chain AS (
      SELECT seq, hash, seq = 1 + lag(seq, 1, 0) OVER (ORDER BY seq) AND hash = sha256(lag(hash, 1, ''::bytea) OVER (ORDER BY seq) || convert_to(parley_audit_text(e), 'UTF8')) AS fits
      FROM audit_events e
    )
    SELECT count(*)::int AS events, (min(seq) FILTER (WHERE NOT fits))::int AS "brokenAtSeq", max(seq)::int AS "lastSeq", (SELECT hash FROM chain ORDER BY seq DESC LIMIT 1) AS "lastHash",
      (SELECT seq FROM audit_heads) AS "headSeq", (SELECT hash FROM audit_heads) AS "headHash"
    FROM chain`;
  const { events, brokenAtSeq, lastSeq, lastHash, headSeq, headHash } = found!;
  const isWhole = (lastSeq ?? 0) === (headSeq ?? 0) && (lastHash === null || headHash === null ? lastHash === headHash : Buffer.from(lastHash).equals(headHash));
  const broken = brokenAtSeq ?? (isWhole ? undefined : (lastSeq ?? 0) + 1);
  return { isIntact: broken === undefined, events, brokenAtSeq: broken };
}

/** Writes down what somebody looked at, or did without changing a row of the organization: one event for each target. One statement. */
export async function noteInAuditLog(client: Pick<OrganizationClient, '$queryRaw'>, action: string, targetType: string, targetIds: readonly string[]): Promise<void> {
  if (targetIds.length > 0) await client.$queryRaw`SELECT parley_audit_note(${action}, ${targetType}, ${[...targetIds]}::text[])::text`;
}

/** What is written into the log of an organization that is not the one that acts. */
export interface ForeignNote { readonly organizationId: string; readonly action: string; readonly targetType: string; readonly targetId: string; /** `{ field: [before, after] }` */ readonly difference: Readonly<Record<string, readonly [unknown, unknown]>> }

/** Writes into the log of an organization what the platform does to it; takes the system client, since no organization may. One statement. */
export async function noteForOrganization(system: Pick<SystemClient, '$queryRaw'>, { organizationId, action, targetType, targetId, difference }: ForeignNote): Promise<void> {
  await system.$queryRaw`SELECT parley_audit_append(${organizationId}::uuid, ${action}, ${targetType}, ${targetId}, ${JSON.stringify(difference)}::jsonb)::text`;
}
