import { describe, expect, test } from 'vitest';
import { judge } from './turn.js';
import { countDigits, countTrailingLetters } from './spoken.js';

type Expected = 'complete' | 'incomplete';

/** What the caller said, and whether that is the end of a turn, after an agent who asked nothing special. */
const PLAIN: readonly (readonly [string, Expected])[] = [
  ['What are your opening hours?', 'complete'], ['I would like to book a table for two people.', 'complete'],
  ['Yes, that is all, thank you.', 'complete'], ['Yes.', 'complete'], ['no thanks', 'complete'], ['Yeah, sure.', 'complete'],
  ['Okay, goodbye.', 'complete'], ['That\'s all I needed, thank you very much.', 'complete'], ['Bye bye', 'complete'],
  ['What is that for?', 'complete'], ['Where are you from?', 'complete'], ['Who should I talk to?', 'complete'],
  ['Do you have parking', 'complete'], ['I\'ve lost my crown', 'complete'], ['Saturday', 'complete'], ['At seven.', 'complete'],
  ['How much is a check-up?', 'complete'], ['I need a table for two', 'complete'], ['It costs 45 pounds.', 'complete'],
  ['I would like to speak to somebody about the', 'incomplete'], ['My name is', 'incomplete'], ['I called yesterday because', 'incomplete'],
  ['I need two tickets and', 'incomplete'], ['I would like to', 'incomplete'], ['So, um', 'incomplete'], ['Well...', 'incomplete'],
  ['I wanted to ask whether', 'incomplete'], ['Can you', 'incomplete'], ['It\'s for my', 'incomplete'], ['We will arrive at', 'incomplete'],
  ['I think I', 'incomplete'], ['I was wondering if', 'incomplete'], ['The problem is', 'incomplete'], ['Tomorrow, uh', 'incomplete'],
  ['I\'d like to change my appointment from Monday to', 'incomplete'], ['Hold on a second', 'incomplete'], ['Let me check my calendar.', 'incomplete'],
  ['If I come on Friday,', 'incomplete'], ['How much is', 'incomplete'], ['And the', 'incomplete'], ['', 'incomplete'],
  ['My phone number is oh seven seven', 'incomplete'], ['You can call me on 0771', 'incomplete'], ['It is spelled S M I', 'incomplete'],
  ['four four one two', 'incomplete'], ['My email is john dot smith at', 'incomplete'],
  ['My phone number is oh seven seven one two, three four five six seven eight', 'complete'],
  ['My email is john at example dot com', 'complete'],
];

const PHONE = 'Thank you. What is your phone number?';
const EMAIL = 'And what is your e-mail address, please?';
const CODE = 'Please read me the six-digit code.';
const SPELL = 'Could you spell your last name for me?';
const BIRTH = 'What is your date of birth?';
const DAY = 'Which day would suit you?';
const ADDRESS = 'What is your address?';

/** The agent's words, the caller's answer, and what is made of it. */
const ASKED: readonly (readonly [string, string, Expected, string])[] = [
  [PHONE, 'oh seven seven', 'incomplete', 'digits'], [PHONE, 'It\'s', 'incomplete', 'digits'], [PHONE, 'Sure.', 'incomplete', 'digits'],
  [PHONE, 'Oh seven seven double four, one two.', 'incomplete', 'digits'],
  [PHONE, 'oh seven seven double four one two three nine eight', 'complete', 'digits'],
  [PHONE, '0774 412 3981.', 'complete', 'digits'], [PHONE, '555 0123', 'incomplete', 'digits'],
  [PHONE, 'I don\'t have one.', 'complete', 'none'], [PHONE, 'Why do you need that?', 'complete', 'none'], [PHONE, 'um', 'incomplete', 'digits'],
  [PHONE, 'let me look for it', 'incomplete', 'digits'],
  [CODE, 'four one nine', 'incomplete', 'digits'], [CODE, 'four one nine two two six', 'complete', 'digits'], [CODE, '419226', 'complete', 'digits'],
  [EMAIL, 'john dot smith', 'incomplete', 'email'], [EMAIL, 'john dot smith at gmail', 'incomplete', 'email'],
  [EMAIL, 'John.smith at gmail.com.', 'complete', 'email'], [EMAIL, 'john dot smith at gmail dot com', 'complete', 'email'],
  [EMAIL, 'j o h n', 'incomplete', 'email'], [EMAIL, 'john@example.co.uk', 'complete', 'email'], [EMAIL, 'I do not use e-mail.', 'complete', 'none'],
  [SPELL, 'S M I', 'incomplete', 'spelling'], [SPELL, 's as in sugar, m', 'incomplete', 'spelling'], [SPELL, 'S-M-I-T-H, that\'s it.', 'complete', 'spelling'],
  [BIRTH, 'The third of May', 'incomplete', 'date'], [BIRTH, 'the third of May nineteen eighty four', 'complete', 'date'],
  [BIRTH, 'March 4th, 1990.', 'complete', 'date'], [BIRTH, '04/03/1990', 'complete', 'date'],
  [DAY, 'On the', 'incomplete', 'date'], [DAY, 'Tuesday would be best.', 'complete', 'date'], [DAY, 'the fourteenth of June', 'complete', 'date'],
  [DAY, 'Tomorrow', 'complete', 'date'], [DAY, 'Do you have anything in the morning?', 'complete', 'none'],
  [ADDRESS, 'Forty two', 'incomplete', 'address'], [ADDRESS, '42 Baker Street', 'incomplete', 'address'],
  [ADDRESS, '42 Baker Street, London.', 'complete', 'address'], [ADDRESS, '12 High Street NW1 6XE', 'complete', 'address'],
];

