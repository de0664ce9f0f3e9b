import { expect, test } from 'vitest';
import { z } from 'zod';
import { pluginManifest } from './index.js';

const MANIFEST = {
  id: 'acme', title: 'Acme', entry: './dist/index.js', host: '^0.1.0',
  kinds: { tts: { spec: 'tts/v1', title: 'Acme voices' } },
};

function faultsOf(changes: Record<string, unknown>): string {
  const result = pluginManifest.safeParse({ ...MANIFEST, ...changes });
  return result.success ? 'none' : z.prettifyError(result.error);
}

test('an entry may have dots in its names', () => {
  expect(faultsOf({ entry: './dist..x/..index.js' })).toBe('none');
});

test('a short manifest is filled with defaults', () => {
  expect(pluginManifest.parse(MANIFEST)).toEqual({
    ...MANIFEST, description: '', egress: [], setup: [],
    kinds: {
      tts: {
        spec: 'tts/v1', title: 'Acme voices', description: '', settings: { type: 'object', properties: {}, additionalProperties: false },
        secrets: {}, templates: [], abilities: {}, prices: [],
      },
    },
  });
});

test.each(['*', '', ' * ', 'latest', 'x', '>=0', '>=0.0.0', '^1 || *'])('the host range "%s" is refused', (host) => {
  expect(faultsOf({ host })).toContain('must be a semver range of host versions');
});

test.each(['^0.1.0', '>=0.1 <2', '0.1.x', '~1.2.3 || ^2'])('the host range "%s" is taken', (host) => {
  expect(faultsOf({ host })).toBe('none');
});

test.each([
  ['an entry outside the package', { entry: '../other.js' }, 'must be a path inside the package that starts with "./"'],
  ['an absolute entry', { entry: '/etc/passwd' }, 'must be a path inside the package'],
  ['an entry that climbs out', { entry: './../../other.js' }, 'must be a path inside the package'],
  ['an entry that climbs out later', { entry: './dist/..' }, 'must be a path inside the package'],
  ['no kind', { kinds: {} }, 'declares no kind'],
  ['an unknown kind', { kinds: { teleport: MANIFEST.kinds.tts } }, 'teleport'],
  ['a kind without spec', { kinds: { tts: { title: 'x' } } }, 'kinds.tts.spec'],
  ['a spec without version', { kinds: { tts: { spec: 'tts', title: 'x' } } }, 'kinds.tts.spec'],
  ['an id with capitals', { id: 'Acme' }, '→ at id'],
  ['an unknown field', { kind: 'tts' }, 'Unrecognized key: "kind"'],
  ['two templates of one name', { kinds: { tts: { ...MANIFEST.kinds.tts, templates: [{ name: 'a', title: 'A', settings: {} }, { name: 'a', title: 'B', settings: {} }] } } }, 'two templates of one name'],
  ['a price that is a number', { kinds: { tts: { ...MANIFEST.kinds.tts, prices: [{ unit: 'character', usd: 0.1, per: 1, asOf: '2026-01-01', source: 'x' }] } } }, 'prices[0].usd'],
  ['a price without a date', { kinds: { tts: { ...MANIFEST.kinds.tts, prices: [{ unit: 'character', usd: '0.1', per: 1, source: 'x' }] } } }, 'prices[0].asOf'],
])('%s is told', (_what, changes, words) => {
  expect(faultsOf(changes)).toContain(words);
});
