import { expect, test } from 'vitest';
import { copyOf, draftOf } from './draft.js';
import { readStash, withStash, writeStash } from './draft-stash.js';
import { standardTurnTaking } from './turn-taking.js';

const base = draftOf({ name: 'Mia', greeting: 'Hello.', instructions: 'Be kind.', voice: null, language: 'en', knowledge: [{ title: 'Hours', text: 'Nine to five.' }], turnTaking: standardTurnTaking() });

function makeStore() {
  const kept = new Map<string, string>();
  return { kept, store: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => { kept.set(key, value); }, removeItem: (key: string) => { kept.delete(key); } } };
}

test('what was not stored comes back, incomplete entries too', () => {
  const { store } = makeStore();
  const draft = copyOf(base);
  draft.name = '';
  draft.knowledge.push({ key: 'new', title: 'Parking', text: '' });
  draft.turnTaking.isInterruptible = false;
  writeStash('agt_1', base, draft, 7, undefined, store);
  const stash = readStash('agt_1', base, store)!;
  expect(stash.atMs).toBe(7);
  expect(withStash(base, stash)).toMatchObject({ name: '', greeting: 'Hello.', knowledge: [{ title: 'Hours' }, { title: 'Parking', text: '' }], turnTaking: { isInterruptible: false, completeWaitMs: 400 } });
  expect(readStash('agt_2', base, store)).toBeUndefined();
  // The save reached the server after all.
  expect(readStash('agt_1', draft, store)).toBeUndefined();
});

test('stored words are forgotten; those that nobody decided about are not', () => {
  const { store, kept } = makeStore();
  writeStash('agt_1', base, { ...copyOf(base), name: 'Nora', greeting: 'Ahoy.' }, 1, undefined, store);
  const undecided = readStash('agt_1', base, store)!;
  writeStash('agt_1', base, { ...copyOf(base), name: 'Ida' }, 2, undecided, store);
  expect(readStash('agt_1', base, store)!.values).toEqual({ name: 'Ida', greeting: 'Ahoy.' });
  writeStash('agt_1', base, base, 3, undefined, store);
  expect(kept.size).toBe(0);
});

test('a store that is full, broken or refused does no harm', () => {
  const { store, kept } = makeStore();
  writeStash('agt_1', base, { ...copyOf(base), name: 'Nora' }, 1, undefined, { ...store, setItem: () => { throw new Error('QuotaExceededError'); } });
  expect(readStash('agt_1', base, store)).toBeUndefined();
  for (const text of ['{', '[]', 'null', '{"atMs":1}', '{"atMs":1,"values":{"name":5,"knowledge":[{}],"turnTaking.completeWaitMs":null}}']) {
    kept.set('parley.draft.agt_1', text);
    expect(readStash('agt_1', base, store)).toBeUndefined();
  }
});
