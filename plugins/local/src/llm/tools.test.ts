import { expect, test } from 'vitest';
import type { LlmTool } from '@parley/plugin-sdk';
import { argumentsFrom, propertiesOf } from './tool-arguments.js';
import { nextToolStep, toolFor } from './tool-choice.js';
import { spokenResult } from './tool-result.js';

const NOW = new Date(2026, 10, 21);
const tool = (name: string, description: string, properties: Readonly<Record<string, unknown>> = {}, required: readonly string[] = []): LlmTool => (
  { name, description, parameters: { type: 'object', properties, required } });

const TOOLS = [
  tool('book_appointment', 'Books an appointment.', { date: { type: 'string' } }, ['date']), tool('cancelOrder', 'Cancels an order of the customer.'),
  tool('get_weather', 'Tells the weather of a city.'), tool('transfer_call', 'Puts the caller through to a person.'),
];

test.each([
  ['I would like to book an appointment', 'book_appointment'], ['Can you cancel my order please', 'cancelOrder'], ['Tell me the weather', 'get_weather'],
  ['How do I cancel an order?', undefined], ['What are your opening hours?', undefined], ['I have a question', undefined], ['Yes.', undefined],
] as const)('%j asks for %s', (said, expected) => { expect(toolFor(said, TOOLS)?.name).toBe(expected); });

test('arguments are read by type, format and name', () => {
  const properties = propertiesOf({
    type: 'object',
    properties: {
      email: { type: 'string', format: 'email' }, date: { type: 'string', format: 'date' }, time: { type: 'string' }, people: { type: 'integer' },
      area: { type: 'string', enum: ['terrace', 'inside', 'bar_area'] }, customerName: { type: 'string' }, phone: { type: 'string' }, withChildren: { type: 'boolean' },
    },
    required: ['date', 'people'],
  });
  const said = 'My name is Ann Smith, a table for four on the terrace tomorrow at seven, no children, my e-mail is ann at example dot com';
  expect(argumentsFrom(properties, { texts: [said], now: NOW })).toEqual({
    email: 'ann@example.com', date: '2026-11-22', time: '19:00', people: 4, area: 'terrace', customerName: 'Ann Smith', withChildren: false,
  });
  expect(properties.filter((property) => property.isRequired).map((property) => property.name)).toEqual(['date', 'people']);
});

test('the one free text left open is what the caller said', () => {
  const properties = propertiesOf({ properties: { query: { type: 'string' } } });
  expect(argumentsFrom(properties, { texts: ['Look up red shoes'], now: NOW })).toEqual({ query: 'Look up red shoes' });
  expect(propertiesOf('nonsense')).toEqual([]);
});

test('what is missing is asked for, and once more where the answer does not fit', () => {
  const turn = { before: [], lastAnswer: '', tools: TOOLS, now: NOW };
  expect(nextToolStep({ ...turn, said: 'Book an appointment please' })).toEqual({ type: 'ask', question: 'Please tell me the date.' });
  const asked = { ...turn, before: ['Book an appointment please'], lastAnswer: 'Please tell me the date.' };
  expect(nextToolStep({ ...asked, said: 'Tuesday' })).toEqual({ type: 'call', tool: TOOLS[0], argumentsJson: '{"date":"2026-11-24"}' });
  expect(nextToolStep({ ...asked, said: 'The blue one' })).toEqual({ type: 'ask', question: 'I did not get that. Please tell me the date.' });
  expect(nextToolStep({ ...asked, said: 'Where are you?' })).toBeUndefined();
});

test.each([
  ['{"message":"You are booked in"}', 'You are booked in.'], ['{"error":"taken","message":"The time is taken."}', 'I am sorry, that did not work. The time is taken.'],
  ['{"isOpen":true,"until":"18:00"}', 'Here is what I have: is open yes, until 18:00.'], ['"It is sunny"', 'It is sunny.'], ['[]', 'I found nothing.'], ['true', 'Done.'],
  ['["nine","ten","eleven","noon"]', 'Here is what I have: nine, ten, eleven and 1 more.'], ['not json', 'not json.'], ['null', 'I found nothing.'],
])('%s is told as %j', (resultJson, expected) => { expect(spokenResult(resultJson)).toBe(expected); });
