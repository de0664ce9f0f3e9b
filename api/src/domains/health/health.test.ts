import { once } from 'node:events';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { activeCall, countStatements, post, publishedAgent, SERVICE_TOKEN, startKit, until, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { dropTestVoice } from '../../../test/test-voice.js';

let kit: Kit;
let person: Person;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
});
afterAll(() => kit.close());

const HEALTH = '{ systemHealth { status version startedAt checks { name status message latencyMs } mediaServers { id activeCalls callsMax connectedAt isDraining } } }';
const health = async (url = kit.api.url): Promise<Loose> => (await post(`${url}/graphql`, HEALTH, {}, { authorization: `Bearer ${person.token}` })).data.systemHealth;
const check = ({ checks }: Loose, name: string) => checks.find((one: Loose) => one.name === name);
const ready = async (url = kit.api.url) => { const response = await fetch(`${url}/readyz`); return [response.status, await response.text()]; };

/** A media server as far as api sees it: it follows its commands. */
async function mediaServer(mediaId: string, standing: object = {}, url = kit.api.url): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/internal/graphql`, 'graphql-transport-ws');
  socket.on('message', (data: Buffer) => {
    if ((JSON.parse(String(data)) as { type: string }).type !== 'connection_ack') return;
    const query = 'subscription ($mediaId: ID!, $callsMax: Int, $isDraining: Boolean) { mediaCommands(mediaId: $mediaId, callsMax: $callsMax, isDraining: $isDraining) }';
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { mediaId, ...standing } } }));
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${SERVICE_TOKEN}` } }));
  return socket;
}

/** Presence is looked at until it is as it should be: sockets open and close in their own time. */
async function untilServers(wanted: (servers: Loose[]) => boolean, url = kit.api.url): Promise<Loose> {
  let latest: Loose;
  let isRight = false;
  let isOver = false;
  const looking = (async () => { while (!isRight && !isOver) { latest = await health(url); isRight = wanted(latest.mediaServers); } })();
  await until(() => isRight, 'the media servers are as they should be').finally(() => { isOver = true; });
  await looking;
  return latest;
}

test('every part is looked at and says how it is; without a media server no call can begin', async () => {
  const { status, version, startedAt, checks, mediaServers } = await health();
  expect([status, mediaServers]).toEqual(['DEGRADED', []]);
  expect(version).toBe((JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }).version);
  expect(Date.now() - Date.parse(startedAt as string)).toBeLessThan(60_000);
  expect(checks.map(({ name, status: one }: Loose) => [name, one])).toEqual([['database', 'OK'], ['migrations', 'OK'], ['events', 'OK'], ['recordings', 'OK'], ['plugins', 'OK'], ['media', 'DEGRADED']]);
  const message = (name: string) => check({ checks }, name).message as string;
  expect(message('database')).toMatch(/^(The embedded database \(PGlite, Postgres \d+[\d.]*\)|Postgres \d+[\d.]*) answers\.$/);
  expect(message('migrations')).toMatch(/^All \d+ migrations are applied\.$/);
  expect(message('events')).toMatch(/^(Redis answers|Events stay within this process, which is enough for one)\.$/);
  expect(message('recordings')).toMatch(/^Recordings can be kept; \d+\.\d GB are free\.$/);
  expect(message('plugins')).toMatch(/^\d+ enabled, 0 broken, 0 waiting for an administrator, 0 switched off\.$/);
  expect(message('media')).toBe('No media server is connected, so no call can begin.');
  for (const name of ['database', 'events']) expect(check({ checks }, name).latencyMs).toBeGreaterThanOrEqual(0);
  expect(await ready()).toEqual([200, 'ready\n']);
});

test('media servers are there while they follow their commands, with the calls they carry', async () => {
  const agentId = await publishedAgent(person);
  for (let index = 0; index < 2; index++) await activeCall(kit, person, agentId, 'media-a');
  const [a, b] = [await mediaServer('media-a', { callsMax: 2 }), await mediaServer('media-b')];
  const both = await untilServers((servers) => servers.length === 2);
  expect(both.mediaServers).toEqual([
    { id: 'media-a', activeCalls: 2, callsMax: 2, isDraining: false, connectedAt: expect.any(String) }, { id: 'media-b', activeCalls: 0, callsMax: null, isDraining: false, connectedAt: expect.any(String) },
  ]);
  expect([both.status, check(both, 'media').message]).toEqual(['OK', '2 media servers are connected and carry 2 calls.']);
  b.terminate();
  const full = await untilServers((servers) => servers.length === 1);
  expect(check(full, 'media')).toMatchObject({ status: 'DEGRADED', message: 'Every media server carries as many calls as it may.' });
  // It comes back before its old stream is known to be dead, and is one server all the same.
  const again = await mediaServer('media-a', { callsMax: 2, isDraining: true });
  const draining = await untilServers(([one]) => one.isDraining);
  expect([draining.mediaServers.length, check(draining, 'media').message]).toEqual([1, 'Every media server finishes its calls and takes no new ones.']);
  a.terminate();
  again.terminate();
  await untilServers((servers) => servers.length === 0);
});

