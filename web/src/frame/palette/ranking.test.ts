import { expect, test } from 'vitest';
import { rank, score } from './ranking.js';

const thing = (name: string, keywords = '', id = name) => ({ id, name, keywords });
const names = (question: string, things: { id: string; name: string; keywords: string }[], recent: string[] = []) => rank(question, things, recent).map(({ name }) => name);

test('the whole comes before the start, the start before a word, a word before its inside, and scattered letters last', () => {
  const things = ['A c a l l l s', 'Recalls', 'All calls', 'Calls of today', 'Calls'].map((name) => thing(name));
  expect(names('calls', things)).toEqual(['Calls', 'Calls of today', 'All calls', 'Recalls', 'A c a l l l s']);
});

test('every word must be found, in the name or in further words', () => {
  const things = [thing('Dark', 'appearance theme'), thing('Deutsch', 'language')];
  expect(names('theme da', things)).toEqual(['Dark']);
  expect(names('dark language', things)).toEqual([]);
  expect(names('', things)).toEqual([]);
});

test('accents and capitals do not matter', () => {
  expect(score('uber', thing('Über uns'))).toBeGreaterThan(0);
  expect(score('ÜBER', thing('uber'))).toBe(100);
});

test('of equals that comes first which was used last', () => {
  const things = [thing('Agent Ada'), thing('Agent Ben'), thing('Agent Cleo')];
  expect(names('agent', things, ['Agent Cleo', 'Agent Ben'])).toEqual(['Agent Cleo', 'Agent Ben', 'Agent Ada']);
  expect(names('agent ad', things, ['Agent Cleo'])[0]).toBe('Agent Ada');
});

test('letters that lie far apart find nothing', () => {
  expect(score('sx', thing('settings of your organization and of its extensions'))).toBe(0);
});
