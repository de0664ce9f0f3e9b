import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PluginLogger } from '@parley/plugin-sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPluginCatalog } from './catalog.js';
import type { CatalogEntry, PluginCatalog, PluginCatalogOptions } from './types.js';

const silent: PluginLogger = { debug() {}, info() {}, warn() {} };
const SETTLE_MS = 60;
let base: string;
let root: string;
let pluginsDir: string;
const open: PluginCatalog[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'catalog-'));
  root = join(base, 'app');
  pluginsDir = join(base, 'plugins');
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  mkdirSync(pluginsDir);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((catalog) => catalog.close()));
  rmSync(base, { recursive: true, force: true });
});

const manifestOf = (id: string): Record<string, unknown> => ({
  id, title: `Title of ${id}`, entry: './index.js', host: '^0.1.0', kinds: { llm: { spec: 'llm/v1', title: 'Answers' } },
});

/** Writes a real package; what is undefined in `parley` falls back to a manifest that fits. */
function writePackage(folder: string, id: string, change: { parley?: Record<string, unknown>; packageJson?: Record<string, unknown>; code?: string } = {}): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), change.code ?? 'throw new Error("never imported by the catalog");');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({
    name: `parley-${id}`, version: '1.2.3', type: 'module', keywords: ['parley-plugin'], parley: { ...manifestOf(id), ...change.parley }, ...change.packageJson,
  }));
  return folder;
}

async function create(options: Partial<PluginCatalogOptions> = {}): Promise<PluginCatalog> {
  const catalog = await createPluginCatalog({ roots: [root], pluginsDir, mode: 'development', hostVersion: '0.1.0', logger: silent, settleMs: SETTLE_MS, ...options });
  open.push(catalog);
  return catalog;
}

/** Resolves with the first list that satisfies the condition; the test's own time limit is the only other end. */
function watched(options: Partial<PluginCatalogOptions> = {}): { catalog: Promise<PluginCatalog>; until: (condition: (entries: readonly CatalogEntry[]) => boolean) => Promise<readonly CatalogEntry[]> } {
  const waiting = new Set<(entries: readonly CatalogEntry[]) => void>();
  let latest: readonly CatalogEntry[] = [];
  const catalog = create({ ...options, onChange: (entries) => { latest = entries; for (const each of waiting) each(entries); } });
  return {
    catalog,
    until: (condition) => new Promise((resolve) => {
      const check = (entries: readonly CatalogEntry[]): void => { if (condition(entries)) { waiting.delete(check); resolve(entries); } };
      waiting.add(check);
      check(latest);
    }),
  };
}

const summary = (catalog: PluginCatalog) => Object.fromEntries(catalog.list().map((entry) => [entry.packageName, `${entry.state}${entry.error === undefined ? '' : `: ${entry.error}`}`]));

describe('finding', () => {
  test('packages with the keyword in node_modules, scoped and linked ones too; others are left alone', async () => {
    writePackage(join(root, 'node_modules/parley-plain'), 'plain');
    writePackage(join(root, 'node_modules/@vendor/parley-scoped'), 'scoped', { packageJson: { name: '@vendor/parley-scoped' } });
    const elsewhere = writePackage(join(base, 'store/linked'), 'linked');
    symlinkSync(elsewhere, join(root, 'node_modules/parley-linked'));
    writePackage(join(root, 'node_modules/other'), 'other', { packageJson: { keywords: ['audio'] } });
    mkdirSync(join(root, 'node_modules/broken-but-no-plugin'));
    writeFileSync(join(root, 'node_modules/broken-but-no-plugin/package.json'), '{');
    symlinkSync(join(base, 'nowhere'), join(root, 'node_modules/dangling'));
    const catalog = await create();
    expect(catalog.list().map((entry) => entry.id)).toEqual(['linked', 'plain', 'scoped']);
    expect(catalog.get('scoped')).toMatchObject({
      packageName: '@vendor/parley-scoped', version: '1.2.3', title: 'Title of scoped', kinds: ['llm'], state: 'ENABLED',
      folder: join(root, 'node_modules/@vendor/parley-scoped'), integrity: expect.stringMatching(/^sha256-/),
    });
  });

  test('sub-folders of the plugins folder, unpacked tarballs, and folders something was installed into', async () => {
    writePackage(join(pluginsDir, 'direct'), 'direct');
    writePackage(join(pluginsDir, 'tarball/package'), 'tarball');
    writePackage(join(pluginsDir, 'prefix/node_modules/parley-installed'), 'installed');
    writeFileSync(join(pluginsDir, 'prefix/package.json'), '{"private":true}');
    writePackage(join(pluginsDir, 'node_modules/parley-below'), 'below');
    writeFileSync(join(pluginsDir, 'a-file.txt'), 'no folder');
    const catalog = await create();
    expect(catalog.list().map((entry) => [entry.id, entry.state])).toEqual([['below', 'ENABLED'], ['direct', 'ENABLED'], ['installed', 'ENABLED'], ['tarball', 'ENABLED']]);
  });
});

