import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepStatements } from './embedded-statements.js';

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create('memory://');
  await database.exec('CREATE TABLE people (id int PRIMARY KEY, name text, born date, tags text[])');
  keepStatements(database);
});
afterAll(() => database.close());

const INSERT = 'INSERT INTO people VALUES ($1, $2, $3, $4) RETURNING *';
const BY_ID = 'SELECT id, name, tags FROM people WHERE id = $1';
/** Asked without parameters, so that it is sent as a script and kept under no name itself. */
const kept = async () => (await database.exec('SELECT statement FROM pg_prepared_statements ORDER BY name'))[0]!.rows.map((row) => row['statement']);

test('a statement is kept when it comes a second time, and answers what it answered', async () => {
  const born = new Date(Date.UTC(1906, 11, 9));
  for (const [id, name, tags] of [[1, 'Grace', ['navy']], [2, 'Ada', []], [3, null, null]] as const) {
    const { rows, fields } = await database.query(INSERT, [id, name, born, tags]);
    expect(rows).toEqual([{ id, name, born, tags }]);
    expect(fields.map((field) => field.name)).toEqual(['id', 'name', 'born', 'tags']);
    expect(await kept()).toEqual(id === 1 ? [] : [INSERT]);
  }
  for (const [id, name] of [[1, 'Grace'], [2, 'Ada'], [3, null], [4, undefined]] as const) {
    const { rows } = await database.query<{ name: string | null }>(BY_ID, [id]);
    expect(rows[0]?.name).toBe(name);
  }
  expect(await kept()).toEqual([INSERT, BY_ID]);
});

test('a kept statement that fails says why, and works again; also within a transaction that is rolled back', async () => {
  await expect(database.query(INSERT, [1, 'Again', null, null])).rejects.toMatchObject({ code: '23505' });
  await expect(database.query(BY_ID, ['no number'])).rejects.toThrow();
  await database.transaction(async (transaction) => {
    await transaction.query(INSERT, [5, 'Emmy', null, null]);
    await expect(transaction.query(INSERT, [5, 'Emmy', null, null])).rejects.toMatchObject({ code: '23505' });
    await transaction.rollback();
  });
  expect((await database.query(BY_ID, [5])).rows).toEqual([]);
  expect((await database.query(BY_ID, [1])).rows).toEqual([{ id: 1, name: 'Grace', tags: ['navy'] }]);
});

test('what cannot be read is refused each time, and leaves nothing behind', async () => {
  for (let times = 0; times < 3; times++) await expect(database.query('SELECT nothing FROM nowhere WHERE id = $1', [1])).rejects.toMatchObject({ code: '42P01' });
  expect((await database.query(BY_ID, [2])).rows).toEqual([{ id: 2, name: 'Ada', tags: [] }]);
});

test('rows that the role may not see stay unseen by a statement that was kept as another role', async () => {
  await database.exec(`CREATE ROLE guest; GRANT SELECT ON people TO guest; ALTER TABLE people ENABLE ROW LEVEL SECURITY; CREATE POLICY first_only ON people FOR SELECT TO guest USING (id = 1)`);
  const count = async () => (await database.query<{ count: number }>('SELECT count(*)::int AS count FROM people WHERE id < $1', [10])).rows[0]!.count;
  for (let times = 0; times < 7; times++) expect(await count()).toBe(3);
  await database.exec('SET ROLE guest');
  for (let times = 0; times < 7; times++) expect(await count()).toBe(1);
  await database.exec('RESET ROLE');
  expect(await count()).toBe(3);
});
