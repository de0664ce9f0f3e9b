import { expect, test } from 'vitest';
import { draftOf, isSameSettings, isShown, settingsOf, sharedSettings } from './setting-draft.js';
import { labelOf, readFields } from './setting-fields.js';

const SCHEMA = {
  type: 'object', required: ['tenant', 'mood'],
  properties: {
    timeoutMs: { type: 'integer', minimum: 100, maximum: 9_000, default: 5_000, 'x-parley': { group: 'Connection' } },
    tenant: { type: 'string', title: 'Tenant', description: 'Who pays.', pattern: '^[a-z]+$', maxLength: 20, examples: ['acme', 7] },
    mood: { type: 'string', enum: ['calm', 'quick'], default: 'calm' },
    haste: { type: 'number', 'x-parley': { showIf: { mood: 'quick' } } },
    isLoud: { type: 'boolean', default: true },
    words: { type: 'array', items: { type: 'string' } },
    extra: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    note: { type: 'string', 'x-parley': { widget: 'textarea' } }, pin: { type: 'string', 'x-parley': { secret: true } },
    place: { type: 'string', format: 'uri' }, voice: { type: 'string', 'x-parley': { options: 'voices' } },
    odd: 7,
  },
};
const fields = readFields(SCHEMA);
const field = (name: string) => fields.find((each) => each.name === name)!;

test('a schema is read as fields of every kind, grouped ones last; nonsense is no field or shown as JSON', () => {
  expect(fields.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['tenant text', 'mood choice', 'haste number', 'isLoud toggle', 'words lines', 'extra json', 'note area', 'pin masked', 'place address', 'voice text', 'odd json', 'timeoutMs number']);
  expect(field('tenant')).toMatchObject({ label: 'Tenant', hint: 'Who pays.', isRequired: true, pattern: '^[a-z]+$', charactersMax: 20, suggestions: ['acme'] });
  expect(field('mood')).toMatchObject({ isRequired: false, options: ['calm', 'quick'], initial: 'calm' });
  expect(field('timeoutMs')).toMatchObject({ label: 'Timeout (ms)', group: 'Connection', isWhole: true, min: 100, max: 9_000 });
  expect(field('voice').optionsOf).toBe('voices');
  for (const schema of [null, 7, [], {}, { properties: [] }, { properties: 'x' }]) expect(readFields(schema)).toEqual([]);
  expect(readFields({ properties: { a: { type: 'string', pattern: '[' } } })[0]?.pattern).toBeUndefined();
});

test('names are read as people read them', () => {
  expect(['baseUrl', 'model', 'api_key_id', 'sampleRateHz', 'keep-alive'].map(labelOf)).toEqual(['Base URL', 'Model', 'API key ID', 'Sample rate (hz)', 'Keep alive']);
});

test('a draft goes there and back; what holds by itself is left out', () => {
  const settings = { tenant: 'acme', mood: 'quick', haste: 0.5, isLoud: false, words: ['a', 'b'], extra: null, timeoutMs: 700 };
  const draft = draftOf(fields, settings);
  expect(draft).toMatchObject({ tenant: 'acme', haste: '0.5', isLoud: false, words: 'a\nb', extra: 'null', timeoutMs: '700', note: '' });
  expect(settingsOf(fields, draft)).toEqual({ settings, unreadable: [] });
  expect(settingsOf(fields, draftOf(fields, { timeoutMs: 5_000, mood: 'calm' }))).toEqual({ settings: {}, unreadable: [] });
  expect(settingsOf(fields, { ...draft, extra: '{' }).unreadable).toEqual(['extra']);
});

test('what depends on another setting is asked for only then, and otherwise not sent', () => {
  const draft = draftOf(fields, { haste: 1 });
  expect(isShown(field('haste'), fields, draft)).toBe(false);
  expect(settingsOf(fields, draft).settings).toEqual({});
  expect(isShown(field('haste'), fields, { ...draft, mood: 'quick' })).toBe(true);
  expect(settingsOf(fields, { ...draft, mood: 'quick' }).settings).toEqual({ mood: 'quick', haste: 1 });
});

test('settings are the same where they mean the same; another kind takes what it describes alike', () => {
  expect(isSameSettings(fields, { mood: 'calm' }, {})).toBe(true);
  expect(isSameSettings(fields, { mood: 'quick' }, {})).toBe(false);
  const other = { properties: { place: SCHEMA.properties.place, note: { type: 'string' } } };
  expect(sharedSettings({ place: 'https://eu.example', note: 'x', tenant: 'acme' }, SCHEMA, other)).toEqual({ place: 'https://eu.example' });
});
