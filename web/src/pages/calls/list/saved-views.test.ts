import { expect, test } from 'vitest';
import { readListQuery, writeListQuery } from './filters.js';
import { readViews, removeView, savedViews, saveView, standardViews } from './saved-views.js';

test('what was kept is read with care', () => {
  expect(readViews(null)).toEqual([]);
  expect(readViews('{')).toEqual([]);
  expect(readViews('{"name":"a"}')).toEqual([]);
  expect(readViews(JSON.stringify([{ name: 'Slow', query: 'orderBy=RESPONSE_DESC&status=ENDED&colour=red' }, { name: '' }, null, { name: 'x', query: 3 }]))).toEqual([{ name: 'Slow', query: 'status=ENDED&orderBy=RESPONSE_DESC' }]);
});

test('a view is kept under its name once, and goes', () => {
  expect(saveView('Mine', 'status=ENDED')).toBe(true);
  expect(saveView('Mine', 'status=ACTIVE')).toBe(true);
  expect(savedViews()).toEqual([{ name: 'Mine', query: 'status=ACTIVE' }]);
  removeView('Mine');
  expect(savedViews()).toEqual([]);
});

test('the standard views are addresses that the list understands', () => {
  for (const { query } of standardViews()) {
    const read = readListQuery(query);
    expect(read.ignored).toEqual([]);
    expect(writeListQuery(read)).toBe(query);
    expect(query).not.toBe('');
  }
});
