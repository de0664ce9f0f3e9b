import { expect, test } from 'vitest';
import { callerOf, COLUMN_NAMES, COLUMNS, endOf, fittingColumns, gridOf } from './columns.js';

test('the least important columns give way when there is no room, and the order stays', () => {
  expect(fittingColumns(COLUMN_NAMES, 5_000)).toEqual(COLUMN_NAMES);
  expect(fittingColumns(COLUMN_NAMES, 570)).toEqual(['started', 'agent', 'ended', 'duration']);
  expect(fittingColumns(['cost', 'started'], 200)).toEqual(['started']);
  expect(fittingColumns(['cost'], 10)).toEqual(['cost']);
  expect(new Set(COLUMN_NAMES.map((name) => COLUMNS[name].rank)).size).toBe(COLUMN_NAMES.length);
});

test('names take the room that is left, figures keep theirs', () => {
  // Three columns, four gaps of 16 pixels; agent and ending share the rest two to three.
  expect(gridOf(['started', 'agent', 'ended'], 165 + 100 + 150 + 64 + 50)).toBe('165px 120px 180px');
  expect(gridOf(['started', 'cost'], 100)).toBe('165px 80px');
});

test('a caller is known by name, else by number, else by who was signed in', () => {
  const caller = { name: 'Ada', number: '+493012345678', user: { name: 'Demo' } };
  expect(callerOf({ caller })).toBe('Ada');
  expect(callerOf({ caller: { ...caller, name: null } })).toBe('+493012345678');
  expect(callerOf({ caller: { ...caller, name: null, number: null } })).toBe('Demo');
  expect(callerOf({ caller: { name: null, number: null, user: null } })).toBe('–');
});

test('a call that has not ended says how far it is', () => {
  expect(endOf({ status: 'ACTIVE', endedReason: null })).toBe('Running');
  expect(endOf({ status: 'ENDED', endedReason: { code: 'HUNG_UP', text: 'x' } })).toBe('The caller hung up.');
});
