import { expect, test } from 'vitest';
import type { AgentFields } from './agent-documents.js';
import { copyOf, draftOf, putValue, valueOf, type Draft, type Field } from './draft.js';
import { makeDraftKeeper, type Conflict, type SendAnswer } from './draft-keeper.js';
import { standardTurnTaking } from './turn-taking.js';

type Input = Parameters<Parameters<typeof makeDraftKeeper>[0]['send']>[0];

/** A server with one agent, which takes an update only on the version that it has. */
function makeServer() {
  let agent = { id: 'agt_1', version: 1, name: 'Mia', greeting: 'Hello.', instructions: 'Be kind.', voice: null, language: 'en', knowledge: [{ title: 'Hours', text: 'Nine to five.' }], turnTaking: standardTurnTaking(), publishedVersion: null } as unknown as AgentFields;
  const update = ({ expectedVersion, id: _id, turnTaking, ...fields }: Partial<Input>): SendAnswer => {
    if (expectedVersion !== undefined && expectedVersion !== agent.version) return { kind: 'changed', current: agent, reason: 'changed' };
    agent = { ...agent, ...fields, turnTaking: { ...agent.turnTaking, ...turnTaking }, version: agent.version + 1 } as AgentFields;
    return { kind: 'stored', agent };
  };
  return { agent: () => agent, update };
}

function desk() {
  const server = makeServer();
  const draft: Draft = draftOf(server.agent());
  const inputs: Input[] = [];
  const merged: Field[][] = [];
  let conflict: Conflict | undefined;
  const events = { beforeAnswer: () => {}, beforeStore: () => {} };
  const keeper = makeDraftKeeper({
    agent: server.agent(), read: () => draft,
    write: (source, fields) => { for (const field of fields) putValue(draft, field, valueOf(source, field)); },
    send: async (input) => {
      inputs.push(structuredClone(input));
      events.beforeStore();
      const answer = server.update(input);
      await Promise.resolve();
      events.beforeAnswer();
      return answer;
    },
    onServer: () => {}, onConflict: (next) => { conflict = next; }, onMerged: (fields) => { merged.push([...fields]); },
  });
  return { server, draft, keeper, inputs, merged, events, conflict: () => conflict };
}

test('changed fields alone are sent, on the version that they were written on', async () => {
  const { draft, keeper, inputs, server } = desk();
  draft.greeting = 'Good morning. ';
  expect(await keeper.save()).toEqual({ kind: 'saved' });
  draft.knowledge.push({ key: 'new', title: 'Parking', text: 'Behind the house.' });
  expect(await keeper.save()).toEqual({ kind: 'saved' });
  expect(await keeper.save()).toEqual({ kind: 'saved' });
  expect(inputs).toEqual([
    { id: 'agt_1', expectedVersion: 1, greeting: 'Good morning.' },
    { id: 'agt_1', expectedVersion: 2, knowledge: [{ title: 'Hours', text: 'Nine to five.' }, { title: 'Parking', text: 'Behind the house.' }] },
  ]);
  expect(server.agent().greeting).toBe('Good morning.');
  expect(draft.greeting).toBe('Good morning. ');
  expect(keeper.unsent()).toEqual([]);
});

test('a slow answer overwrites nothing that was written meanwhile', async () => {
  const { draft, keeper, events, server } = desk();
  draft.name = 'Mi';
  events.beforeAnswer = () => { draft.name = 'Nora'; draft.knowledge[0]!.text = 'Always.'; };
  await keeper.save();
  expect([draft.name, draft.knowledge[0]!.text, server.agent().name]).toEqual(['Nora', 'Always.', 'Mi']);
  expect(keeper.unsent()).toEqual(['name', 'knowledge']);
  events.beforeAnswer = () => {};
  await keeper.save();
  expect(server.agent()).toMatchObject({ name: 'Nora', knowledge: [{ text: 'Always.' }], version: 3 });
});

test('somebody else changed other fields: theirs come in, mine are stored, nobody is asked', async () => {
  const { draft, keeper, server, merged, inputs, conflict } = desk();
  server.update({ greeting: 'Ahoy.', turnTaking: { falseAlarmMs: 900 } });
  draft.name = 'Nora';
  expect(await keeper.save()).toEqual({ kind: 'saved' });
  expect(server.agent()).toMatchObject({ name: 'Nora', greeting: 'Ahoy.', turnTaking: { falseAlarmMs: 900, completeWaitMs: 400 } });
  expect([draft.greeting, draft.turnTaking.falseAlarmMs]).toEqual(['Ahoy.', 900]);
  expect(merged).toEqual([['greeting', 'turnTaking.falseAlarmMs']]);
  expect(inputs.map(({ expectedVersion }) => expectedVersion)).toEqual([1, 2]);
  expect(conflict()).toBeUndefined();
});

