import { readFile } from 'node:fs/promises';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { PROVIDER_KINDS } from '@parley/plugin-sdk';
import { expect, test } from 'vitest';
import plugin from './index.js';
import { manifestKinds } from './manifest.js';
import { settingsByKind } from './settings.js';

const packageJson = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
  keywords: string[]; parley: { kinds: unknown };
};

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});

test('each kind is declared, opened and speaks for itself as declared', async () => {
  const { kinds } = pluginManifest.parse(packageJson.parley);
  const clock = { nowMs: () => 0, setTimer: () => ({ cancel: () => {} }) };
  const logger = { debug: () => {}, info: () => {}, warn: () => {} };
  for (const kind of PROVIDER_KINDS) {
    const provider = await plugin[kind]!({ settings: {}, secrets: {}, clock, logger });
    expect(provider.spec).toBe(kinds[kind]?.spec);
    expect(provider.abilities).toMatchObject(kinds[kind]?.abilities ?? {});
  }
});

test('settings that cannot be are refused with the field', () => {
  expect(settingsByKind.tts.safeParse({ msPerCharacter: 0 }).error?.message).toContain('msPerCharacter');
  expect(settingsByKind.llm.safeParse({ rules: [{ match: '(' }] }).error?.message).toContain('is not a regular expression');
  expect(settingsByKind.stt.safeParse({ faults: [{ kind: 'explode' }] }).error?.message).toContain('faults');
  expect(settingsByKind.vad.safeParse({ treshold: 1 }).error?.message).toContain('treshold');
});
