import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type PluginLogger } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPluginCatalog } from '../catalog/catalog.js';
import type { PluginCatalog } from '../catalog/types.js';
import type { HostOptions, HostRouteStep } from '../ports.js';
import { createProviderHost, type PluginHost } from './host.js';

const silent: PluginLogger = { debug() {}, info() {}, warn() {} };
let base: string;
let catalog: PluginCatalog;
let host: PluginHost;

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'host-'));
  catalog = await createPluginCatalog({ roots: [], pluginsDir: join(base, 'plugins'), mode: 'development', hostVersion: '0.1.0', logger: silent });
  host = hostWith();
});
afterEach(async () => {
  await host.close();
  await catalog.close();
  rmSync(base, { recursive: true, force: true });
});

function hostWith(options: Partial<HostOptions> = {}): PluginHost {
  return createProviderHost(catalog, { clock: systemClock, logger: silent, ...options });
}

/** An answerer that tells what it was opened with; `closed` counts on a global, as a real package might on a server. */
const answerer = (word: string): string => `
import { tail } from './tail.js';
export default {
  llm: async ({ settings, secrets }) => ({
    spec: 'llm/v1', abilities: { hasTools: true, takesDocuments: false, isLanguageModel: false, languages: ['en'] },
    async *generate() {
      yield { type: 'text-delta', text: JSON.stringify({ word: '${word}', tail, settings, secrets }) };
      yield { type: 'end', reason: 'stop' };
    },
    async close() { globalThis.parleyTestClosed = (globalThis.parleyTestClosed ?? 0) + 1; },
  }),
};`;

async function install(id: string, files: Record<string, string>, kind: Record<string, unknown> = {}): Promise<void> {
  const folder = join(base, 'plugins', id);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({
    name: `parley-${id}`, version: '1.0.0', type: 'module', keywords: ['parley-plugin'],
    parley: { id, title: id, entry: './index.js', host: '^0.1.0', kinds: { llm: { spec: 'llm/v1', title: id, ...kind } } },
  }));
  await catalog.refresh();
}

const step = (pluginId: string, more: Partial<HostRouteStep> = {}): HostRouteStep => ({ connectionId: `c-${pluginId}`, pluginId, settings: {}, secrets: {}, ...more });

async function ask(target: PluginHost, ...steps: readonly HostRouteStep[]): Promise<{ word: string; tail: string; settings: unknown; secrets: unknown }> {
  const route = await target.openRoute('llm', { steps });
  try {
    let text = '';
    const request = { instructions: '', agentName: 'a', language: 'en', messages: [], tools: [], documents: [], isSpeculative: false, signal: new AbortController().signal };
    for await (const event of route.provider.generate(request)) if (event.type === 'text-delta') text += event.text;
    return JSON.parse(text) as { word: string; tail: string; settings: unknown; secrets: unknown };
  } finally {
    await route.close();
  }
}

const settings = {
  type: 'object', additionalProperties: false, required: ['region'],
  properties: { region: { type: 'string' }, model: { type: 'string' }, depth: { type: 'integer', default: 3 } },
};

test('a dropped-in package answers, with defaults and model filled into its settings', async () => {
  await install('echo', { 'index.js': answerer('one'), 'tail.js': 'export const tail = "t1";' }, { settings, secrets: { key: { title: 'Key' } } });
  const answer = await ask(host, step('echo', { settings: { region: 'eu' }, secrets: { key: 's' }, model: 'large' }));
  expect(answer).toEqual({ word: 'one', tail: 't1', settings: { region: 'eu', depth: 3, model: 'large' }, secrets: { key: 's' } });
});