describe('what does not fit is listed with its reason and harms nothing', () => {
  const cases: Record<string, { write: (folder: string) => void; error: RegExp }> = {
    'broken JSON': { write: (folder) => { writePackage(folder, 'xx'); writeFileSync(join(folder, 'package.json'), '{"name": "x", "keywords": ["parley-plugin"], '); }, error: /not valid JSON/ },
    'no package.json': { write: (folder) => mkdirSync(folder), error: /no package\.json/ },
    'no keyword': { write: (folder) => { writePackage(folder, 'xx', { packageJson: { keywords: [] } }); }, error: /lacks the keyword "parley-plugin"/ },
    'no manifest': { write: (folder) => { writePackage(folder, 'xx', { packageJson: { parley: undefined } }); }, error: /no "parley" block/ },
    'the range *': { write: (folder) => { writePackage(folder, 'xx', { parley: { host: '*' } }); }, error: /parley\.host: .*"\*" is refused/ },
    'another host': { write: (folder) => { writePackage(folder, 'xx', { parley: { host: '^9.0.0' } }); }, error: /made for host \^9\.0\.0, and this is host 0\.1\.0/ },
    'an unknown spec': { write: (folder) => { writePackage(folder, 'xx', { parley: { kinds: { llm: { spec: 'llm/v7', title: 'A' } } } }); }, error: /speaks llm\/v7 as llm, and this host knows llm\/v1/ },
    'an unknown kind': { write: (folder) => { writePackage(folder, 'xx', { parley: { kinds: { teleport: { spec: 'teleport/v1', title: 'A' } } } }); }, error: /manifest is not valid/ },
    'a settings schema that is none': { write: (folder) => { writePackage(folder, 'xx', { parley: { kinds: { llm: { spec: 'llm/v1', title: 'A', settings: { type: 'nonsense' } } } } }); }, error: /settings schema of llm/ },
    'a template that does not fit': { write: (folder) => { writePackage(folder, 'xx', { parley: { kinds: { llm: { spec: 'llm/v1', title: 'A', settings: { type: 'object', properties: { mood: { type: 'string' } }, required: ['mood'] }, templates: [{ name: 'good', title: 'Good', settings: {} }, { name: 'bad', title: 'Bad', settings: { mood: 7 } }] } } } }); }, error: /template "bad" of llm does not fit its settings: mood must be string/ },
    'a missing entry': { write: (folder) => { writePackage(folder, 'xx', { parley: { entry: './lost.js' } }); }, error: /entry \.\/lost\.js does not exist/ },
    'a folder as entry': { write: (folder) => { writePackage(folder, 'xx', { parley: { entry: './lib' } }); mkdirSync(join(folder, 'lib')); }, error: /is not a file/ },
    'an entry that climbs out': { write: (folder) => { writePackage(folder, 'xx', { parley: { entry: './../../outside.js' } }); writeFileSync(join(base, 'outside.js'), ''); }, error: /path inside the package|lies outside the package/ },
    'an entry that is a link out': {
      write: (folder) => {
        writePackage(folder, 'xx', { parley: { entry: './escape.js' } });
        writeFileSync(join(base, 'outside.js'), '');
        symlinkSync(join(base, 'outside.js'), join(folder, 'escape.js'));
      },
      error: /a link that leads out of the package/,
    },
    'a version that is none': { write: (folder) => { writePackage(folder, 'xx', { packageJson: { version: 'latest' } }); }, error: /no version/ },
  };
  for (const [name, { write, error }] of Object.entries(cases)) {
    test(`${name}`, async () => {
      writePackage(join(root, 'node_modules/parley-good'), 'good');
      write(join(pluginsDir, 'bad'));
      const catalog = await create();
      expect(catalog.get('good')?.state).toBe('ENABLED');
      const bad = catalog.list().filter((entry) => entry.id !== 'good');
      expect(bad).toHaveLength(1);
      expect(bad[0]).toMatchObject({ state: 'BROKEN', error: expect.stringMatching(error) });
      expect(bad[0]?.entryFile).toBeUndefined();
    });
  }

  test('a second package with the id of another', async () => {
    writePackage(join(root, 'node_modules/parley-first'), 'same', { packageJson: { name: 'parley-first' } });
    writePackage(join(pluginsDir, 'second'), 'same', { packageJson: { name: 'parley-second' } });
    const catalog = await create();
    expect(catalog.get('same')?.packageName).toBe('parley-first');
    expect(summary(catalog)).toEqual({ 'parley-first': 'ENABLED', 'parley-second': expect.stringMatching(/^BROKEN: The id "same" already belongs to parley-first/) });
  });
});

