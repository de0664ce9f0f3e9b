import { afterAll, beforeAll, expect, test } from 'vitest';
import { post, startKit, type Kit } from '../../test/kit.js';
import { MemoryBuckets, RedisBuckets } from './bucket.js';

let kit: Kit;
let slow: Kit;
beforeAll(async () => { [kit, slow] = await Promise.all([startKit(), startKit({}, { hasFastPath: false })]); });
afterAll(async () => { await kit.close(); await slow.close(); });

const LIST = '{ agents(first: 50) { nodes { id name turnTaking { completeWaitMs } } } }';
const costOf = async (person: { token: string }, query: string, which = kit) => {
  const response = await fetch(`${which.api.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token}` }, body: JSON.stringify({ query }) });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() as { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[]; extensions?: { cost: { requestedPoints: number; actualPoints: number; throttle: { availablePoints: number } } } } };
};

test('an answer tells what it could have cost and what it did; the rest comes back', async () => {
  const person = await kit.signUp();
  const empty = (await costOf(person, LIST)).body.extensions!.cost;
  expect(empty.requestedPoints).toBe(51);
  expect(empty.actualPoints).toBe(1);
  for (const name of ['One', 'Two', 'Three']) await person.ask('mutation ($input: AgentCreateInput!) { agentCreate(input: $input) { errors { code } } }', { input: { name } });
  const filled = (await costOf(person, `{ agents(first: 50) { ...Page } } fragment Page on AgentConnection { nodes { ... on Agent { id turnTaking { completeWaitMs } } } }`)).body.extensions!.cost;
  // The list, and turn taking of three agents.
  expect([filled.requestedPoints, filled.actualPoints]).toEqual([51, 4]);
  expect(filled.throttle.availablePoints).toBeGreaterThan(9_900);
});

test('what clients ask of every object for themselves costs nothing', async () => {
  const person = await kit.signUp();
  const named = '{ __typename agents(first: 50) { __typename nodes { __typename id ...Turn } } } fragment Turn on Agent { turnTaking { __typename completeWaitMs } }';
  expect((await costOf(person, named)).body.extensions!.cost.requestedPoints).toBe(51);
  const dear = await costOf(person, '{ calls(first: 100) { nodes { turns { usage { kind } } } } }');
  expect([dear.body.errors![0]!.extensions['code'], dear.body.data]).toEqual(['COST_LIMIT', undefined]);
});

test.each([['the fast path', () => kit], ['Yoga', () => slow]])('whoever has used up the points waits, on %s; others do not', async (_name, which) => {
  const [greedy, other] = [await which().signUp('Greedy'), await which().signUp('Other')];
  const { actor } = { actor: await which().api.app.sessions.find(greedy.token) };
  const key = `session:${(actor as { sessionId: string }).sessionId}`;
  await which().api.app.buckets.take(key, 9_950);
  const refused = await costOf(greedy, '{ calls(first: 100) { nodes { id agent { id } } } agents(first: 100) { nodes { id versions { id } } } }', which());
  expect([refused.status, refused.body.data, refused.body.errors![0]!.extensions['code']]).toEqual([429, undefined, 'RATE_LIMITED']);
  expect(Number(refused.retryAfter)).toBeGreaterThanOrEqual(1);
  expect(refused.body.errors![0]!.message).toMatch(/^This costs \d+ points and \d+ are left\. Try again in \d+ seconds?\.$/);
  expect((await costOf(greedy, '{ viewer { user { id } } }', which())).status).toBe(200);
  expect((await costOf(other, LIST, which())).status).toBe(200);
}, 30_000);

test('media servers are the platform itself and pay nothing', async () => {
  const { status } = await post(`${kit.api.url}/internal/graphql`, '{ viewer { user { id } } }', {}, { authorization: 'Bearer service-token-of-tests' });
  expect(status).toBe(200);
});

const LIMITS = { pointsMax: 100, restorePerSecond: 10 };
test('points come back with time, never above the brim, and what is refused costs nothing', async () => {
  let nowMs = 0;
  const buckets = new MemoryBuckets(LIMITS, () => nowMs);
  expect(await buckets.take('a', 70)).toEqual({ isGranted: true, available: 30, retryAfterMs: 0 });
  expect(await buckets.take('a', 50)).toEqual({ isGranted: false, available: 30, retryAfterMs: 2_000 });
  nowMs = 2_000;
  expect(await buckets.take('a', 50)).toEqual({ isGranted: true, available: 0, retryAfterMs: 0 });
  buckets.giveBack('a', 500);
  expect((await buckets.take('a', 1)).available).toBe(99);
  nowMs = 1_000_000;
  expect((await buckets.take('a', 100)).available).toBe(0);
  expect((await buckets.take('b', 100)).isGranted).toBe(true);
});

test('a shared store that does not answer is replaced by the one of this process, and asked again later', async () => {
  let asked = 0;
  const away = { eval: () => { asked += 1; return Promise.reject(new Error('away')); } };
  const buckets = new RedisBuckets(away as never, LIMITS);
  expect((await buckets.take('a', 60)).isGranted).toBe(true);
  expect((await buckets.take('a', 60)).isGranted).toBe(false);
  buckets.giveBack('a', 60);
  expect((await buckets.take('a', 60)).isGranted).toBe(true);
  expect(asked).toBe(1);
});
