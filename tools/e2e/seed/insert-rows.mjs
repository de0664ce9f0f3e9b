/** Inserts rows into a table in one statement, however many they are: their columns are the keys of all of them, a missing one is null. */
export async function insertRows(system, table, rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((name) => `"${name}"`).join(', ');
  await system.$executeRawUnsafe(`INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`, JSON.stringify(rows));
}
