import { readFileSync } from 'node:fs';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { expect, test } from 'vitest';
import { manifestKinds } from '../src/manifest.js';

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { keywords: string[]; parley: { kinds: unknown } };
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});
