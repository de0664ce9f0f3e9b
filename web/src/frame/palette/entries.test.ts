import { expect, test } from 'vitest';
import { listEntries } from './entries.js';

const run = () => {};
const actions = [
  { id: 'agent.publish', name: 'Publish', run }, { id: 'row.next', name: 'Next row', keys: 'j', isKeyOnly: true, run },
  { id: 'go.agents', name: 'Agents', group: 'go' as const, run }, { id: 'go.calls', name: 'Calls', group: 'go' as const, run }, { id: 'theme.dark', name: 'Dark', keywords: 'Appearance', group: 'settings' as const, run },
];
const mia = { id: 'agt_1', name: 'Mia', run };
const sources = { question: '', actions, used: [], places: [], agents: [], calls: [], said: [] };
const shown = (given: Partial<Parameters<typeof listEntries>[0]>) => listEntries({ ...sources, ...given }).map(({ group, entries }) => `${group}: ${entries.map(({ name }) => name).join(', ')}`);

test('before anything is typed the page comes first; what was used comes first in its group', () => {
  expect(shown({})).toEqual(['here: Publish', 'go: Agents, Calls', 'settings: Dark']);
  expect(shown({ used: ['go.calls'], places: [mia] })).toEqual(['here: Publish', 'recent: Mia', 'go: Calls, Agents', 'settings: Dark']);
});

test('one of many is listed only where it fits what was typed', () => {
  const many = [...actions, { id: 'settings.members', name: 'Members', keywords: 'people', group: 'pages' as const, isFoundOnly: true, run }];
  expect(shown({ actions: many })).toEqual(['here: Publish', 'go: Agents, Calls', 'settings: Dark']);
  expect(shown({ actions: many, question: 'peop' })).toEqual(['pages: Members']);
});

test('a question puts the group with the best answer first', () => {
  expect(shown({ question: 'ap' })).toEqual(['settings: Dark']);
  expect(shown({ question: 'mia', agents: [mia], places: [mia] })).toEqual(['agents: Mia']);
  expect(shown({ question: 'mi', places: [mia] })).toEqual(['recent: Mia']);
  expect(shown({ question: 'ca' })).toEqual(['go: Calls']);
});

test('of the newest calls those are listed whose names fit, and the way to what was said after them', () => {
  const calls = ['Ada with Mia', 'Ben with Cleo', 'Adam with Mia'].map((name, index) => ({ id: `call_${index}`, name, run }));
  const said = [{ id: 'calls.said', name: 'Calls in which “ada” was said', run }];
  expect(shown({ question: 'ada', calls, said })).toEqual(['calls: Ada with Mia, Adam with Mia', 'said: Calls in which “ada” was said']);
  expect(shown({ question: 'nobody', calls, said })).toEqual(['said: Calls in which “ada” was said']);
});

test('what the api found is listed though its name does not say why', () => {
  expect(shown({ question: 'reception', agents: [mia] })).toEqual(['agents: Mia']);
});
