import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { uuidv7 } from '../ids.js';
import { builtIndex, kill, nextLine, startChild } from '../testing/child.js';
import { openDatabase } from './database.js';
import type { DatabaseLogger } from './engine.js';

const logger: DatabaseLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };
let dataDir: string;
beforeEach(() => { dataDir = mkdtempSync(join(tmpdir(), 'parley-db-')); });
afterEach(() => { rmSync(dataDir, { recursive: true, force: true }); });

/** Opens the database, commits `rows` organizations in a transaction and one more beside, says so, and stays. */
const writer = (rows: number) => `
  import { openDatabase, uuidv7 } from ${JSON.stringify(builtIndex)};
  const logger = { info() {}, warn() {}, error() {} };
  const database = await openDatabase({ dataDir: ${JSON.stringify(dataDir)}, logger });
  const row = () => { const id = uuidv7(); return { id, slug: id, name: 'kept' }; };
  await database.transaction('system', async (transaction) => { for (let n = 0; n < ${rows}; n++) await transaction.organization.create({ data: row() }); });
  await database.system.organization.create({ data: row() });
  process.stdout.write('committed\\n');
  void database.transaction('system', async (transaction) => {
    await transaction.organization.create({ data: { ...row(), name: 'not committed' } });
    process.stdout.write('in a transaction\\n');
    await new Promise(() => setInterval(() => {}, 1000));
  }, { timeoutMs: 60000 });
`;

test('what was committed outlives the sudden end of the process, what was not does not, and its lock is taken over', async () => {
  for (let round = 1; round <= 2; round++) {
    const child = startChild(writer(20));
    try {
      expect(await nextLine(child)).toBe('committed');
    } finally {
      await kill(child);
    }
    const database = await openDatabase({ dataDir, logger });
    expect(await database.system.organization.groupBy({ by: ['name'], _count: true })).toEqual([{ name: 'kept', _count: 21 * round }]);
    await database.close();
  }
}, 60_000);

test('a second process is told who has the data folder', async () => {
  const child = startChild(writer(0));
  try {
    await nextLine(child);
    await expect(openDatabase({ dataDir, logger })).rejects.toMatchObject({
      name: 'DatabaseOpenError', code: 'DATA_DIR_IN_USE', message: expect.stringContaining(`in use by process ${child.pid}`),
    });
  } finally {
    await kill(child);
  }
}, 60_000);

test('the same process cannot open it twice either, and may open it again after closing', async () => {
  const first = await openDatabase({ dataDir, logger });
  await expect(openDatabase({ dataDir, logger })).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' });
  const id = uuidv7();
  await first.system.organization.create({ data: { id, name: 'x', slug: 'x' } });
  await first.close();
  await first.close();
  const second = await openDatabase({ dataDir, logger });
  expect(await second.system.organization.findMany({ select: { id: true } })).toEqual([{ id }]);
  await second.close();
}, 60_000);

test('a data folder that is a file, or whose database is damaged, is a sentence', async () => {
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  await expect(openDatabase({ dataDir: join(file, 'below'), logger })).rejects.toMatchObject({ code: 'DATA_DIR_UNUSABLE' });
  const database = await openDatabase({ dataDir, logger });
  await database.close();
  writeFileSync(join(dataDir, 'pg', 'global', 'pg_control'), 'damaged');
  await expect(openDatabase({ dataDir, logger })).rejects.toMatchObject({ code: 'DATA_DIR_UNUSABLE' });
}, 60_000);