describe('while running', () => {
  test('one that is dropped in appears, a changed one is read again, one that is taken out goes', async () => {
    const { catalog: creating, until } = watched();
    const catalog = await creating;
    expect(catalog.list()).toEqual([]);
    writePackage(join(base, 'staging'), 'late');
    renameSync(join(base, 'staging'), join(pluginsDir, 'late'));
    const [appeared] = await until((entries) => entries.some((entry) => entry.state === 'ENABLED'));
    expect(appeared).toMatchObject({ id: 'late', version: '1.2.3' });
    writePackage(join(pluginsDir, 'late'), 'late', { packageJson: { version: '1.3.0' } });
    const [changed] = await until((entries) => entries[0]?.version === '1.3.0');
    expect(changed?.integrity).not.toBe(appeared?.integrity);
    rmSync(join(pluginsDir, 'late'), { recursive: true });
    expect(await until((entries) => entries.length === 0)).toEqual([]);
  });

  test('a package whose files arrive one after the other ends up enabled', async () => {
    const { catalog: creating, until } = watched();
    await creating;
    mkdirSync(join(pluginsDir, 'slow'));
    await until((entries) => entries[0]?.state === 'BROKEN');
    writePackage(join(pluginsDir, 'slow'), 'slow');
    expect((await until((entries) => entries[0]?.state === 'ENABLED'))[0]?.id).toBe('slow');
  });

  test('refresh sees what came into node_modules', async () => {
    const catalog = await create();
    writePackage(join(root, 'node_modules/parley-new'), 'new');
    expect(catalog.list()).toEqual([]);
    expect((await catalog.refresh()).map((entry) => entry.id)).toEqual(['new']);
  });
});