describe('the end of a plain turn', () => {
  test.each(PLAIN)('%j is %s', (transcript, expected) => {
    const verdict = judge(transcript, 'How can I help you?');
    expect(verdict.completeProbability >= verdict.threshold ? 'complete' : 'incomplete').toBe(expected);
    expect(verdict.reason).not.toBe('');
  });
});

describe('an answer to a question for something dictated', () => {
  test.each(ASKED)('%j, %j is %s (%s)', (agentText, transcript, expected, expectation) => {
    const verdict = judge(transcript, agentText);
    expect(verdict.completeProbability >= verdict.threshold ? 'complete' : 'incomplete').toBe(expected);
    expect(verdict.expectation).toBe(expectation);
    // Only what is not whole is worth waiting longer for.
    expect((verdict.waitMs ?? 0) >= 1800 ? 'incomplete' : 'complete').toBe(expected);
  });
});

test('the reason is told in words for the person who asks', () => {
  expect(judge('john dot smith at', EMAIL).reason).toBe('you were spelling an e-mail');
  expect(judge('oh seven seven', PHONE).reason).toBe('you were giving a number');
  expect(judge('Hang on a minute', 'How can I help?')).toMatchObject({ waitMs: 5000, reason: 'you asked for a moment' });
});

test('digits are counted as they are spoken', () => {
  const totals = ['oh seven seven', 'double four', 'triple nine one', 'twenty one', '0774 412', 'nineteen eighty four', 'for two of us', 'no numbers here']
    .map((text) => [text, countDigits(text).total]);
  expect(totals).toEqual([
    ['oh seven seven', 3], ['double four', 2], ['triple nine one', 4], ['twenty one', 2], ['0774 412', 7], ['nineteen eighty four', 4],
    ['for two of us', 1], ['no numbers here', 0],
  ]);
  expect(countDigits('my number is one two three')).toMatchObject({ trailing: 3, trailingUnits: 3 });
  expect(countDigits('one two three is my number')).toMatchObject({ trailing: 0 });
});

test('letters at the end are counted, also with the words that explain them', () => {
  expect(countTrailingLetters('It is S M I')).toBe(3);
  expect(countTrailingLetters('s as in sugar, m for mother')).toBe(2);
  expect(countTrailingLetters('S-M-I-T-H')).toBe(5);
  expect(countTrailingLetters('what is it')).toBe(0);
});

test('a short question that ends in a comma is waited for a second, not for two and a half', () => {
  for (const text of ['And on Sunday,', 'What about Monday,', 'How much is a cleaning,']) {
    expect(judge(text, 'On Saturday we are open until noon.'), text).toMatchObject({ waitMs: 1000, reason: 'it sounded like a question asked back' });
  }
  for (const text of ['I would like to,', 'If I come on Friday,', 'My name is John,', 'On the,', 'What is the,']) {
    expect(judge(text, 'On Saturday we are open until noon.').reason, text).not.toBe('it sounded like a question asked back');
  }
});
