import { expect, test } from 'vitest';
import { changeFilters, readListQuery, whereOf, writeListQuery } from './filters.js';

const AGENT = 'agt_0351T1uwCor2uRqbdGszOz';
const ALL = `status=ENDED&transport=TWILIO&agentId=${AGENT}&startedFrom=-24h&startedBefore=2026-03-01T09:30:00.000Z&endedCodes=HUNG_UP,GOODBYE&isAnswered=true&isInterrupted=false&durationMinMs=1000&durationMaxMs=60000&responseMinMs=800&hasRecording=true&text=opening+hours&orderBy=RESPONSE_DESC`;

test('an address with every condition is read and written the same', () => {
  const query = readListQuery(`?${ALL}`);
  expect(query.ignored).toEqual([]);
  expect(writeListQuery(query)).toBe(ALL);
  expect(readListQuery(writeListQuery(query))).toEqual(query);
});

test('the order in the address makes no difference, and defaults are not written', () => {
  expect(writeListQuery(readListQuery('orderBy=STARTED_DESC&text=a+b&status=ACTIVE&peek=call_1'))).toBe('status=ACTIVE&text=a+b');
  expect(writeListQuery(readListQuery(''))).toBe('');
});

test('what is unknown or makes no sense is left out and named', () => {
  const { filters, orderBy, ignored } = readListQuery('status=BUSY&agentId=mia&startedFrom=yesterday&startedBefore=2026-13-40&endedCodes=HUNG_UP,FELL_OFF&isAnswered=maybe&durationMinMs=-3&durationMaxMs=99999999999&responseMinMs=1.5&text=x&orderBy=NAME&colour=red&peek=call_1&locale=de&status=');
  expect(filters).toEqual({ endedCodes: 'HUNG_UP' });
  expect(orderBy).toBe('STARTED_DESC');
  expect(ignored.map((text) => text.split('=')[0])).toEqual(['status', 'agentId', 'startedFrom', 'startedBefore', 'isAnswered', 'durationMinMs', 'durationMaxMs', 'responseMinMs', 'text', 'orderBy', 'colour']);
});

test('given twice, the first counts', () => {
  expect(readListQuery('status=ENDED&status=ACTIVE')).toEqual({ filters: { status: 'ENDED' }, orderBy: 'STARTED_DESC', ignored: ['status=ACTIVE'] });
});

test('conditions go to the api in its own types, relative moments from now', () => {
  const nowMs = Date.parse('2026-03-10T12:00:00Z');
  expect(whereOf(readListQuery(ALL).filters, nowMs)).toEqual({
    status: 'ENDED', transport: 'TWILIO', agentId: AGENT, startedFrom: '2026-03-09T12:00:00.000Z', startedBefore: '2026-03-01T09:30:00.000Z', endedCodes: ['HUNG_UP', 'GOODBYE'],
    isAnswered: true, isInterrupted: false, durationMinMs: 1_000, durationMaxMs: 60_000, responseMinMs: 800, hasRecording: true, text: 'opening hours',
  });
  expect(whereOf({ startedFrom: '-2w' }, nowMs)).toEqual({ startedFrom: '2026-02-24T12:00:00.000Z' });
  expect(whereOf({ startedFrom: '2026-03-01' }, nowMs)).toEqual({ startedFrom: '2026-03-01T00:00:00.000Z' });
  expect(whereOf({}, nowMs)).toBeNull();
});

test('a condition is changed and taken away', () => {
  expect(changeFilters({ status: 'ENDED', text: 'hours' }, { status: 'ACTIVE', text: undefined })).toEqual({ status: 'ACTIVE' });
});