describe('the lock', () => {
  const lockFile = (): string => join(base, 'state/plugins.lock.json');

  test('in production a newcomer waits until it is enabled, and the decision outlives the process', async () => {
    writePackage(join(pluginsDir, 'one'), 'one', { parley: { egress: ['api.example.com'] } });
    const catalog = await create({ mode: 'production', lockFile: lockFile() });
    expect(catalog.get('one')).toMatchObject({ state: 'PENDING' });
    expect(await catalog.enable('one')).toMatchObject({ state: 'ENABLED' });
    expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toEqual({
      lockVersion: 1,
      plugins: { one: { packageName: 'parley-one', version: '1.2.3', integrity: catalog.get('one')?.integrity, isEnabled: true, egress: ['api.example.com'] } },
    });
    const second = await create({ mode: 'production', lockFile: lockFile() });
    expect(second.get('one')?.state).toBe('ENABLED');
  });

  test('changed files make it wait again, with the reason', async () => {
    writePackage(join(pluginsDir, 'one'), 'one');
    const catalog = await create({ mode: 'production', lockFile: lockFile() });
    await catalog.enable('one');
    writeFileSync(join(pluginsDir, 'one/index.js'), 'export default { changed: true };');
    await catalog.refresh();
    expect(catalog.get('one')).toMatchObject({ state: 'PENDING', error: 'Its files have changed since version 1.2.3 was enabled.' });
  });

  test('files below the own node_modules count too', async () => {
    const folder = writePackage(join(pluginsDir, 'one'), 'one');
    mkdirSync(join(folder, 'node_modules/dep'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/dep/index.js'), '1');
    const catalog = await create({ mode: 'production', lockFile: lockFile() });
    await catalog.enable('one');
    writeFileSync(join(folder, 'node_modules/dep/index.js'), '2');
    await catalog.refresh();
    expect(catalog.get('one')?.state).toBe('PENDING');
  });

  test('the package that was enabled keeps its id against a newcomer found earlier', async () => {
    writePackage(join(pluginsDir, 'mine'), 'same', { packageJson: { name: 'parley-mine' } });
    const catalog = await create({ mode: 'production', lockFile: lockFile() });
    await catalog.enable('same');
    writePackage(join(root, 'node_modules/parley-thief'), 'same', { packageJson: { name: 'parley-thief' } });
    await catalog.refresh();
    expect(catalog.get('same')).toMatchObject({ packageName: 'parley-mine', state: 'ENABLED' });
  });

  test('switched off stays off, also in development', async () => {
    writePackage(join(pluginsDir, 'one'), 'one');
    const catalog = await create({ lockFile: lockFile() });
    expect(await catalog.disable('one')).toMatchObject({ state: 'DISABLED' });
    expect((await create({ lockFile: lockFile() })).get('one')?.state).toBe('DISABLED');
  });

  test('a decision of another process is seen without a restart', async () => {
    writePackage(join(pluginsDir, 'one'), 'one');
    const { catalog: creating, until } = watched({ mode: 'production', lockFile: lockFile() });
    expect((await creating).get('one')?.state).toBe('PENDING');
    const other = await create({ mode: 'production', lockFile: lockFile() });
    await other.enable('one');
    expect((await until((entries) => entries[0]?.state === 'ENABLED'))).toHaveLength(1);
  });

  test('a damaged lock enables nothing and is not overwritten', async () => {
    writePackage(join(pluginsDir, 'one'), 'one');
    mkdirSync(join(base, 'state'));
    writeFileSync(lockFile(), '{"lockVersion": 1, "plugins": ');
    const catalog = await create({ mode: 'production', lockFile: lockFile() });
    expect(catalog.get('one')).toMatchObject({ state: 'PENDING', error: expect.stringMatching(/damaged/) });
    await expect(catalog.enable('one')).rejects.toThrow(/damaged/);
    expect(readFileSync(lockFile(), 'utf8')).toBe('{"lockVersion": 1, "plugins": ');
  });

  test('what is broken or unknown cannot be enabled', async () => {
    writePackage(join(pluginsDir, 'one'), 'one', { parley: { host: '*' } });
    const catalog = await create({ mode: 'production', lockFile: lockFile() });
    await expect(catalog.enable('one')).rejects.toThrow(/cannot be enabled: The manifest is not valid/);
    await expect(catalog.enable('two')).rejects.toThrow('No plugin with the id "two" is installed.');
  });

  test('a mark of the host holds until the package changes', async () => {
    writePackage(join(pluginsDir, 'one'), 'one');
    const catalog = await create();
    catalog.markBroken('one', 'sha256-of-something-else', 'late news');
    expect(catalog.get('one')?.state).toBe('ENABLED');
    catalog.markBroken('one', catalog.get('one')?.integrity ?? '', 'It does not load.');
    await catalog.refresh();
    expect(catalog.get('one')).toMatchObject({ state: 'BROKEN', error: 'It does not load.' });
    writeFileSync(join(pluginsDir, 'one/index.js'), '// repaired');
    await catalog.refresh();
    expect(catalog.get('one')?.state).toBe('ENABLED');
  });
});

describe('what a report awards', () => {
  const lockFile = () => join(base, 'data', 'plugins.lock.json');

  test('is kept for these files alone, seen by every process, and can be taken back', async () => {
    const folder = writePackage(join(pluginsDir, 'echo'), 'echo');
    const { catalog: watching, until } = watched({ lockFile: lockFile() });
    await watching;
    const catalog = await create({ lockFile: lockFile() });
    const { integrity } = catalog.get('echo')!;
    expect(catalog.get('echo')!.quality).toBeUndefined();
    expect(await catalog.award('echo', 'silver', integrity)).toMatchObject({ id: 'echo', quality: 'silver', state: 'ENABLED' });
    await until((entries) => entries.some(({ quality }) => quality === 'silver'));
    // Decisions and awards stand beside each other.
    await catalog.disable('echo');
    expect((await create({ lockFile: lockFile() })).get('echo')).toMatchObject({ state: 'DISABLED', quality: 'silver' });

    writeFileSync(join(folder, 'more.js'), 'changed');
    await catalog.refresh();
    expect(catalog.get('echo')!.quality).toBeUndefined();
    await expect(catalog.award('echo', 'gold', integrity)).rejects.toThrow('was changed while it was looked at');
    rmSync(join(folder, 'more.js'));
    await catalog.refresh();
    expect(catalog.get('echo')!.quality).toBe('silver');
    expect((await catalog.award('echo', undefined, integrity)).quality).toBeUndefined();
    await expect(catalog.award('nobody', 'gold', integrity)).rejects.toThrow('No plugin with the id "nobody"');
  });

  test('is never what a package says of itself', async () => {
    writePackage(join(pluginsDir, 'boaster'), 'boaster', { parley: { quality: 'gold' } });
    writePackage(join(pluginsDir, 'loud'), 'loud', { packageJson: { quality: 'gold' } });
    const catalog = await create();
    expect(catalog.get('boaster')).toMatchObject({ state: 'BROKEN', error: expect.stringContaining('quality') });
    expect(catalog.get('loud')!.quality).toBeUndefined();
    // Another package under the same id does not inherit it, be its files the same.
    await catalog.award('loud', 'gold', catalog.get('loud')!.integrity);
    writePackage(join(pluginsDir, 'loud'), 'loud', { packageJson: { name: 'parley-other' } });
    await catalog.refresh();
    expect(catalog.get('loud')!.quality).toBeUndefined();
  });
});
