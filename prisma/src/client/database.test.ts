import { createServer, type AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uuidv7 } from '../ids.js';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { openDatabase } from './database.js';
import type { DatabaseLogger } from './engine.js';

const logger: DatabaseLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };
let opened: TestDatabase;
beforeAll(async () => { opened = await openTestDatabase(); });
beforeEach(() => opened.reset());
afterAll(() => opened.close());

const row = (name: string) => { const id = uuidv7(); return { id, slug: id, name }; };
const names = async () => (await opened.database.system.organization.findMany({ orderBy: { id: 'asc' } })).map(({ name }) => name);

test('a transaction is committed as a whole or not at all', async () => {
  const { database } = opened;
  expect(await database.transaction('system', async (transaction) => { await transaction.organization.create({ data: row('kept') }); return 7; })).toBe(7);
  await expect(database.transaction('system', async (transaction) => {
    await transaction.organization.create({ data: row('lost') });
    throw new Error('changed my mind');
  })).rejects.toThrow('changed my mind');
  await expect(database.transaction('system', async (transaction) => {
    await transaction.organization.create({ data: { ...row('lost'), slug: 'same' } });
    await transaction.organization.create({ data: { ...row('lost'), slug: 'same' } });
  })).rejects.toMatchObject({ code: 'P2002' });
  expect(await names()).toEqual(['kept']);
});

test('a COMMIT that fails is a failure', async () => {
  const { database } = opened;
  await database.system.$executeRaw`CREATE TABLE commit_check (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)`;
  try {
    await expect(database.transaction('system', async (transaction) => {
      await transaction.organization.create({ data: row('lost') });
      await transaction.$executeRaw`INSERT INTO commit_check VALUES (1), (1)`;
    })).rejects.toThrow();
    expect(await names()).toEqual([]);
  } finally {
    await database.system.$executeRaw`DROP TABLE commit_check`;
  }
});

test('the isolation level of a transaction is the one asked for', async () => {
  const ask = (isolationLevel?: 'Serializable') => opened.database.transaction('system', (transaction) => transaction.$queryRaw`SHOW transaction_isolation`, isolationLevel && { isolationLevel });
  expect(await ask('Serializable')).toEqual([{ transaction_isolation: 'serializable' }]);
  expect(await ask()).toEqual([{ transaction_isolation: 'read committed' }]);
});

test('a transaction that lasts too long is rolled back, and the next one goes on', async () => {
  await expect(opened.database.transaction('system', async (transaction) => {
    await transaction.organization.create({ data: row('lost') });
    // Goes on until it is stopped; the embedded database answers without giving timers their turn, so they are given it here.
    for (;;) { await transaction.organization.count(); await setImmediate(); }
  }, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'P2028' });
  await opened.database.transaction('system', (transaction) => transaction.organization.create({ data: row('kept') }));
  expect(await names()).toEqual(['kept']);
});

test('many transactions at once all come through', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, index) => opened.database.transaction('system', async (transaction) => {
    await transaction.organization.create({ data: row(`${index}`) });
    await transaction.organization.count();
  })));
  expect(await opened.database.system.organization.count()).toBe(40);
});

test('a transaction within a transaction is undone alone', async () => {
  await opened.database.transaction('system', async (transaction) => {
    await transaction.organization.create({ data: row('outer') });
    const nested = transaction as unknown as typeof opened.database.system;
    await expect(nested.$transaction(async (inner) => { await inner.organization.create({ data: row('inner') }); throw new Error('undo'); })).rejects.toThrow('undo');
  });
  expect(await names()).toEqual(['outer']);
});

test('every statement is told, with its kind', async () => {
  const { database, takeStatements } = opened;
  takeStatements();
  await database.system.organization.count();
  expect(takeStatements()).toMatchObject([{ kind: 'data', sql: expect.stringContaining('SELECT COUNT') as string }]);
  await database.transaction('system', (transaction) => transaction.organization.count());
  expect(takeStatements().map(({ kind, sql }) => [kind, sql.split(' ')[0]])).toEqual([['transaction', 'BEGIN'], ['data', 'SELECT'], ['transaction', 'COMMIT']]);
  await database.transaction('system', () => Promise.reject(new Error('no'))).catch(() => undefined);
  expect(takeStatements().map(({ sql }) => sql)).toEqual(['BEGIN', 'ROLLBACK']);
});

test('what the columns hold comes back as it went in', async () => {
  const { system } = opened.database;
  const [userId, organization] = [uuidv7(), row('Grüße 👋 "quoted" \\ \'single\'')];
  await system.organization.create({ data: organization });
  const createdAt = new Date('2026-03-29T01:59:59.123Z');
  const tokenHash = Uint8Array.from({ length: 256 }, (_, index) => index);
  await system.user.create({ data: { id: userId, email: 'x', passwordHash: 'x', createdAt, sessions: { create: { id: uuidv7(), tokenHash, organizationId: organization.id, expiresAt: createdAt } } } });
  const session = await system.session.findFirstOrThrow({ include: { user: true, organization: true }, relationLoadStrategy: 'join' });
  expect(session.user.createdAt).toEqual(createdAt);
  expect(session.organization.name).toBe(organization.name);
  expect(Buffer.from(session.tokenHash).equals(Buffer.from(tokenHash))).toBe(true);
});

test.each(['', 'localhost', 'mysql://root@localhost/x', 'http://localhost:5432'])('%j is not the address of a Postgres', async (databaseUrl) => {
  await expect(openDatabase({ dataDir: '', databaseUrl, logger })).rejects.toMatchObject({ name: 'DatabaseOpenError', code: 'INVALID_URL' });
});

test('a Postgres that is not there is a sentence with its address and without the password', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  const error = await openDatabase({ dataDir: '', databaseUrl: `postgres://me:secret@127.0.0.1:${port}/parley`, logger }).catch((reason: unknown) => reason as Error);
  expect(error).toMatchObject({ name: 'DatabaseOpenError', code: 'UNREACHABLE', message: `The database at 127.0.0.1:${port}/parley cannot be reached: nobody listens there.` });
});

test('a server that hangs up is no database', async () => {
  const server = createServer((socket) => { socket.destroy(); }).listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  const { port } = server.address() as AddressInfo;
  await expect(openDatabase({ dataDir: '', databaseUrl: `postgres://me:secret@127.0.0.1:${port}/parley`, logger })).rejects.toMatchObject({ code: 'UNREACHABLE' });
  await new Promise((resolve) => { server.close(resolve); });
});
