// `npm start` as a person meets it: up, in the way of another, given a plugin while it runs, and down again. The plugin
// is the one that docs/plugins.md shows, word for word.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectEvents, startCall } from '../dist/caller/call-record.js';
import { ApiClient } from '../dist/caller/client.js';
import { converse } from '../dist/caller/conversation.js';
import { Phone } from '../dist/caller/phone.js';
import { readWav, resample } from '../dist/caller/wav.js';
import { root } from '../lib/steps.mjs';

const step = (pluginId, settings = {}) => ({ steps: [{ connectionId: pluginId, pluginId, settings }] });
const routes = {
  vad: step('simulated'), turn: step('simulated'), stt: step('simulated', { transcripts: ['What are your opening hours?'] }),
  llm: step('echo'), tts: step('simulated'),
};
const START_TIMEOUT_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'parley start '));
const dataDir = join(folder, 'data');
// An embedded database whatever the other suites use: it is the one that a second start finds taken.
const environment = {
  ...process.env, DATABASE_URL: '', REDIS_URL: '', PORT: '0', MEDIA_PORT: '0', PARLEY_DATA_DIR: dataDir, PARLEY_DEFAULT_ROUTES: JSON.stringify(routes), LOG_LEVEL: 'warn', MEDIA_WARM_PLUGINS: 'none',
  // This is not npm's child, which would have to end with npm.
  npm_lifecycle_event: '',
};

function start(env = {}) {
  const child = spawn(process.execPath, ['tools/start.mjs'], { cwd: root, env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  const isUp = new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => { said.out += chunk; if (said.out.includes('Ctrl-C')) resolve(); });
    child.once('close', () => reject(new Error(`it ended: ${said.err}`)));
  });
  isUp.catch(() => {});
  child.stderr.on('data', (chunk) => { said.err += chunk; });
  const exit = new Promise((resolve) => { child.once('close', (code, signal) => resolve(signal ?? code)); });
  return { child, said, exit, isUp };
}

let parley;
let client;

beforeAll(async () => {
  parley = start();
  await parley.isUp;
  const [, url] = /GraphQL +(\S+)/.exec(parley.said.out);
  const [, email, password] = /Sign in +(\S+) +\/ +(\S+)/.exec(parley.said.out);
  client = new ApiClient(url);
  await client.signIn(email, password);
}, 120_000);

afterAll(async () => {
  parley.child.kill('SIGTERM');
  await parley.exit;
  rmSync(folder, { recursive: true, force: true });
});

test('a second start on the same data folder is refused in one sentence', async () => {
  const second = start();
  expect(await second.exit).toBe(1);
  expect(second.said.err.trim()).toMatch(/^The embedded database is in use by process \d+ [^\n]*$/);
}, START_TIMEOUT_MS);

test('every unusable value is named at once, and ports that are taken', async () => {
  const { port } = new URL(client.url);
  const second = start({ PORT: port, MEDIA_PORT: 'abc', LOG_LEVEL: 'loud', PARLEY_DATA_DIR: '/proc/parley' });
  expect(await second.exit).toBe(1);
  const faults = second.said.err.split('\n').filter((line) => line.startsWith('  - '));
  expect(faults).toHaveLength(4);
  for (const words of [`Port ${port} is in use`, 'MEDIA_PORT must be', 'LOG_LEVEL must be', 'PARLEY_DATA_DIR /proc/parley cannot be used']) expect(faults.join('\n')).toContain(words);
}, START_TIMEOUT_MS);

const plugins = async () => (await client.request('{ plugins { id state error } }')).plugins;

test('the plugin of the guide, dropped in, is listed without a restart and answers a call; a broken one harms nobody', async () => {
  const guide = readFileSync(join(root, 'docs/plugins.md'), 'utf8');
  const [, manifest] = /```json\n(.*?)```/s.exec(guide);
  const [, code] = /```js\n(.*?)```/s.exec(guide);
  expect((await plugins()).map(({ id }) => id)).not.toContain('echo');
  for (const [name, text] of [['echo', manifest], ['unfit', manifest.replace('"echo"', '"unfit"').replace('^0.1.0', '^9.0.0')]]) {
    mkdirSync(join(dataDir, 'plugins', name), { recursive: true });
    writeFileSync(join(dataDir, 'plugins', name, 'package.json'), text);
    writeFileSync(join(dataDir, 'plugins', name, 'index.js'), code);
  }
  await expect.poll(plugins, { timeout: 10_000, interval: 100 }).toEqual(expect.arrayContaining([
    { id: 'echo', state: 'ENABLED', error: null }, { id: 'unfit', state: 'BROKEN', error: expect.stringContaining('^9.0.0') },
  ]));

  const started = await startCall(client, 'demo', 'TWILIO');
  const events = collectEvents(client, started.id);
  const phone = new Phone({ transport: 'TWILIO', url: started.url, token: started.token });
  expect(await converse(phone, [resample(readWav(join(root, 'docs/samples/question.wav')), 8000).samples])).toEqual([true]);
  phone.hangUp();
  const answers = (await events).filter((event) => event.__typename === 'AgentTurnEvent').map((event) => event.generatedText);
  expect(answers.at(-1)).toMatch(/^You said: What are your opening hours\?/);
}, 60_000);

test('Ctrl-C stops both and ends with code 0', async () => {
  parley.child.kill('SIGINT');
  expect(await parley.exit).toBe(0);
  await expect(fetch(client.url)).rejects.toThrow();
});
