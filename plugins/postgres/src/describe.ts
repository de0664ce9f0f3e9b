import { DATA_SOURCE_LIMITS, type DataTable } from '@parley/plugin-sdk';
import type { PoolClient } from 'pg';

/** Tables, views and the like that the role may read, with their columns as JSON; partitions are told by their table. */
const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name, c.relkind IN ('v', 'm') AS "isView", obj_description(c.oid, 'pg_class') AS description, columns.list AS columns
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, LATERAL (
    SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'isNullable', NOT a.attnotnull, 'description', col_description(c.oid, a.attnum)) ORDER BY a.attnum), '[]') AS list
    FROM (SELECT * FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum LIMIT $2) a
  ) columns
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND has_schema_privilege(n.oid, 'USAGE') AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))
  ORDER BY n.nspname, c.relname LIMIT $1`;

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly isView: boolean;
  readonly description: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isNullable: boolean; readonly description: string | null }[];
}

const described = (description: string | null) => (description === null ? {} : { description });

/** At most `tablesMax` tables. */
export async function readTables(client: PoolClient, tablesMax: number): Promise<{ readonly tables: readonly DataTable[]; readonly isTruncated: boolean }> {
  const { columnsMax } = DATA_SOURCE_LIMITS;
  const { rows } = await client.query<Row>(TABLES, [tablesMax + 1, columnsMax + 1]);
  const tables = rows.slice(0, tablesMax).map(({ schema, name, isView, description, columns }): DataTable => ({
    schema, name, kind: isView ? 'view' : 'table', ...described(description), isTruncated: columns.length > columnsMax,
    columns: columns.slice(0, columnsMax).map((column) => ({ name: column.name, type: column.type, isNullable: column.isNullable, ...described(column.description) })),
  }));
  return { tables, isTruncated: rows.length > tablesMax };
}
