import { Prisma } from '@parley/db';
import type { App } from '../context.js';
import { usageConditions } from '../domains/usage/usage.service.js';
import { LIMITS } from '../limits.js';
import { encodeId } from '../schema/ids.js';
import { decimalOfMicros } from '../schema/scalars.js';
import { BYTE_ORDER_MARK, csvRow, type Cell } from './csv.js';
import type { ExportFile } from './export-file.js';
import type { UsageExport } from './links.js';

interface Row {
  readonly hour: Date;
  readonly kind: string;
  readonly connectionId: string;
  readonly agentId: string;
  readonly agentName: string | null;
  readonly requests: bigint;
  readonly failedRequests: bigint;
  readonly unpricedRequests: bigint;
  readonly inputTokens: bigint;
  readonly cachedInputTokens: bigint;
  readonly outputTokens: bigint;
  readonly characters: bigint;
  readonly audioMs: bigint;
  readonly costMicroUsd: bigint;
}

/** The columns of the file, in order. */
const COLUMNS: Readonly<Record<string, (row: Row) => Cell>> = {
  hour: ({ hour }) => hour.toISOString(), kind: ({ kind }) => kind.toUpperCase(), connection: ({ connectionId }) => connectionId, agent_id: ({ agentId }) => encodeId('Agent', agentId), agent: ({ agentName }) => agentName,
  requests: ({ requests }) => Number(requests), failed_requests: ({ failedRequests }) => Number(failedRequests), unpriced_requests: ({ unpricedRequests }) => Number(unpricedRequests),
  input_tokens: ({ inputTokens }) => Number(inputTokens), cached_input_tokens: ({ cachedInputTokens }) => Number(cachedInputTokens), output_tokens: ({ outputTokens }) => Number(outputTokens),
  characters: ({ characters }) => Number(characters), audio_ms: ({ audioMs }) => Number(audioMs), cost_usd: ({ costMicroUsd }) => decimalOfMicros(costMicroUsd),
};

/** Usage as CSV, oldest hour first. The first page is read before it answers, so that what fails can still be told. */
export async function openUsageFile(app: App, { organizationId, range, where, agentIds }: UsageExport, rowsMax: number): Promise<ExportFile> {
  const db = app.database.forOrganization(organizationId, agentIds);
  const conditions = usageConditions(organizationId, range, where);
  const after = (last: Row | undefined) => (last ? Prisma.sql`AND (hour, kind, "connectionId", "agentId") > (${last.hour}::timestamptz, ${last.kind}, ${last.connectionId}, ${last.agentId}::uuid)` : Prisma.empty);
  const readPage = (last: Row | undefined, take: number) => db.$queryRaw<Row[]>`
    SELECT page.*, agents.name AS "agentName" FROM (SELECT * FROM usage_hours WHERE ${conditions} ${after(last)} ORDER BY hour, kind, "connectionId", "agentId" LIMIT ${take}) AS page
    LEFT JOIN agents ON agents."organizationId" = page."organizationId" AND agents.id = page."agentId" ORDER BY hour, kind, "connectionId", "agentId"`;
  // One more than a page tells whether there is another.
  const sizeOf = (rows: number) => Math.min(LIMITS.exportPageRows, rowsMax - rows) + 1;
  const first = await readPage(undefined, sizeOf(0));
  const [{ isLonger } = { isLonger: false }] = await db.$queryRaw<{ isLonger: boolean }[]>`SELECT EXISTS (SELECT 1 FROM usage_hours WHERE ${conditions} OFFSET ${rowsMax}) AS "isLonger"`;
  async function* parts(): AsyncGenerator<string, void> {
    yield BYTE_ORDER_MARK + csvRow(Object.keys(COLUMNS));
    let rows = 0;
    for (let page = first; ; page = await readPage(page.at(-1), sizeOf(rows))) {
      const size = sizeOf(rows) - 1;
      const hasMore = page.length > size;
      page = page.slice(0, size);
      yield page.map((row) => csvRow(Object.values(COLUMNS).map((read) => read(row)))).join('');
      rows += page.length;
      if (!hasMore || rows >= rowsMax) return;
    }
  }
  const day = (moment: Date) => moment.toISOString().slice(0, 10);
  return { mediaType: 'text/csv; charset=utf-8; header=present', name: `usage-${day(range.from)}-${day(range.before)}.csv`, isTruncated: isLonger, parts: parts() };
}
