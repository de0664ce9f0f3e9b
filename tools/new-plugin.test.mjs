// What `npm run new:plugin` makes, is made here: one package of each kind, whose own tests are then run as its author runs them.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPluginCatalog } from '../plugins/host/dist/index.js';
import { PROVIDER_KINDS } from '@parley/plugin-sdk';
import { contracts } from '@parley/plugin-sdk/testing';
import { afterAll, expect, test } from 'vitest';
import { kinds, makePlugin } from './new-plugin.mjs';

const base = mkdtempSync(join(tmpdir(), 'new plugin '));
afterAll(() => { rmSync(base, { recursive: true, force: true }); });
const logger = { debug() {}, info() {}, warn() {} };

test('there is a template for every kind', () => {
  expect(kinds).toEqual([...PROVIDER_KINDS].sort());
});

test('a package of each kind passes every rule of its suite at once, and a running Parley lists it', async () => {
  for (const kind of kinds) makePlugin(`new-${kind}`, kind, join(base, kind));
  const files = kinds.map((kind) => join(base, kind, 'test/contract.test.js'));
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap', '--test-concurrency=7', ...files], { stdio: ['ignore', 'pipe', 'inherit'], env });
  let said = '';
  child.stdout.on('data', (chunk) => { said += chunk; });
  const code = await new Promise((resolve) => { child.once('close', resolve); });
  const failures = said.split('\n').filter((line) => /^\s*not ok|^\s+(found|error):/.test(line));
  expect(failures).toEqual([]);
  expect(code).toBe(0);
  // What runs on this machine has no vendor that refuses; the language model's template has no tools.
  const rules = kinds.reduce((sum, kind) => sum + contracts[kind].length, 0) - 3 * 2 - 2;
  expect(said).toContain(`# pass ${rules}\n`);

  const catalog = await createPluginCatalog({ roots: [], pluginsDir: base, mode: 'development', hostVersion: '0.1.0', logger });
  await catalog.close();
  expect(catalog.list().map(({ id, state, kinds: [kind], error }) => ({ id, state, kind, error }))).toEqual(kinds.map((kind) => ({ id: `new-${kind}`, state: 'ENABLED', kind, error: undefined })));
}, 180_000);

test('its README names its kind and its files, and nothing is left to fill in', () => {
  for (const kind of kinds) {
    const folder = join(base, kind);
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme).toMatch(new RegExp(`^# New ${kind.replace('-', ' ')}\n`, 'i'));
    expect(readme).toContain(`\`${kind}/v1\``);
    expect(readme).not.toMatch(/\{\{|undefined|\n{3}/);
    for (const [, file] of readme.matchAll(/^\| `([\w./-]+)` \|/gm)) expect(existsSync(join(folder, file)), file).toBe(true);
  }
});

test('what cannot be made is refused in a sentence, and leaves nothing behind', () => {
  const at = join(base, 'refused');
  const refusals = [
    [[undefined, undefined], 'A name and a kind are needed'], [['acme', 'sms'], 'There is no kind "sms". There are: data-source, embedding'],
    [['Acme Voice', 'tts'], '"Acme Voice" is no name'], [['a--b', 'tts'], 'is no name'], [['../up', 'tts'], 'is no name'], [['x', 'tts'], 'is no name'],
    [['openai', 'tts'], 'comes with Parley'],
  ];
  for (const [[name, kind], words] of refusals) expect(() => makePlugin(name, kind, at)).toThrow(words);
  expect(existsSync(at)).toBe(false);
  mkdirSync(at);
  writeFileSync(join(at, 'mine.txt'), 'mine');
  expect(() => makePlugin('acme', 'tts', at)).toThrow('not empty');
  expect(readFileSync(join(at, 'mine.txt'), 'utf8')).toBe('mine');
});
