import { organizationRows, type OrganizationRow } from '@parley/db';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';
import { encodeId, isNodeName } from '../schema/ids.js';
import type { ExportFile } from './export-file.js';

/** Ids as the rest of the API writes them, where they name something that it knows. */
function publicRow({ model, row, targets }: OrganizationRow): object {
  const entries = Object.entries(row).map(([column, value]) => {
    const target = column === 'organizationId' ? 'Organization' : targets.get(column);
    return [column, target !== undefined && isNodeName(target) && typeof value === 'string' ? encodeId(target, value) : value] as const;
  });
  return { kind: model, ...Object.fromEntries(entries) };
}

const line = (value: object) => `${JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member))}\n`;

/**
 * Everything that is an organization's own, one JSON object a line: first what the file is, then a line for each row,
 * and at the end how many there were, so that a file that was cut is known for one. Read as it is taken.
 */
export function openOrganizationFile(app: App, organizationId: string): ExportFile {
  return { mediaType: 'application/jsonl; charset=utf-8', name: `organization-${new Date().toISOString().slice(0, 10)}.jsonl`, isTruncated: false, parts: parts(app, organizationId) };
}

async function* parts(app: App, organizationId: string): AsyncGenerator<string, void> {
  let rows = 0;
  yield line({ kind: 'Export', version: 1, organizationId: encodeId('Organization', organizationId), startedAt: new Date() });
  for await (const page of organizationRows(app.database.forOrganization(organizationId), LIMITS.organizationExportPageRows)) {
    rows += page.length;
    yield page.map((row) => line(publicRow(row))).join('');
  }
  yield line({ kind: 'End', rows });
}
