import type { Prisma } from '@parley/db';
import { joinedReads } from '../access/joined-reads.js';
import type { App } from '../context.js';
import { actorIdOf, auditFilter, changesOf, targetIdOf } from '../domains/audit/audit.service.js';
import { LIMITS } from '../limits.js';
import { BYTE_ORDER_MARK, csvRow, type Cell } from './csv.js';
import type { ExportFile } from './export-file.js';
import type { AuditExport, AuditFormat } from './links.js';

const SELECT = {
  seq: true, at: true, actorKind: true, actorId: true, actorName: true, impersonatorId: true, impersonatorName: true, address: true, action: true, targetType: true, targetId: true, difference: true, requestId: true, hash: true,
} as const satisfies Prisma.AuditEventSelect;

type Row = Prisma.AuditEventGetPayload<{ select: typeof SELECT }>;

/** An event as the file has it; the names are the columns of the CSV. */
const entryOf = ({ seq, at, actorKind, actorId, actorName, impersonatorId, impersonatorName, address, action, targetType, targetId, difference, requestId, hash }: Row) => ({
  seq, at: at.toISOString(), actor_kind: actorKind, actor_id: actorIdOf(actorKind, actorId), actor_name: actorName, address, action, target_type: targetType, target_id: targetIdOf(targetType, targetId),
  changes: changesOf(difference), request_id: requestId, hash: Buffer.from(hash).toString('hex'),
  impersonator_id: actorIdOf('USER', impersonatorId), impersonator_name: impersonatorName,
});

const COLUMNS = ['seq', 'at', 'actor_kind', 'actor_id', 'actor_name', 'address', 'action', 'target_type', 'target_id', 'changes', 'request_id', 'hash', 'impersonator_id', 'impersonator_name'] as const satisfies readonly (keyof ReturnType<typeof entryOf>)[];

const WRITERS: Record<AuditFormat, { readonly mediaType: string; readonly extension: string; readonly head: string; readonly row: (entry: ReturnType<typeof entryOf>) => string }> = {
  JSON_LINES: { mediaType: 'application/jsonl; charset=utf-8', extension: 'jsonl', head: '', row: (entry) => `${JSON.stringify(entry)}\n` },
  CSV: {
    mediaType: 'text/csv; charset=utf-8; header=present', extension: 'csv', head: BYTE_ORDER_MARK + csvRow(COLUMNS),
    row: (entry) => csvRow(COLUMNS.map((name): Cell => (name === 'changes' ? JSON.stringify(entry.changes) : entry[name]))),
  },
};

/** The audit log as a file, oldest first. The first page is read before it answers, so that what fails can still be told. */
export async function openAuditFile(app: App, { organizationId, format, where }: AuditExport, rowsMax: number): Promise<ExportFile> {
  const { auditEvent } = joinedReads(app.database.forOrganization(organizationId));
  const filter = auditFilter(where) as Prisma.AuditEventWhereInput;
  const readPage = (after: number, take: number) => auditEvent.findMany({ where: { AND: [filter, { seq: { gt: after } }] }, orderBy: { seq: 'asc' }, take, select: SELECT });
  const pageRows = Math.min(LIMITS.exportPageRows, rowsMax);
  const first = await readPage(0, pageRows);
  const isTruncated = first.length === pageRows && (await auditEvent.findMany({ where: filter, orderBy: { seq: 'asc' }, skip: rowsMax, take: 1, select: { seq: true } })).length > 0;
  const { mediaType, extension, head, row: write } = WRITERS[format];
  async function* parts(): AsyncGenerator<string, void> {
    if (head) yield head;
    let rows = 0;
    for (let page = first; page.length > 0; page = await readPage(page.at(-1)!.seq, Math.min(LIMITS.exportPageRows, rowsMax - rows))) {
      yield page.map((row) => write(entryOf(row))).join('');
      rows += page.length;
      if (rows >= rowsMax || page.length < LIMITS.exportPageRows) return;
    }
  }
  return { mediaType, name: `audit-${new Date().toISOString().slice(0, 10)}.${extension}`, isTruncated, parts: parts() };
}
