import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { ROLE_TEMPLATES } from '../roles/role-templates.js';
import { openEmptyEngine, type EmptyEngine } from '../testing/empty-engine.js';
import { applyMigrations } from './apply.js';
import { migrationsFolder } from './files.js';

let opened: EmptyEngine;
let adapter: Awaited<ReturnType<EmptyEngine['engine']['adapterFactory']['connect']>>;
const folder = mkdtempSync(join(tmpdir(), 'parley-migrations-'));
cpSync(migrationsFolder, folder, { recursive: true });
for (const name of readdirSync(folder)) if (/^\d/.test(name) && !name.endsWith('_first')) rmSync(join(folder, name), { recursive: true });

/** An empty database of the first release. */
beforeEach(async () => {
  opened = await openEmptyEngine();
  await apply(folder);
  adapter = await opened.engine.adapterFactory.connect();
});
afterEach(async () => {
  await adapter.dispose();
  await opened.close();
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const apply = (migrations: string) => opened.engine.exclusively((adapterFactory) => applyMigrations(adapterFactory, migrations));
const rows = async (sql: string) => (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows;

const ORGANIZATION = '01930000-0000-7000-8000-000000000001';

test('an installation from before learns which agents have unpublished changes', async () => {
  const agent = (slug: string, greeting: string) => `(gen_random_uuid(), '${ORGANIZATION}', '${slug}', 'Mia', '', '${greeting}', 'en', '[]', '{}', now())`;
  await adapter.executeScript(`
    INSERT INTO organizations (id, name, slug) VALUES ('${ORGANIZATION}', 'Old', 'old');
    INSERT INTO agents (id, "organizationId", slug, name, instructions, greeting, language, knowledge, "turnTaking", "updatedAt")
      VALUES ${agent('as-published', 'Hello.')}, ${agent('never-published', 'Hello.')}, ${agent('changed', 'Good day.')};
    INSERT INTO agent_versions (id, "organizationId", "agentId", number, name, instructions, greeting, language, knowledge, "turnTaking")
      SELECT gen_random_uuid(), "organizationId", id, 1, 'Mia', '', 'Hello.', 'en', '[]', '{}' FROM agents WHERE slug <> 'never-published';
    UPDATE agents SET "publishedVersionId" = agent_versions.id FROM agent_versions WHERE agent_versions."agentId" = agents.id;`);
  await apply(migrationsFolder);
  expect(await rows('SELECT slug, "hasUnpublishedChanges" FROM agents ORDER BY slug')).toEqual([['as-published', false], ['changed', true], ['never-published', true]]);
});

test('an installation from before learns what its calls were like, and counts no request to a provider twice', async () => {
  const line = (requestId: string, costMicroUsd: number) => ({ requestId, costMicroUsd });
  const id = (number: number) => `'01930000-0000-7000-8000-0000000000${number}'`;
  const call = (number: number, status: string, durationMs: number | null) => `(${id(number)}, '${ORGANIZATION}', ${id(10)}, ${id(11)}, 'BROWSER', '${status}', 9000, ${durationMs})`;
  const turn = (number: number, seq: number, speaker: string, isInterrupted: boolean, latency: object | null, usage: object[] | null) => (
    `(gen_random_uuid(), '${ORGANIZATION}', ${id(number)}, ${seq}, ${seq}, '${speaker}', '', ${isInterrupted}, 0, 1, ${latency ? `'${JSON.stringify(latency)}'` : 'null'}, ${usage ? `'${JSON.stringify(usage)}'` : 'null'})`);
  const end = JSON.stringify({ usage: [line('a', 100), line('b', 20), line('c', 3), { requestId: 'd' }] });
  await adapter.executeScript(`
    INSERT INTO organizations (id, name, slug) VALUES ('${ORGANIZATION}', 'Old', 'old');
    INSERT INTO agents (id, "organizationId", slug, name, instructions, greeting, language, knowledge, "turnTaking", "updatedAt") VALUES (${id(10)}, '${ORGANIZATION}', 'mia', 'Mia', '', '', 'en', '[]', '{}', now());
    INSERT INTO agent_versions (id, "organizationId", "agentId", number, name, instructions, greeting, language, knowledge, "turnTaking") VALUES (${id(11)}, '${ORGANIZATION}', ${id(10)}, 1, 'Mia', '', '', 'en', '[]', '{}');
    INSERT INTO calls (id, "organizationId", "agentId", "agentVersionId", transport, status, "costMicroUsd", "durationMs") VALUES ${call(21, 'ENDED', 700)}, ${call(22, 'ACTIVE', null)}, ${call(23, 'ENDED', 0)};
    INSERT INTO turns (id, "organizationId", "callId", seq, "turnIndex", speaker, text, "isInterrupted", "startedAtMs", "endedAtMs", latency, usage) VALUES
      ${turn(21, 1, 'AGENT', false, { ownShareMs: 1 }, [])}, ${turn(21, 3, 'CALLER', false, null, [line('a', 100)])}, ${turn(21, 5, 'AGENT', true, { responseMs: 400.5 }, [line('b', 20)])}, ${turn(21, 7, 'AGENT', true, { responseMs: 300 }, null)},
      ${turn(22, 1, 'AGENT', false, { responseMs: 55 }, [line('a', 7)])};
    INSERT INTO call_events ("organizationId", "callId", seq, type, "atMs", "occurredAt", payload) VALUES ('${ORGANIZATION}', ${id(21)}, 9, 'call-ended', 0, now(), '${end}'),
      ('${ORGANIZATION}', ${id(22)}, 2, 'agent-state', 0, now(), '{"state":"THINKING"}'), ('${ORGANIZATION}', ${id(22)}, 3, 'call-held', 0, now(), '{"isHeld":true}'), ('${ORGANIZATION}', ${id(22)}, 4, 'agent-state', 0, now(), '{"state":"SPEAKING"}');`);
  await apply(migrationsFolder);
  expect(await rows('SELECT "turnCount", "interruptionCount", "responsesMs"::text, "responseP50Ms", "responseP95Ms"::numeric(9, 3)::text, "costMicroUsd"::int, "durationOrder", "responseOrder" FROM calls ORDER BY id')).toEqual([
    [4, 2, '{400.5,300}', 350.25, '395.475', 123, 700, 395.475], [1, 0, '{55}', null, null, 7, -1, -1],
    // Nothing is known of this one but its cost.
    [0, 0, '{}', null, null, 9_000, 0, -1],
  ]);
  expect(await rows('SELECT "agentState", "isHeld" FROM calls ORDER BY id')).toEqual([[null, false], ['SPEAKING', true], [null, false]]);
});

test('an installation from before learns what its calls used, hour by hour', async () => {
  const id = (number: number) => `'01930000-0000-7000-8000-0000000000${number}'`;
  const line = (requestId: string, more: object) => ({ requestId, kind: 'llm', connectionId: 'local', outcome: 'served', requests: 1, ...more });
  const event = (number: number, seq: number, type: string, minute: number, payload: object) => `('${ORGANIZATION}', ${id(number)}, ${seq}, '${type}', 0, '2026-03-01T10:${minute}:00Z', '${JSON.stringify(payload)}')`;
  const answer = line('a', { inputTokens: 10, costMicroUsd: 100 });
  await adapter.executeScript(`
    INSERT INTO organizations (id, name, slug) VALUES ('${ORGANIZATION}', 'Old', 'old');
    INSERT INTO agents (id, "organizationId", slug, name, instructions, greeting, language, knowledge, "turnTaking", "updatedAt") VALUES (${id(10)}, '${ORGANIZATION}', 'mia', 'Mia', '', '', 'en', '[]', '{}', now());
    INSERT INTO agent_versions (id, "organizationId", "agentId", number, name, instructions, greeting, language, knowledge, "turnTaking") VALUES (${id(11)}, '${ORGANIZATION}', ${id(10)}, 1, 'Mia', '', '', 'en', '[]', '{}');
    INSERT INTO calls (id, "organizationId", "agentId", "agentVersionId", transport, status) VALUES (${id(21)}, '${ORGANIZATION}', ${id(10)}, ${id(11)}, 'BROWSER', 'ENDED');
    INSERT INTO call_events ("organizationId", "callId", seq, type, "atMs", "occurredAt", payload) VALUES ${[
      event(21, 1, 'agent-turn', 15, { turnIndex: 4, usage: [answer] }), event(21, 2, 'speech-started', 16, { turnIndex: 5 }),
      event(21, 3, 'call-ended', 20, { usage: [answer, line('b', { kind: 'tts', characters: 7.4, outcome: 'failed' })] }),
    ].join()};`);
  await apply(migrationsFolder);
  expect(await rows('SELECT "requestId", kind, "turnIndex", "costMicroUsd"::int, characters::int FROM usage_lines ORDER BY 1')).toEqual([['a', 'llm', 4, 100, null], ['b', 'tts', null, null, 7]]);
  expect(await rows('SELECT hour = \'2026-03-01T10:00:00Z\', kind, requests::int, "failedRequests"::int, "unpricedRequests"::int, "inputTokens"::int, characters::int, "costMicroUsd"::int FROM usage_hours ORDER BY kind'))
    .toEqual([[true, 'llm', 1, 0, 0, 10, 0, 100], [true, 'tts', 1, 1, 1, 0, 7, 0]]);
});

test('an installation from before keeps what its members and keys may do, and gets the templates of roles', async () => {
  const member = (number: number, role: string) => `INSERT INTO users (id, email, "passwordHash") VALUES ('01930000-0000-7000-8000-0000000000${number}', '${role}@example.com', 'x');
    INSERT INTO memberships ("organizationId", "userId", role) VALUES ('${ORGANIZATION}', '01930000-0000-7000-8000-0000000000${number}', '${role}');`;
  await adapter.executeScript(`INSERT INTO organizations (id, name, slug) VALUES ('${ORGANIZATION}', 'Old', 'old'); ${['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'].map((role, index) => member(31 + index, role)).join('')}`);
  await apply(migrationsFolder);
  expect(await rows('SELECT email, key FROM memberships m JOIN users u ON u.id = m."userId" JOIN roles r ON r.id = m."roleId" ORDER BY email'))
    .toEqual([['ADMIN@example.com', 'admin'], ['MEMBER@example.com', 'agent-builder'], ['OWNER@example.com', 'owner'], ['VIEWER@example.com', 'viewer']]);
  expect(await rows('SELECT count(*)::int, min(cardinality(permissions)) > 0 FROM roles')).toEqual([[Object.keys(ROLE_TEMPLATES).length, true]]);
});
