// The process as it is started in production: its exit codes, a call over its socket, and how signals end it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { TestClient, twilioMedia, twilioStart, STREAM_SID } from './server/testing.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ends: (() => unknown)[] = [];
afterEach(async () => { for (const end of ends.splice(0).reverse()) await end(); });

const TOKEN = 'a-service-token-of-this-test';

class Media {
  readonly child: ChildProcess;
  readonly log: Record<string, unknown>[] = [];
  stderr = '';
  readonly exit: Promise<number | null>;

  constructor(environment: Record<string, string>) {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-main-'));
    this.child = spawn(process.execPath, [join(root, 'media/dist/main.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: '/usr/bin', MEDIA_PORT: '0', PARLEY_DATA_DIR: dataDir, PARLEY_SERVICE_TOKEN: TOKEN, PARLEY_PLUGIN_ROOTS: root, PARLEY_API_URL: 'http://127.0.0.1:9', MEDIA_WARM_PLUGINS: 'none',
        ...environment,
      },
    });
    let rest = '';
    this.child.stdout!.on('data', (data: Buffer) => {
      const lines = (rest + data.toString()).split('\n');
      rest = lines.pop()!;
      for (const line of lines) this.log.push(JSON.parse(line) as Record<string, unknown>);
    });
    this.child.stderr!.on('data', (data: Buffer) => { this.stderr += data.toString(); });
    this.exit = new Promise((resolve) => { this.child.once('exit', (code) => { resolve(code); }); });
    ends.push(async () => {
      this.child.kill('SIGKILL');
      await this.exit;
      rmSync(dataDir, { recursive: true, force: true });
    });
  }
}

async function ready(media: Media): Promise<number> {
  const entry = () => media.log.find((line) => line['msg'] === 'ready');
  await expect.poll(entry, { timeout: 15_000 }).toBeDefined();
  return entry()!['port'] as number;
}