/** Runs in a Node of its own: the test runner's module loader is not the one that packages meet. */
test('a replaced package is read anew, the modules it imports too', () => {
  const script = `
    import { mkdirSync, writeFileSync } from 'node:fs';
    import { createPluginCatalog, createProviderHost, systemClock } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
    const logger = { debug() {}, info() {}, warn() {} };
    const folder = ${JSON.stringify(join(base, 'own', 'echo'))};
    mkdirSync(folder, { recursive: true });
    const write = (name, text) => writeFileSync(folder + '/' + name, text);
    write('package.json', JSON.stringify({ name: 'parley-echo', version: '1.0.0', type: 'module', keywords: ['parley-plugin'],
      parley: { id: 'echo', title: 'echo', entry: './index.js', host: '^0.1.0', kinds: { turn: { spec: 'turn/v1', title: 'echo' } } } }));
    const index = (word) => "import { tail } from './tail.js'; export default { turn: async () => ({ spec: 'turn/v1', abilities: {}, close() {}, "
      + "async predict() { return { completeProbability: 1, threshold: 0.5, reason: '" + word + " ' + tail }; } }) };";
    const said = [];
    write('index.js', index('one')); write('tail.js', 'export const tail = "t1";');
    const catalog = await createPluginCatalog({ roots: [], pluginsDir: folder + '/..', mode: 'development', hostVersion: '0.1.0', logger });
    const host = createProviderHost(catalog, { clock: systemClock, logger });
    for (const change of [() => {}, () => write('tail.js', 'export const tail = "t2";'), () => write('index.js', index('two'))]) {
      change();
      await catalog.refresh();
      const route = await host.openRoute('turn', { steps: [{ connectionId: 'c', pluginId: 'echo', settings: {}, secrets: {} }] });
      said.push((await route.provider.predict({ transcript: '', agentText: '', language: 'en', signal: new AbortController().signal })).reason);
      await route.close();
    }
    await host.close();
    await catalog.close();
    process.stdout.write(JSON.stringify(said));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 15_000 });
  expect(JSON.parse(output)).toEqual(['one t1', 'one t2', 'two t2']);
});

/** In a Node of its own as well: what is dropped in from outside has no node_modules above it. */
test('a package without an SDK of its own is lent the one of the host, and any other missing package is named', () => {
  const script = `
    import { mkdirSync, writeFileSync } from 'node:fs';
    import { createPluginCatalog, createProviderHost, systemClock } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
    const logger = { debug() {}, info() {}, warn() {} };
    const folder = ${JSON.stringify(join(base, 'own'))};
    const write = (id, code) => {
      mkdirSync(folder + '/' + id, { recursive: true });
      writeFileSync(folder + '/' + id + '/index.js', code);
      writeFileSync(folder + '/' + id + '/package.json', JSON.stringify({ name: 'parley-' + id, version: '1.0.0', type: 'module', keywords: ['parley-plugin'],
        parley: { id, title: id, entry: './index.js', host: '^0.1.0', kinds: { turn: { spec: 'turn/v1', title: id } } } }));
    };
    write('lent', "import { definePlugin, TURN_SPEC } from '@parley/plugin-sdk'; import './part.js'; export default definePlugin({ turn: async () => "
      + "({ spec: TURN_SPEC, abilities: {}, async predict() { return { completeProbability: 1, threshold: 0.5, reason: 'lent' }; }, async close() {} }) });");
    writeFileSync(folder + '/lent/part.js', "import { ProviderError } from '@parley/plugin-sdk'; new ProviderError('auth', 'x');");
    write('lost', "import 'parley-nowhere'; export default {};");
    const catalog = await createPluginCatalog({ roots: [], pluginsDir: folder, mode: 'development', hostVersion: '0.1.0', logger });
    const host = createProviderHost(catalog, { clock: systemClock, logger });
    const steps = ['lost', 'lent'].map((pluginId) => ({ connectionId: pluginId, pluginId, settings: {}, secrets: {} }));
    const route = await host.openRoute('turn', { steps });
    const { reason } = await route.provider.predict({ transcript: '', agentText: '', language: 'en', signal: new AbortController().signal });
    process.stdout.write(JSON.stringify([reason, catalog.get('lent').state, catalog.get('lost').error]));
    await route.close();
    await host.close();
    await catalog.close();`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 15_000 });
  expect(JSON.parse(output)).toEqual(['lent', 'ENABLED', expect.stringMatching(/^It does not load: Cannot find package 'parley-nowhere'/)]);
});

describe('a package that cannot be used is named, and the route goes on with the next step', () => {
  const cases: Record<string, { code: string; error: RegExp }> = {
    'throws on import': { code: 'throw new Error("no licence");', error: /does not load: no licence/ },
    'imports what is not there': { code: 'import "parley-nowhere"; export default {};', error: /does not load: Cannot find package 'parley-nowhere'/ },
    'is not JavaScript': { code: 'export default {{{', error: /does not load: / },
    'exports nothing': { code: 'export const plugin = {};', error: /no default export/ },
    'lacks the opener it declares': { code: 'export default { tts: async () => ({}) };', error: /declares llm, and its entry exports no opener/ },
  };
  for (const [name, { code, error }] of Object.entries(cases)) {
    test(`${name}`, async () => {
      await install('good', { 'index.js': answerer('good'), 'tail.js': 'export const tail = "";' });
      await install('bad', { 'index.js': code });
      expect(await ask(host, step('bad'), step('good'))).toMatchObject({ word: 'good' });
      expect(catalog.get('bad')).toMatchObject({ state: 'BROKEN', error: expect.stringMatching(error) });
      expect(catalog.get('good')?.state).toBe('ENABLED');
      await expect(host.openRoute('llm', { steps: [step('bad')] })).rejects.toMatchObject({ causeCode: 'bad-request', message: expect.stringMatching(error) });
    });
  }

  test('an import that never finishes', async () => {
    const clock = new VirtualClock();
    const patient = hostWith({ clock, limits: { openTimeoutMs: 5_000 } });
    await install('stuck', { 'index.js': 'await new Promise(() => {}); export default {};' });
    const opening = patient.openRoute('llm', { steps: [step('stuck')] }).catch((error: unknown) => error);
    await clock.advance(5_001);
    expect(await opening).toMatchObject({ causeCode: 'bad-request' });
    expect(catalog.get('stuck')).toMatchObject({ state: 'BROKEN', error: expect.stringMatching(/did not finish loading within 5000 ms/) });
    await patient.close();
  });

  test('an opener that never finishes fails this call alone; what it opens too late is closed', async () => {
    const clock = new VirtualClock();
    const patient = hostWith({ clock, limits: { openTimeoutMs: 5_000 } });
    await install('slow', { 'index.js': 'export default { llm: () => new Promise((resolve) => { globalThis.parleyTestOpen = resolve; }) };' });
    const opening = patient.openRoute('llm', { steps: [step('slow')] }).catch((error: unknown) => error);
    const state = globalThis as unknown as { parleyTestOpen?: (adapter: unknown) => void };
    while (state.parleyTestOpen === undefined) await new Promise((resolve) => { setImmediate(resolve); });
    await clock.advance(5_001);
    expect(await opening).toMatchObject({ causeCode: 'timeout' });
    expect(catalog.get('slow')?.state).toBe('ENABLED');
    const closed = new Promise((resolve) => { state.parleyTestOpen?.({ close: async () => resolve('closed') }); });
    expect(await closed).toBe('closed');
    await patient.close();
  });

  test('adapters of the wrong shape', async () => {
    await install('odd', { 'index.js': 'export default { llm: async () => ({ spec: "llm/v2", close() {} }) };' });
    await expect(host.openRoute('llm', { steps: [step('odd')] })).rejects.toThrow(/lacks generate; its spec is llm\/v2 and its manifest says llm\/v1; it declares no abilities/);
  });

  test('settings that do not fit, secrets that are missing, plugins that are not there', async () => {
    await install('echo', { 'index.js': answerer('one'), 'tail.js': 'export const tail = "";' }, { settings, secrets: { key: { title: 'Key' } } });
    await expect(host.openRoute('llm', { steps: [step('echo', { settings: { region: 7, colour: 'red' }, secrets: { key: 'hidden' } })] }))
      .rejects.toMatchObject({ causeCode: 'bad-request', message: expect.stringMatching(/must NOT have additional properties \("colour"\); region must be string/) });
    await expect(host.openRoute('llm', { steps: [step('echo', { settings: { region: 'eu' } })] })).rejects.toMatchObject({ causeCode: 'auth' });
    await expect(host.openRoute('llm', { steps: [step('nobody')] })).rejects.toThrow('No plugin with the id "nobody" is installed.');
    await expect(host.openRoute('tts', { steps: [step('echo')] })).rejects.toThrow('The plugin "echo" offers no tts.');
    await catalog.disable('echo');
    await expect(host.openRoute('llm', { steps: [step('echo')] })).rejects.toThrow(/cannot be used. It is switched off/);
  });
});

test('one adapter serves all calls with the same settings, and is closed after it has been idle', async () => {
  const clock = new VirtualClock();
  const counting = hostWith({ clock, limits: { adapterIdleMsMax: 60_000 } });
  const state = globalThis as unknown as { parleyTestOpens: number; parleyTestCloses: number };
  Object.assign(state, { parleyTestOpens: 0, parleyTestCloses: 0 });
  await install('count', { 'index.js': `export default { llm: async () => { globalThis.parleyTestOpens += 1; return {
    spec: 'llm/v1', abilities: {}, generate() {}, async close() { globalThis.parleyTestCloses += 1; } }; } };` }, { settings: { type: 'object' } });
  const open = (secret: string, value: number) => counting.openRoute('llm', { steps: [step('count', { settings: { value, other: 1 }, secrets: { secret } })] });
  const first = await open('a', 1);
  const second = await open('a', 1);
  expect(state.parleyTestOpens).toBe(1);
  const other = await open('b', 1);
  const third = await open('a', 2);
  expect(state.parleyTestOpens).toBe(3);
  await Promise.all([first.close(), first.close(), third.close(), other.close()]);
  await clock.advance(60_001);
  expect(state.parleyTestCloses).toBe(2);
  await second.close();
  await clock.advance(30_000);
  const again = await open('a', 1);
  await clock.advance(120_000);
  expect([state.parleyTestOpens, state.parleyTestCloses]).toEqual([3, 2]);
  await again.close();
  await counting.close();
  expect(state.parleyTestCloses).toBe(3);
});

test('warming opens adapters ahead of the first call and keeps them, and a provider that cannot be warmed is no error', async () => {
  const state = globalThis as unknown as { parleyTestWarm: number };
  state.parleyTestWarm = 0;
  const clock = new VirtualClock();
  const warmed = hostWith({ clock });
  await install('warm', { 'index.js': 'export default { llm: async () => { globalThis.parleyTestWarm += 1; return { spec: "llm/v1", abilities: {}, generate() {}, async close() {} }; } };' });
  for (let times = 0; times < 2; times += 1) await warmed.warm([{ kind: 'llm', step: step('warm') }, { kind: 'llm', step: step('nobody') }]);
  await clock.advance(24 * 3_600_000);
  await (await warmed.openRoute('llm', { steps: [step('warm')] })).close();
  expect(state.parleyTestWarm).toBe(1);
  await warmed.close();
  expect(clock.pendingCount).toBe(0);
});
