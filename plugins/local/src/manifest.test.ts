import { readFileSync } from 'node:fs';
import { PROVIDER_KINDS } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { expect, test } from 'vitest';
import plugin from './index.js';
import { openTurn } from './turn/turn.js';
import { openEmbedding } from './embedding/embedding.js';
import { sttSettings, ttsSettings, vadSettings } from './settings.js';

const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const manifest = pluginManifest.parse(packageJson.parley);
const context = { settings: {}, secrets: {}, clock: { nowMs: () => 0, setTimer: () => ({ cancel: () => {} }) }, logger: { debug: () => {}, info: () => {}, warn: () => {} } };

/** Defaults that the manifest declares for a kind. */
function declared(kind: 'vad' | 'stt' | 'tts'): Record<string, unknown> {
  const { properties } = manifest.kinds[kind]!.settings as { properties: Record<string, { default: unknown }> };
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, schema.default]));
}

test('the manifest is valid, declares every kind of a call, and the entry opens what it declares', () => {
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(Object.keys(manifest.kinds).sort()).toEqual(PROVIDER_KINDS.filter((kind) => !['mail', 'data-source', 'storage'].includes(kind)).sort());
  expect(Object.keys(plugin).sort()).toEqual(Object.keys(manifest.kinds).sort());
  expect(manifest.egress).toEqual([]);
  expect(manifest.kinds.llm!.abilities['isLanguageModel']).toBe(false);
});

test('defaults of the code and of the manifest are the same', () => {
  expect(vadSettings({})).toEqual(declared('vad'));
  const { workersMax: sttWorkers, ...stt } = sttSettings({});
  expect(stt).toEqual((({ workersMax: _automatic, ...rest }) => rest)(declared('stt')));
  expect([sttWorkers, ttsSettings({}).workersMax].every((count) => count === 1 || count === 2)).toBe(true);
  expect(sttSettings(declared('stt')).workersMax).toBe(sttWorkers);
});

test('abilities are as declared', async () => {
  expect((await openTurn(context)).abilities).toEqual(manifest.kinds.turn!.abilities);
  const embedding = await openEmbedding(context);
  expect(embedding.abilities).toEqual(manifest.kinds.embedding!.abilities);
  await embedding.close();
});

test('settings out of range are brought into it', () => {
  expect(vadSettings({ tickMs: -5, callsMax: 'many', batching: 'other' })).toMatchObject({ tickMs: 0, callsMax: 1024, batching: 'batched' });
});
