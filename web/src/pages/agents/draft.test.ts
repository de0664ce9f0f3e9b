import { expect, test } from 'vitest';
import { changedFields, copyOf, draftOf, faultyPlaces, isSameDraft, storableDraft, updateInput } from './draft.js';
import { standardTurnTaking } from './turn-taking.js';

const source = { name: 'Mia', greeting: 'Hello.', instructions: 'Be kind.', voice: null, language: 'en', knowledge: [{ title: 'Hours', text: 'Nine to five.' }, { title: 'Parking', text: 'Behind the house.' }], turnTaking: standardTurnTaking() };

test('a draft is a copy; only what changed is sent', () => {
  const base = draftOf(source);
  const draft = copyOf(base);
  expect(isSameDraft(draft, base)).toBe(true);
  draft.knowledge[0]!.text = 'Closed. ';
  draft.turnTaking.falseAlarmMs = 900;
  draft.voice = ' ';
  expect(source.knowledge[0]!.text).toBe('Nine to five.');
  const fields = changedFields(base, draft);
  expect(fields).toEqual(['knowledge', 'turnTaking.falseAlarmMs']);
  expect(updateInput('agt_1', 4, draft, fields)).toEqual({ id: 'agt_1', expectedVersion: 4, knowledge: [{ title: 'Hours', text: 'Closed.' }, { title: 'Parking', text: 'Behind the house.' }], turnTaking: { falseAlarmMs: 900 } });
  expect(updateInput('agt_1', 4, draft, ['voice', 'name'])).toEqual({ id: 'agt_1', expectedVersion: 4, voice: null, name: 'Mia' });
});

test('white space around words is no change, as the server cuts it; in instructions it is one', () => {
  const base = draftOf(source);
  const draft = { ...copyOf(base), name: 'Mia ', instructions: 'Be kind.\n' };
  expect(changedFields(base, draft)).toEqual(['instructions']);
});

test('what is missing or out of bounds is named', () => {
  const draft = draftOf(source);
  expect(faultyPlaces(draft)).toEqual([]);
  draft.name = ' ';
  draft.language = 'en-';
  draft.knowledge.push({ key: 'new', title: '', text: 'x' });
  draft.turnTaking.idlePromptMs = 10;
  draft.turnTaking.falseAlarmMs = Number.NaN;
  expect(faultyPlaces(draft)).toEqual(['name', 'language', 'knowledge.new.title', 'turnTaking.falseAlarmMs', 'turnTaking.idlePromptMs']);
  draft.knowledge = Array.from({ length: 201 }, (_none, index) => ({ key: `${index}`, title: 'T', text: 'x' }));
  expect(faultyPlaces(draft)).toContain('knowledge');
  draft.knowledge = Array.from({ length: 5 }, (_none, index) => ({ key: `${index}`, title: 'T', text: 'x'.repeat(50_000) }));
  expect(faultyPlaces(draft)).toContain('knowledge');
});

test('what the server would refuse is left as it has it, and the rest goes', () => {
  const base = draftOf(source);
  const draft = copyOf(base);
  draft.name = '';
  draft.greeting = 'Good morning.';
  draft.turnTaking.idlePromptMs = Number.NaN;
  draft.turnTaking.idlePromptsMax = 1;
  // The first entry is being written anew, the second is gone, the third has no subject yet, the fourth is new.
  draft.knowledge = [{ ...draft.knowledge[0]!, title: '' }, { key: 'a', title: '', text: 'x' }, { key: 'b', title: 'Prices', text: 'Fair.' }];
  const storable = storableDraft(base, draft);
  expect(changedFields(base, storable)).toEqual(['greeting', 'knowledge', 'turnTaking.idlePromptsMax']);
  expect(storable.knowledge.map(({ title }) => title)).toEqual(['Hours', 'Prices']);
});

test('entries keep their keys while they say the same, also where two are alike', () => {
  const base = draftOf({ ...source, knowledge: [{ title: 'A', text: '1' }, { title: 'A', text: '1' }, { title: 'B', text: '2' }] });
  const again = draftOf({ ...source, knowledge: [{ title: 'B', text: '2' }, { title: 'A', text: '1' }, { title: 'A', text: '1' }, { title: 'C', text: '3' }] }, [...base.knowledge, ...base.knowledge]);
  expect(again.knowledge.slice(0, 3).map(({ key }) => key)).toEqual([base.knowledge[2]!.key, base.knowledge[0]!.key, base.knowledge[1]!.key]);
  expect(new Set(again.knowledge.map(({ key }) => key)).size).toBe(4);
});
