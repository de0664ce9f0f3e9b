import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { de } from '../src/i18n/de/index.ts';
import { en } from '../src/i18n/en/index.ts';
import { ENDED_CODES, ORDERS, STATUSES, TRANSPORTS } from '../src/pages/calls/list/filters.ts';
import { EVENT_KINDS } from '../src/pages/calls/detail/event-kinds.ts';

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const byText = (one, other) => (one < other ? -1 : 1);
const valuesOf = (name) => schema.getType(name).getValues().map((value) => value.name).toSorted(byText);

test('every type of event has its place in the timeline, and words', () => {
  expect(Object.values(EVENT_KINDS).map(({ type }) => type).toSorted(byText)).toEqual(valuesOf('CallEventType'));
  for (const name of Object.keys(EVENT_KINDS)) expect(schema.getType(name)?.getInterfaces().map((type) => type.name)).toEqual(['CallEvent']);
  for (const { events } of [en, de]) expect(Object.keys(events.names).toSorted(byText)).toEqual(Object.keys(EVENT_KINDS).toSorted(byText));
});

test('filters offer what the api knows', () => {
  expect([ENDED_CODES, ORDERS, STATUSES, TRANSPORTS].map((values) => values.toSorted(byText))).toEqual(['CallEndedCode', 'CallOrder', 'CallStatus', 'CallTransport'].map(valuesOf));
});
