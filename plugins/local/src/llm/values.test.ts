import { expect, test } from 'vitest';
import { dateIn, dialledIn, emailIn, nameIn, numberIn, timeIn } from './values.js';

/** A Saturday. */
const NOW = new Date(2026, 10, 21, 15, 0);

test.each([
  ['a table for two', 2], ['25 people', 25], ['twenty five', 25], ['a hundred', undefined], ['two hundred', 200], ['none', undefined], ['3.5 metres', 3.5],
])('the number in %j is %s', (text, expected) => { expect(numberIn(text)).toBe(expected); });

test.each([
  ['tomorrow', '2026-11-22'], ['the day after tomorrow', '2026-11-23'], ['today at five', '2026-11-21'], ['next Tuesday', '2026-11-24'], ['on Saturday', '2026-11-28'],
  ['the third of May', '2027-05-03'], ['December 4th', '2026-12-04'], ['May 3rd 2031', '2031-05-03'], ['the twenty first of June', '2027-06-21'],
  ['2026-12-24', '2026-12-24'], ['soon', undefined],
])('the day in %j is %s', (text, expected) => { expect(dateIn(text, NOW)).toBe(expected); });

test.each([
  ['at three', '15:00'], ['at 10', '10:00'], ['half past ten', '10:30'], ['quarter to four', '15:45'], ['3:30 pm', '15:30'], ['9 a.m.', '09:00'], ['at noon', '12:00'],
  ['eight in the morning', '08:00'], ['for two people', undefined], ['at ten thirty', '10:30'],
])('the time in %j is %s', (text, expected) => { expect(timeIn(text)).toBe(expected); });

test.each([
  ['john dot smith at example dot com', 'john.smith@example.com'], ['It is ann@example.co.uk.', 'ann@example.co.uk'], ['I have no email', undefined],
])('the address in %j is %s', (text, expected) => { expect(emailIn(text)).toBe(expected); });

test.each([
  ['oh seven seven double four one two three', '07744123'], ['call 0774 412 39', '077441239'], ['two people', undefined],
])('the number to dial in %j is %s', (text, expected) => { expect(dialledIn(text)).toBe(expected); });

test('names are found behind their phrases; an answer is a name by itself', () => {
  expect(nameIn('My name is Ann Smith.', false)).toBe('Ann Smith');
  expect(nameIn('this is Peter and I want a table', false)).toBe('Peter');
  expect(nameIn('I would like a table', false)).toBeUndefined();
  expect(nameIn('it\'s ann smith.', true)).toBe('ann smith');
});
