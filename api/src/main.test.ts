import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { post } from '../test/kit.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'parley-main-'));
afterAll(() => { rmSync(dataDir, { recursive: true, force: true }); });

/** The process as `npm start` runs it, on the embedded database. */
function run(env: Record<string, string>) {
  const { DATABASE_URL: _database, ...inherited } = process.env;
  const child = spawn(process.execPath, [main], { env: { ...inherited, PARLEY_DATA_DIR: dataDir, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => { output.out += String(chunk); });
  child.stderr.on('data', (chunk: Buffer) => { output.err += String(chunk); });
  const ready = new Promise<{ port: number; url: string; demoLogin: { email: string; password: string } }>((resolve, reject) => {
    child.stdout.on('data', () => { const line = output.out.split('\n').find((text) => text.includes('"msg":"ready"')); if (line) resolve(JSON.parse(line) as never); });
    child.on('exit', (code) => { reject(new Error(`ended with ${code}: ${output.err}`)); });
  });
  ready.catch(() => undefined);
  return { child, output, ready, ended: once(child, 'exit') as Promise<[number | null, string | null]> };
}

test('it starts, says so, lets the demo in, and stops cleanly when asked', { timeout: 120_000 }, async () => {
  const first = run({ PORT: '0', LOG_LEVEL: 'fatal' });
  const { url, demoLogin } = await first.ready;
  const { data } = await post(`${url}/graphql`, 'mutation ($input: SignInInput!) { signIn(input: $input) { sessionToken viewer { organization { name } } errors { code } } }', { input: demoLogin });
  expect(data.signIn).toMatchObject({ viewer: { organization: { name: 'Harbour Dental' } }, errors: [] });
  first.child.kill('SIGTERM');
  expect(await first.ended).toEqual([0, null]);
  const second = run({ PORT: '0', LOG_LEVEL: 'fatal' });
  const { url: again } = await second.ready;
  const { data: agents } = await post(`${again}/graphql`, '{ agents { nodes { slug publishedVersion { number } } } }', {}, { authorization: `Bearer ${data.signIn.sessionToken}` });
  expect(agents.agents.nodes).toEqual([{ slug: 'demo', publishedVersion: { number: 1 } }]);
  second.child.kill('SIGINT');
  expect(await second.ended).toEqual([0, null]);
});

test('a port in use and an unusable environment end it with a sentence', { timeout: 120_000 }, async () => {
  const holder = createServer().listen(0);
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  const busy = run({ PORT: String(port), LOG_LEVEL: 'fatal' });
  expect((await busy.ended)[0]).toBe(1);
  expect(busy.output.err).toBe(`Port ${port} is in use. Stop what uses it, or set PORT to another.\n`);
  holder.close();
  const wrong = run({ PORT: 'many', LOG_LEVEL: 'loud' });
  expect((await wrong.ended)[0]).toBe(1);
  expect(wrong.output.err).toMatch(/^The environment cannot be used:\n {2}- PORT must be .*\n {2}- LOG_LEVEL must be .*\n$/);
});
