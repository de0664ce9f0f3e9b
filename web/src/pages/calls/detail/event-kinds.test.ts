import { expect, test } from 'vitest';
import { EVENT_GROUPS, EVENT_KINDS, kindOf, readGroups, writeGroups } from './event-kinds.js';

test('groups come from the address and go back into it', () => {
  expect(readGroups(undefined)).toEqual(EVENT_GROUPS);
  expect(readGroups('nothing')).toEqual(EVENT_GROUPS);
  expect(readGroups('tools,words,tools,x')).toEqual(['words', 'tools']);
  expect(writeGroups(EVENT_GROUPS, 'tools')).toBe('tools');
  expect(writeGroups(['tools'], 'words')).toBe('words,tools');
  expect(writeGroups(['words', 'tools'], 'words')).toBe('tools');
  expect(writeGroups(['tools'], 'tools')).toBeUndefined();
  expect(writeGroups(['words', 'turns', 'tools', 'providers', 'sound'], 'call')).toBeUndefined();
});

test('every group has events, and one that is newer than this page is no fault', () => {
  expect(new Set(Object.values(EVENT_KINDS).map(({ group }) => group))).toEqual(new Set(EVENT_GROUPS));
  expect(kindOf('SomethingNewEvent' as never)).toBeUndefined();
});
