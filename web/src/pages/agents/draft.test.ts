import { expect, test } from 'vitest';
import { draftOf, incompleteFields, isSameDraft, standardTurnTaking, updateInput } from './draft.js';

const source = { name: 'Mia', greeting: 'Hello.', instructions: 'Be kind.', voice: null, language: 'en', knowledge: [{ title: 'Hours', text: 'Nine to five.' }], turnTaking: standardTurnTaking() };

test('a draft is a copy and comes back as input', () => {
  const draft = draftOf(source);
  expect(isSameDraft(draft, draftOf(source))).toBe(true);
  draft.knowledge[0]!.text = 'Closed.';
  expect(source.knowledge[0]!.text).toBe('Nine to five.');
  expect(isSameDraft(draft, draftOf(source))).toBe(false);
  expect(updateInput('agt_1', 4, draft)).toMatchObject({ id: 'agt_1', expectedVersion: 4, voice: null, knowledge: [{ title: 'Hours', text: 'Closed.' }], turnTaking: { isInterruptible: true } });
});

test('what is missing or out of bounds is named', () => {
  const draft = draftOf(source);
  expect(incompleteFields(draft)).toEqual([]);
  draft.name = ' ';
  draft.knowledge.push({ title: '', text: 'x' });
  draft.turnTaking.idlePromptMs = 10;
  draft.turnTaking.falseAlarmMs = Number.NaN;
  expect(incompleteFields(draft)).toEqual(['name', 'knowledge.1.title', 'turnTaking.falseAlarmMs', 'turnTaking.idlePromptMs']);
});