/** As much of api as the link needs: every token is a call with simulated providers, every event is kept. */
async function fakeApi(): Promise<{ readonly url: string; readonly events: { type: string; payload: Record<string, unknown> }[]; readonly authorizations: Set<string | undefined> }> {
  const events: { type: string; payload: Record<string, unknown> }[] = [];
  const authorizations = new Set<string | undefined>();
  const step = { steps: [{ connectionId: 'sim', pluginId: 'simulated', settings: {}, secrets: {} }] };
  const server: Server = createServer((request, response) => {
    // The command feed asks for an upgrade; there are no commands here.
    if (request.method !== 'POST') return void response.writeHead(404).end();
    let body = '';
    authorizations.add(request.headers.authorization);
    request.on('data', (data: Buffer) => { body += data.toString(); }).on('end', () => {
      const { query, variables } = JSON.parse(body) as { query: string; variables: { input: Record<string, unknown> } };
      const { input } = variables;
      if (query.includes('callEventsAppend')) events.push(...(input['events'] as typeof events));
      const data = query.includes('callEventsAppend')
        ? { callEventsAppend: { acceptedSeq: (input['events'] as { seq: number }[]).at(-1)?.seq ?? 0, errors: [] } }
        : input['token'] === 'used'
          ? { callPlanTake: { plan: null, errors: [{ code: 'TOKEN_USED', message: 'used' }] } }
          : { callPlanTake: { errors: [], plan: {
            callId: input['token'], organizationId: 'org_1', transport: input['transport'], recording: { isEnabled: false },
            agent: { id: 'agt_1', versionId: 'ver_1', version: 1, name: 'Test', instructions: 'Answer.', greeting: 'Hello, how can I help?', language: 'en', knowledge: [], tools: [], turnTaking: {} },
            routes: { vad: step, stt: step, turn: step, llm: step, tts: step },
          } } };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  ends.push(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, events, authorizations };
}

async function greetedCall(port: number, token: string): Promise<TestClient> {
  const caller = new TestClient(port, '/v1/twilio');
  await caller.opened;
  caller.send(twilioStart(token));
  caller.send(twilioMedia(1, 0));
  await expect.poll(() => caller.texts.some((text) => text['event'] === 'media'), { timeout: 10_000 }).toBe(true);
  return caller;
}

test('unusable values: every fault at once, exit 1', async () => {
  const media = new Media({ MEDIA_PORT: 'x', MEDIA_SERVER: 'y', PARLEY_API_URL: 'z' });
  expect(await media.exit).toBe(1);
  expect(media.stderr.trim().split('\n')).toEqual([
    'The environment cannot be used:', '  - MEDIA_PORT must be a port number between 0 and 65535.', '  - PARLEY_API_URL must be a web address like http://127.0.0.1:4000.', '  - MEDIA_SERVER must be uws or ws.',
  ]);
});

test.each(['uws', 'ws'])('a port in use (%s): one sentence, exit 1', async (engine) => {
  const holder = createServer();
  await new Promise<void>((resolve) => { holder.listen(0, '0.0.0.0', resolve); });
  ends.push(() => holder.close());
  const { port } = holder.address() as AddressInfo;
  const media = new Media({ MEDIA_PORT: String(port), MEDIA_SERVER: engine });
  expect(await media.exit).toBe(1);
  expect(media.stderr).toBe(`Port ${port} is already in use: set MEDIA_PORT to another one, or stop the program that holds it.\n`);
});

test('a call is greeted; on SIGTERM it goes on while readiness falls; when it has ended the process does, with everything told', async () => {
  const api = await fakeApi();
  const media = new Media({ PARLEY_API_URL: api.url, MEDIA_SERVER: 'uws' });
  const port = await ready(media);
  const status = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  expect(await status('/readyz')).toBe(200);
  const caller = await greetedCall(port, 'call_1');
  media.child.kill('SIGTERM');
  await expect.poll(() => status('/readyz')).toBe(503);
  const before = caller.texts.length;
  await expect.poll(() => caller.texts.length, { timeout: 5_000 }).toBeGreaterThan(before);
  caller.send({ event: 'stop', streamSid: STREAM_SID, stop: {} });
  expect((await caller.closed).code).toBe(1000);
  expect(await media.exit).toBe(0);
  expect(api.events[0]).toMatchObject({ type: 'call-started', payload: { transport: 'TWILIO', carrierCallId: 'CA0' } });
  expect(api.events.at(-1)).toMatchObject({ type: 'call-ended', payload: { reason: { party: 'CALLER', code: 'HUNG_UP' } } });
  expect([...api.authorizations]).toEqual([`Bearer ${TOKEN}`]);
});

test('a call whose far end sends nothing but noise ends with the reason written down', async () => {
  const api = await fakeApi();
  const media = new Media({ PARLEY_API_URL: api.url });
  const caller = await greetedCall(await ready(media), 'call_1');
  for (let count = 0; count < 60; count++) caller.send('noise');
  expect((await caller.closed).code).toBe(4400);
  await expect.poll(() => api.events.at(-1)).toMatchObject({ type: 'call-ended', payload: { reason: { party: 'CALLER', code: 'PROTOCOL_ERROR' } } });
});

test('a second signal ends the calls politely, now', async () => {
  const api = await fakeApi();
  const media = new Media({ PARLEY_API_URL: api.url, MEDIA_SERVER: 'ws' });
  const caller = await greetedCall(await ready(media), 'call_1');
  media.child.kill('SIGTERM');
  await expect.poll(() => media.log.some((line) => line['msg'] === 'draining')).toBe(true);
  media.child.kill('SIGINT');
  expect((await caller.closed).code).toBe(1001);
  expect(await media.exit).toBe(0);
  expect(api.events.at(-1)).toMatchObject({ type: 'call-ended', payload: { reason: { party: 'PLATFORM', code: 'SHUTDOWN' } } });
});

test('a used token, api away, and a drain limit', async () => {
  const api = await fakeApi();
  const media = new Media({ PARLEY_API_URL: api.url, MEDIA_DRAIN_MS_MAX: '100' });
  const port = await ready(media);
  const refused = new TestClient(port, '/v1/browser');
  await refused.opened;
  refused.send({ type: 'start', token: 'used' });
  expect(await refused.closed).toMatchObject({ code: 4401, reason: expect.stringContaining('TOKEN_USED') });
  const alone = new Media({});
  const unlucky = new TestClient(await ready(alone), '/v1/browser');
  await unlucky.opened;
  unlucky.send({ type: 'start', token: 'any' });
  expect((await unlucky.closed).code).toBe(4503);
  const caller = await greetedCall(port, 'call_1');
  media.child.kill('SIGTERM');
  expect((await caller.closed).code).toBe(1001);
  expect(await media.exit).toBe(0);
});
