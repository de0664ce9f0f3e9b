import { DATA_SOURCE_LIMITS, type DataTable } from '@parley/plugin-sdk';
import type { PoolConnection, RowDataPacket } from 'mysql2/promise';

/** The server shows what the account may see. */
const TABLES = 'SELECT table_name AS name, table_type AS type, table_comment AS comment FROM information_schema.tables WHERE table_schema = database() ORDER BY table_name LIMIT ';
const COLUMNS = `SELECT table_name AS owner, column_name AS name, column_type AS type, is_nullable AS nullable, column_comment AS comment FROM information_schema.columns
  WHERE table_schema = database() AND ordinal_position <= ? AND table_name >= ? AND table_name <= ? ORDER BY table_name, ordinal_position`;

const described = (comment: string) => (comment === '' || comment === 'VIEW' ? {} : { description: comment });

/** At most `tablesMax` tables. */
export async function readTables(connection: PoolConnection, tablesMax: number): Promise<{ readonly tables: readonly DataTable[]; readonly isTruncated: boolean }> {
  const { columnsMax } = DATA_SOURCE_LIMITS;
  // A number that was checked; servers differ in what they take as a bound LIMIT.
  const [found] = await connection.query<RowDataPacket[]>(`${TABLES}${tablesMax + 1}`);
  const told = found.slice(0, tablesMax);
  if (told.length === 0) return { tables: [], isTruncated: false };
  const [columns] = await connection.execute<RowDataPacket[]>(COLUMNS, [String(columnsMax + 1), told[0]!['name'], told.at(-1)!['name']]);
  const tables = told.map((table): DataTable => {
    const own = columns.filter((column) => column['owner'] === table['name']);
    return {
      name: String(table['name']), kind: table['type'] === 'VIEW' ? 'view' : 'table', ...described(String(table['comment'])), isTruncated: own.length > columnsMax,
      columns: own.slice(0, columnsMax).map((column) => ({ name: String(column['name']), type: String(column['type']), isNullable: column['nullable'] === 'YES', ...described(String(column['comment'])) })),
    };
  });
  return { tables, isTruncated: found.length > tablesMax };
}
