import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPluginCatalog, type HostRouteStep, type PluginCatalog } from '@parley/plugin-host';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropTestVoice } from '../../test/test-voice.js';
import { LIMITS } from '../limits.js';
import { Speech, type SpeechOptions } from './speech.js';

const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined };
let pluginsDir: string;
let catalog: PluginCatalog;
let speech: Speech | undefined;
beforeEach(async () => {
  pluginsDir = mkdtempSync(join(tmpdir(), 'parley-voices-'));
  catalog = await createPluginCatalog({ roots: [], pluginsDir, mode: 'development', hostVersion: '0.1.0', logger });
});
afterEach(async () => {
  await speech?.close();
  await catalog.close();
  rmSync(pluginsDir, { recursive: true, force: true });
});

const step = (pluginId: string, more: Partial<HostRouteStep> = {}): HostRouteStep => ({ connectionId: pluginId, pluginId, settings: {}, secrets: {}, ...more });
const open = (steps: readonly HostRouteStep[], more: Partial<SpeechOptions> = {}) => (speech = new Speech({ catalog, steps, logger, ...more }));
const ids = async (of: Speech) => (await of.voices()).map(({ pluginId, id }) => `${pluginId} ${id}`);

test('each provider is asked once, whoever asks at the same time or soon after, and again when its files change', async () => {
  const state = dropTestVoice(pluginsDir, 'asked');
  await catalog.refresh();
  const voices = open([step('asked')]);
  expect(await Promise.all([ids(voices), ids(voices)])).toEqual(Array.from({ length: 2 }, () => ['asked ana', 'asked ben', 'asked eva']));
  await ids(voices);
  expect(state.asked).toBe(1);
  writeFileSync(join(pluginsDir, 'asked', 'changed.js'), '');
  await catalog.refresh();
  await ids(voices);
  expect(state.asked).toBe(2);
});

test('a provider that is away is left out while another answers; alone, its cause is told', async () => {
  dropTestVoice(pluginsDir, 'there');
  await catalog.refresh();
  expect(await ids(open([step('missing'), step('there'), step('there', { connectionId: 'second' })]))).toEqual(['there ana', 'there ben', 'there eva']);
  expect(await ids(open([step('there', { voice: 'ben' })]))).toEqual(['there ben']);
  await expect(open([step('missing')]).voices()).rejects.toMatchObject({ causeCode: 'bad-request' });
});

test('a list that comes late is a timeout for who waited, and there for the next', async () => {
  const state = dropTestVoice(pluginsDir, 'late');
  let come: () => void = () => undefined;
  state.listed = new Promise((resolve) => { come = resolve; });
  await catalog.refresh();
  const voices = open([step('late')], { voicesTimeoutMs: 50 });
  await expect(voices.voices()).rejects.toMatchObject({ causeCode: 'timeout' });
  come();
  expect(await ids(voices)).toHaveLength(3);
  expect(state.asked).toBe(1);
});

test('connections come before the installation, each with its own list; of those that were asked for longest ago the lists are forgotten', async () => {
  const state = dropTestVoice(pluginsDir, 'many');
  dropTestVoice(pluginsDir, 'other');
  await catalog.refresh();
  const voices = open([step('other')]);
  const own = (key: string) => [step('many', { connectionId: 'con', secrets: { key } })];
  expect((await voices.voices(own('a'))).map(({ pluginId, connectionId }) => `${pluginId} ${connectionId ?? '-'}`)).toEqual([...Array.from({ length: 3 }, () => 'many con'), ...Array.from({ length: 3 }, () => 'other -')]);
  expect(await voices.voices(own('a'), false)).toHaveLength(3);
  expect(state.asked).toBe(1);
  expect(voices.known('other')).toHaveLength(3);
  // Another key is another account, which has other voices.
  for (let key = 0; key < LIMITS.voiceListsMax; key++) await voices.voices(own(String(key)), false);
  expect(state.asked).toBe(1 + LIMITS.voiceListsMax);
  await voices.voices(own(String(LIMITS.voiceListsMax - 1)), false);
  expect(state.asked).toBe(1 + LIMITS.voiceListsMax);
  await voices.voices(own('a'), false);
  expect(state.asked).toBe(2 + LIMITS.voiceListsMax);
});
