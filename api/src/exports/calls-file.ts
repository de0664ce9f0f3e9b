import type { Prisma } from '@parley/db';
import { joinedReads } from '../access/joined-reads.js';
import type { App } from '../context.js';
import { CALL_ORDERS, callFilter } from '../domains/calls/call-filter.js';
import { LIMITS } from '../limits.js';
import { keysetQuery, placeOf } from '../schema/connection.js';
import { encodeId } from '../schema/ids.js';
import { decimalOfMicros } from '../schema/scalars.js';
import { BYTE_ORDER_MARK, csvRow, type Cell } from './csv.js';
import type { ExportFile } from './export-file.js';
import type { CallsExport } from './links.js';

const SELECT = {
  id: true, createdAt: true, answeredAt: true, endedAt: true, status: true, transport: true, callerName: true, callerNumber: true, durationMs: true, turnCount: true, interruptionCount: true,
  responseP50Ms: true, responseP95Ms: true, endedParty: true, endedCode: true, endedText: true, costMicroUsd: true, durationOrder: true, responseOrder: true,
  agent: { select: { name: true } }, agentVersion: { select: { number: true } }, callerUser: { select: { name: true } },
} as const satisfies Prisma.CallSelect;

type Row = Prisma.CallGetPayload<{ select: typeof SELECT }>;

const time = (moment: Date | null) => moment?.toISOString() ?? null;
const milliseconds = (value: number | null) => (value === null ? null : Math.round(value * 1_000) / 1_000);

/** The columns of the file, in order. */
const COLUMNS: Readonly<Record<string, (row: Row) => Cell>> = {
  id: ({ id }) => encodeId('Call', id), started: ({ createdAt }) => time(createdAt), answered: ({ answeredAt }) => time(answeredAt), ended: ({ endedAt }) => time(endedAt),
  status: ({ status }) => status, transport: ({ transport }) => transport, agent: ({ agent }) => agent.name, version: ({ agentVersion }) => agentVersion.number,
  caller_name: ({ callerName, callerUser }) => callerName ?? callerUser?.name ?? null, caller_number: ({ callerNumber }) => callerNumber, duration_ms: ({ durationMs }) => durationMs,
  turns: ({ turnCount }) => turnCount, interruptions: ({ interruptionCount }) => interruptionCount, response_p50_ms: ({ responseP50Ms }) => milliseconds(responseP50Ms), response_p95_ms: ({ responseP95Ms }) => milliseconds(responseP95Ms),
  ended_party: ({ endedParty }) => endedParty, ended_code: ({ endedCode }) => endedCode, ended_text: ({ endedText }) => endedText, cost_usd: ({ costMicroUsd }) => decimalOfMicros(costMicroUsd),
};

/** A list of calls as CSV. The first page is read before it answers, so that what fails can still be told. */
export async function openCallsFile(app: App, { organizationId, where, orderBy, agentIds }: CallsExport, rowsMax: number): Promise<ExportFile> {
  const { call } = joinedReads(app.database.forOrganization(organizationId, agentIds));
  const sort = CALL_ORDERS[orderBy];
  const filter = callFilter(where);
  const readPage = (last: Row | undefined, take: number) => call.findMany({ ...keysetQuery(sort, filter, { after: last && placeOf(last, sort) }, take) as { where: Prisma.CallWhereInput }, select: SELECT });
  const first = await readPage(undefined, Math.min(LIMITS.exportPageRows, rowsMax));
  const isTruncated = first.length === Math.min(LIMITS.exportPageRows, rowsMax) && (await call.findMany({ ...keysetQuery(sort, filter, {}, 1) as { where: Prisma.CallWhereInput }, skip: rowsMax, select: { id: true } })).length > 0;
  async function* parts(): AsyncGenerator<string, void> {
    yield BYTE_ORDER_MARK + csvRow(Object.keys(COLUMNS));
    let rows = 0;
    for (let page = first; page.length > 0; page = await readPage(page.at(-1), Math.min(LIMITS.exportPageRows, rowsMax - rows))) {
      yield page.map((row) => csvRow(Object.values(COLUMNS).map((read) => read(row)))).join('');
      rows += page.length;
      if (rows >= rowsMax || page.length < LIMITS.exportPageRows) return;
    }
  }
  return { mediaType: 'text/csv; charset=utf-8; header=present', name: `calls-${new Date().toISOString().slice(0, 10)}.csv`, isTruncated, parts: parts() };
}
