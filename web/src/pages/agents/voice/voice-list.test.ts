import { expect, test } from 'vitest';
import { groupVoices, isSameLanguage, previewText } from './voice-list.js';

const voice = (id: string, language: string, pluginId = 'local') => ({ id, name: id.toUpperCase(), language, gender: null, pluginId });
const voices = [voice('slt', 'en-US'), voice('awb', 'en-GB'), voice('eva', 'de-DE'), voice('odd', 'not a tag')];
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);
const describe = ({ name, language }: { name: string; language: string }) => `${name} ${language}`;

test('voices of the language come first, those of its region before the rest', () => {
  const { fitting, others } = groupVoices(voices, 'en-GB', '', describe);
  expect([ids(fitting), ids(others)]).toEqual([['awb', 'slt'], ['eva', 'odd']]);
  expect(ids(groupVoices(voices, 'de', '', describe).fitting)).toEqual(['eva']);
  expect(ids(groupVoices(voices, '', '', describe).others)).toEqual(['slt', 'awb', 'eva', 'odd']);
  expect([isSameLanguage('en', 'en-AU'), isSameLanguage('nonsense!', 'nonsense!')]).toEqual([true, false]);
});

test('a filter finds its words anywhere, in capitals or not', () => {
  const { fitting, others } = groupVoices(voices, 'en', 'EN a', describe);
  expect([ids(fitting), ids(others)]).toEqual([['awb'], []]);
});

test('a preview says the greeting, cut after a sentence or a word where it is long', () => {
  expect(previewText('  ')).toBeNull();
  expect(previewText(' Hello. ')).toBe('Hello.');
  expect(previewText('Grüße 🙂. '.repeat(60))!.length).toBeLessThanOrEqual(330);
  expect(previewText(`${'word '.repeat(40)}end. ${'more '.repeat(60)}`)).toMatch(/end\.$/);
  expect(previewText('word '.repeat(100))).toMatch(/ word$/);
});