test('all of it costs a handful of statements, whatever there is', async () => {
  const servers = await Promise.all(['one', 'two', 'three'].map((name) => mediaServer(name)));
  await untilServers(({ length }) => length === 3);
  expect(await countStatements(kit, () => health())).toHaveLength(3);
  for (const server of servers) server.terminate();
  await untilServers(({ length }) => length === 0);
});

test('a part that fails or hangs is down within its time, in words without secrets, and the others are told all the same', async () => {
  const { app } = kit.api;
  const warned = vi.spyOn(app.logger, 'warn').mockImplementation(() => undefined);
  const ping = vi.spyOn(app.bus, 'ping').mockRejectedValue(new Error('connect ECONNREFUSED redis://user:secret@10.0.0.1'));
  const list = vi.spyOn(app.presence, 'list').mockReturnValue(new Promise(() => undefined));
  const startedAtMs = performance.now();
  const result = await health();
  expect(performance.now() - startedAtMs).toBeLessThan(6_000);
  expect(result.status).toBe('DOWN');
  expect(check(result, 'events')).toEqual({ name: 'events', status: 'DOWN', message: 'Redis does not answer: what happens in one process is not heard in the others.', latencyMs: null });
  expect(check(result, 'media')).toMatchObject({ status: 'DOWN', message: 'Which media servers are connected cannot be told.' });
  expect(check(result, 'database').status).toBe('OK');
  expect(await ready()).toEqual([503, 'not ready: Redis does not answer: what happens in one process is not heard in the others.\n']);
  for (const spy of [warned, ping, list]) spy.mockRestore();
  expect(await ready()).toEqual([200, 'ready\n']);
});

test('a folder that cannot be written is told, without its path, and the process serves on', async () => {
  const folder = join(kit.dataDir, 'recordings');
  renameSync(folder, `${folder}-away`);
  const warned = vi.spyOn(kit.api.app.logger, 'warn').mockImplementation(() => undefined);
  const result = await health();
  expect([result.status, check(result, 'recordings')]).toEqual(['DOWN', { name: 'recordings', status: 'DOWN', message: 'Recordings cannot be written.', latencyMs: null }]);
  expect((await ready())[0]).toBe(200);
  renameSync(`${folder}-away`, folder);
  warned.mockRestore();
});

test('a migration that is missing takes the process out of service; one of a newer release is told', async () => {
  const { system } = kit.test.database;
  await system.$executeRaw`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ('later', '', '29990101000000_later', now(), 1)`;
  expect(check(await health(), 'migrations')).toMatchObject({ status: 'DEGRADED', message: 'The database has 1 migration of a newer release: this process is out of date.' });
  await system.$executeRaw`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name LIKE '%_first' OR id = 'later'`;
  expect(check(await health(), 'migrations')).toMatchObject({ status: 'DOWN', message: expect.stringMatching(/^1 migration of this release is not applied: \d+_first\.$/) });
  expect((await ready())[0]).toBe(503);
  await system.$executeRaw`UPDATE _prisma_migrations SET rolled_back_at = NULL WHERE id <> 'later'`;
  expect((await ready())[0]).toBe(200);
});

test('plugins that are broken, or that calls need and cannot have, are told by number and name', async () => {
  const pluginsDir = join(kit.dataDir, 'plugins-of-health');
  dropTestVoice(pluginsDir, 'sound');
  dropTestVoice(pluginsDir, 'hurt');
  rmSync(join(pluginsDir, 'hurt', 'index.js'));
  const broken = await kit.another({ PLUGINS_DIR: pluginsDir });
  expect(check(await health(broken.url), 'plugins')).toMatchObject({ status: 'DEGRADED', message: expect.stringMatching(/^\d+ enabled, 1 broken, /) });
  const lacking = await kit.another({ PARLEY_DEFAULT_ROUTES: JSON.stringify({ stt: { steps: [{ connectionId: 'g', pluginId: 'gone' }] } }) });
  expect(check(await health(lacking.url), 'plugins')).toMatchObject({ status: 'DEGRADED', message: expect.stringMatching(/^Calls need "gone", which cannot be used\. /) });
});
