import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@parley/db/testing';
import { createLogger, startApi, type RunningApi } from '../start-api.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-documents-'));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const VIEWER = 'query Viewer { viewer { user { id } } }';
const SIGN_UP = 'mutation SignUp($input: SignUpInput!) { signUp(input: $input) { sessionToken errors { code } } }';
const FOLLOW = 'subscription Follow($id: ID!) { callEvents(callId: $id) { seq } }';
let database: TestDatabase;
let api: RunningApi;

beforeAll(async () => {
  database = await openTestDatabase();
  api = await startApi({ env: { PORT: '0', PARLEY_DATA_DIR: join(folder, 'data'), NODE_ENV: 'test', LOG_LEVEL: 'silent' }, database: database.database, logger: createLogger('silent'), isSeeded: false, consoleFolder: join(folder, 'dist') });
});
afterAll(async () => { await api?.close(); await database?.close(); rmSync(folder, { recursive: true, force: true }); });

async function post(body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, text, json: (text.startsWith('{') ? JSON.parse(text) : {}) as { data?: Record<string, unknown>; errors?: { message: string; extensions: { code: string } }[] } };
}
const byHash = (text: string, variables?: object) => ({ variables, extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } } });

test('documents of the build go by their hash, in both spellings and for every kind of operation; others do not', async () => {
  const unbuilt = await post(byHash(VIEWER));
  expect([unbuilt.status, unbuilt.json.errors![0]]).toMatchObject([400, { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);

  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'dist/documents.json'), JSON.stringify(Object.fromEntries([VIEWER, SIGN_UP, FOLLOW].map((text) => [sha256(text), text]))));
  expect((await post(byHash(VIEWER))).json).toMatchObject({ data: { viewer: null } });
  expect((await post({ documentId: `sha256:${sha256(VIEWER)}` })).json).toMatchObject({ data: { viewer: null } });
  expect((await post({ documentId: sha256(VIEWER), operationName: 'Viewer' })).json).toMatchObject({ data: { viewer: null } });
  const signedUp = await post(byHash(SIGN_UP, { input: { email: 'a@example.com', password: 'a good password', organizationName: 'A' } }));
  expect(signedUp.json.data!['signUp']).toMatchObject({ errors: [], sessionToken: expect.any(String) });
  const stream = await post(byHash(FOLLOW, { id: 'call_0' }), { accept: 'text/event-stream', authorization: `Bearer ${(signedUp.json.data!['signUp'] as { sessionToken: string }).sessionToken}` });
  expect(stream.text).toContain('INVALID_ID');
  expect((await post(byHash('query Other { viewer { user { id } } }'))).json.errors![0]).toMatchObject({ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
});

test('a text with its hash is run, with a foreign one refused; nothing is learnt from it', async () => {
  const text = 'query Learnt { viewer { user { email } } }';
  expect((await post({ query: text, ...byHash(text) })).json).toMatchObject({ data: { viewer: null } });
  expect((await post(byHash(text))).json.errors![0]!.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  const foreign = await post({ query: text, ...byHash(VIEWER) });
  expect([foreign.status, foreign.json.errors![0]!.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  for (const documentId of ['', 'sha256:1', 7, '../../../etc/passwd']) expect((await post({ documentId })).json.errors![0]!.extensions.code).toBe('BAD_REQUEST');
});
