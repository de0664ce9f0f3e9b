import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, countStatements, publishedAgent, startKit, type Kit, type Person } from '../../test/kit.js';

let kit: Kit;
let person: Person;
let id: string;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  const call = await activeCall(kit, person, await publishedAgent(person));
  await append(kit, call.callId, conversation(call.callId));
  id = call.id;
  await person.ask('{ viewer { user { id } } }');
});
afterAll(() => kit.close());

test('columns are read with their row, only those that were asked for, under aliases and through fragments too', async () => {
  const query = `query ($id: ID!) { call(id: $id) { began: startedAt turns { ...Words } ...More } }
    fragment Words on Turn { said: text again: text index } fragment More on Call { status turns { speaker latency { responseMs } } }`;
  let answer: Awaited<ReturnType<Person['ask']>> | undefined;
  const [sql, ...others] = await countStatements(kit, async () => { answer = await person.ask(query, { id }); });
  expect(others).toEqual([]);
  expect(answer!.errors).toBeUndefined();
  expect(answer!.data.call).toMatchObject({ status: 'ENDED', began: expect.any(String) as string });
  expect(answer!.data.call.turns[1]).toEqual({ said: 'When are you open?', again: 'When are you open?', index: 1, speaker: 'CALLER', latency: null });
  for (const column of ['turnIndex', 'speaker', 'latency', 'createdAt']) expect(sql).toContain(`"${column}"`);
  for (const column of ['generatedText', 'usage', 'costMicroUsd', 'durationMs']) expect(sql).not.toContain(`"${column}"`);
});

test('a mutation answers with the columns of its row', async () => {
  const { data } = await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { call { lastSeq durationMs cost { amount } turns { text } } errors { code } } }', { id });
  expect(data.callEnd).toMatchObject({ call: { lastSeq: 7, durationMs: 3500, cost: { amount: '0.012345' } }, errors: [] });
  expect(data.callEnd.call.turns).toHaveLength(3);
});
