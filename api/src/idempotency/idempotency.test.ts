import { afterAll, beforeAll, expect, test } from 'vitest';
import { startKit, type Kit, type Person } from '../../test/kit.js';
import { LIMITS } from '../limits.js';

let kit: Kit;
let slow: Kit;
beforeAll(async () => { [kit, slow] = await Promise.all([startKit(), startKit({}, { hasFastPath: false })]); });
afterAll(async () => { await kit.close(); await slow.close(); });

const CREATE = 'mutation Create($input: AgentCreateInput!) { agentCreate(input: $input) { agent { id name } errors { code } } }';
interface Result { readonly status: number; readonly body: { data?: { agentCreate: { agent: { id: string; name: string } | null; errors: { code: string }[] } }; errors?: { message: string; extensions: { code: string } }[]; extensions?: { idempotency?: { isReplayed: boolean } } } }
async function change(person: Pick<Person, 'token'>, key: string | undefined, variables: object, { query = CREATE, which = kit } = {}): Promise<Result> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${person.token}`, ...(key === undefined ? {} : { 'idempotency-key': key }) };
  const response = await fetch(`${which.api.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return { status: response.status, body: await response.json() as Result['body'] };
}
const codeOf = ({ body }: Result) => body.errors?.[0]?.extensions.code;
const agents = async (person: Person) => (await person.ask('{ agents { nodes { name } } }')).data.agents.nodes.length as number;

test.each([['the fast path', () => kit], ['Yoga', () => slow]])('the same change under the same key happens once and is answered alike, on %s', async (_name, which) => {
  const person = await which().signUp('Once');
  const first = await change(person, 'key-1', { input: { name: 'Ada', language: 'en' } }, { which: which() });
  const again = await change(person, 'key-1', { input: { language: 'en', name: 'Ada' } }, { which: which(), query: CREATE.replaceAll(' ', '  ') });
  expect(again.body.data).toEqual(first.body.data);
  expect([first.body.extensions!.idempotency, again.body.extensions!.idempotency]).toEqual([undefined, { isReplayed: true }]);
  expect(await agents(person)).toBe(1);
  const viaDirective = await change(person, undefined, { input: { name: 'Ada', language: 'en' }, key: 'key-2' }, { which: which(), query: CREATE.replace('!)', '!, $key: String!) @idempotent(key: $key)') });
  expect(viaDirective.body.data!.agentCreate.agent!.id).not.toBe(first.body.data!.agentCreate.agent!.id);
  expect(await agents(person)).toBe(2);
});

test('ten at once make one', async () => {
  const person = await kit.signUp('Ten');
  const results = await Promise.all(Array.from({ length: 10 }, () => change(person, 'at-once', { input: { name: 'Bob' } })));
  const made = new Set(results.flatMap(({ body }) => body.data?.agentCreate.agent?.id ?? []));
  expect(made.size).toBe(1);
  expect(new Set(results.map(codeOf))).toEqual(results.some((result) => codeOf(result) !== undefined) ? new Set([undefined, 'IDEMPOTENCY_KEY_IN_USE']) : new Set([undefined]));
  expect(await agents(person)).toBe(1);
});

test('another request, another person, another organization: a key is its owner’s', async () => {
  const [one, other] = [await kit.signUp('One'), await kit.signUp('Other')];
  await change(one, 'shared', { input: { name: 'Ada' } });
  expect(codeOf(await change(one, 'shared', { input: { name: 'Eve' } }))).toBe('IDEMPOTENCY_KEY_REUSED');
  expect((await change(other, 'shared', { input: { name: 'Ada' } })).body.data!.agentCreate.agent!.name).toBe('Ada');
  expect([await agents(one), await agents(other)]).toEqual([1, 1]);
});

test('an expected failure is an answer too; what was turned away may be asked for again', async () => {
  const person = await kit.signUp('Failing');
  const input = { name: 'Ada', slug: 'ada' };
  await change(person, 'first', { input });
  for (const time of ['once', 'twice']) expect((await change(person, 'taken', { input })).body.data!.agentCreate.errors, time).toEqual([{ code: 'SLUG_TAKEN' }]);
  expect(codeOf(await change(person, 'invalid', { input: { name: 7 } }))).toBeDefined();
  expect((await change(person, 'invalid', { input: { name: 'Now right' } })).body.data!.agentCreate.agent!.name).toBe('Now right');
  for (const key of ['', 'x'.repeat(256)]) expect(codeOf(await change(person, key, { input }))).toBe('BAD_REQUEST');
});

test('a request that was cut off is not made again: its outcome is unknown', async () => {
  const person = await kit.signUp('Cut');
  await change(person, 'cut', { input: { name: 'Ada' } });
  await kit.test.database.system.idempotentRequest.updateMany({ data: { answer: null } });
  expect(codeOf(await change(person, 'cut', { input: { name: 'Ada' } }))).toBe('IDEMPOTENCY_KEY_IN_USE');
  await kit.test.database.system.idempotentRequest.updateMany({ data: { createdAt: new Date(Date.now() - LIMITS.mutationTimeoutMs - LIMITS.idempotencyGraceMs - 1) } });
  expect(codeOf(await change(person, 'cut', { input: { name: 'Ada' } }))).toBe('IDEMPOTENCY_OUTCOME_UNKNOWN');
  expect(await agents(person)).toBe(1);
});

test('a token that is told once is not in the store, and two statements are all it takes', async () => {
  const person = await kit.signUp('Secret');
  const { data } = await person.ask(CREATE, { input: { name: 'Ada' } });
  await person.ask('mutation ($input: AgentPublishInput!) { agentPublish(input: $input) { errors { code } } }', { input: { id: data.agentCreate.agent.id } });
  const query = 'mutation ($input: CallStartInput!) { callStart(input: $input) { media { token } errors { code } } }';
  const variables = { input: { agentId: data.agentCreate.agent.id, transport: 'BROWSER' } };
  const plain = async (key: string | undefined) => { kit.test.takeStatements(); const result = await change(person, key, variables, { query }); return { result, statements: kit.test.takeStatements().filter(({ kind }) => kind === 'data').length }; };
  const without = await plain(undefined);
  const once = await plain('call');
  const twice = await plain('call');
  expect(once.statements - without.statements).toBeLessThanOrEqual(2);
  expect(twice.result.body.data).toEqual(once.result.body.data);
  const { media } = once.result.body.data!['callStart' as never] as unknown as { media: { token: string } };
  const rows = await kit.test.database.system.idempotentRequest.findMany();
  expect(rows.some(({ answer }) => answer !== null)).toBe(true);
  for (const { answer } of rows) expect(Buffer.from(answer ?? []).toString('latin1')).not.toContain(media.token);
});