test('both changed one field to the same words: that is no conflict', async () => {
  const { draft, keeper, server, conflict, merged } = desk();
  server.update({ greeting: 'Ahoy.' });
  draft.greeting = 'Ahoy. ';
  expect(await keeper.save()).toEqual({ kind: 'saved' });
  expect([conflict(), merged, draft.greeting]).toEqual([undefined, [], 'Ahoy. ']);
});

test('both changed one field: both texts are kept until somebody decides; mine', async () => {
  const { draft, keeper, server, conflict } = desk();
  server.update({ greeting: 'Ahoy.', name: 'Ida' });
  draft.greeting = 'Good day.';
  draft.instructions = 'Be brief.';
  expect(await keeper.save()).toEqual({ kind: 'conflict' });
  expect(conflict()).toMatchObject({ clashes: ['greeting'], theirs: { greeting: 'Ahoy.' } });
  expect([draft.greeting, draft.name, server.agent().greeting]).toEqual(['Good day.', 'Mia', 'Ahoy.']);
  draft.greeting += ' Really.';
  keeper.keepMine();
  expect(await keeper.save()).toEqual({ kind: 'saved' });
  // Only the field that was asked about is written over; what else they changed stays.
  expect(server.agent()).toMatchObject({ greeting: 'Good day. Really.', name: 'Ida', instructions: 'Be brief.' });
  expect(draft.name).toBe('Ida');
  expect(conflict()).toBeUndefined();
});

test('both changed one field; theirs', async () => {
  const { draft, keeper, server } = desk();
  server.update({ greeting: 'Ahoy.' });
  Object.assign(draft, { greeting: 'Good day.', instructions: 'Be brief.' });
  await keeper.save();
  keeper.takeTheirs();
  expect(draft.greeting).toBe('Ahoy.');
  expect(await keeper.save()).toEqual({ kind: 'saved' });
  expect(server.agent()).toMatchObject({ greeting: 'Ahoy.', instructions: 'Be brief.' });
});

test('somebody who is faster every time ends in another try, not in a loop', async () => {
  const { draft, keeper, server, events, inputs } = desk();
  let index = 0;
  events.beforeStore = () => { server.update({ name: `Ida ${++index}` }); };
  draft.greeting = 'Good day.';
  expect(await keeper.save()).toEqual({ kind: 'unreachable', reason: 'changed' });
  expect(inputs.length).toBeLessThan(10);
  expect(draft).toMatchObject({ greeting: 'Good day.', name: `Ida ${index}` });
});

test('a server that stores words another way is not asked again and again', async () => {
  const { draft, keeper, server, inputs } = desk();
  draft.greeting = 'Broken \ud800.';
  const update = server.update;
  server.update = (input) => update({ ...input, greeting: 'Broken \ufffd.' });
  await keeper.save();
  expect(await keeper.save()).toEqual({ kind: 'saved' });
  expect([inputs.length, keeper.unsent()]).toEqual([1, []]);
});

test('a restored version replaces all that is written', () => {
  const { draft, keeper, server } = desk();
  const former = copyOf(draft);
  Object.assign(draft, { greeting: 'Unsent.', name: 'Unsent' });
  server.update({ knowledge: [] });
  keeper.replace(server.agent());
  expect(draft).toEqual({ ...former, knowledge: [] });
  expect(keeper.unsent()).toEqual([]);
});

test('an answer that was overtaken by a later one says nothing about the draft any more', async () => {
  const { draft, keeper, server } = desk();
  const published = { ...server.agent(), publishedVersion: { id: 'agv_1', number: 1 } } as AgentFields;
  draft.greeting = 'Good day.';
  await keeper.save();
  expect(keeper.meet(published)).toBe(true);
  keeper.replace(published);
  expect(draft.greeting).toBe('Good day.');
  expect(keeper.unsent()).toEqual([]);
  draft.name = 'Nora';
  await keeper.save();
  expect(server.agent()).toMatchObject({ greeting: 'Good day.', name: 'Nora', version: 3 });
});
