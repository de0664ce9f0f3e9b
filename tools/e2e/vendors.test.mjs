// A whole call on vendors' adapters, each against a local server that speaks the vendor's protocol.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAnthropicServer } from '../../plugins/anthropic/test/anthropic-server.js';
import { startOpenAiServer } from '../../plugins/openai/test/openai-server.js';
import { collectEvents, startCall } from '../dist/caller/call-record.js';
import { converse } from '../dist/caller/conversation.js';
import { Phone } from '../dist/caller/phone.js';
import { startParley } from './parley.mjs';

const KEY = 'sk-0123456789abcdef';
let openai;
let anthropic;
let parley;

beforeAll(async () => {
  [openai, anthropic] = await Promise.all([startOpenAiServer(), startAnthropicServer()]);
  const step = (connectionId, pluginId, baseUrl) => ({ connectionId, pluginId, settings: { baseUrl }, secrets: { apiKey: KEY } });
  parley = await startParley({ routes: {
    llm: { steps: [step('first', 'openai', `${openai.url}/fail/vendor-fault/v1`), step('second', 'anthropic', anthropic.url)] },
    tts: { steps: [step('voice', 'openai', `${openai.url}/v1`)] },
  } });
}, 120_000);

afterAll(async () => { await parley?.stop(); await openai?.close(); await anthropic?.close(); });

test('one vendor speaks; another answers where the first one fails; the record says who, why, and what it cost; no key is in it', async () => {
  const client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
  const started = await startCall(client, 'demo', 'BROWSER');
  const following = collectEvents(client, started.id);
  const phone = new Phone({ transport: 'BROWSER', url: started.url, token: started.token, hasMicrophone: false });
  expect(await converse(phone, ['What are your opening hours?'])).toEqual([true]);
  phone.hangUp();
  const events = await following;
  const answer = events.filter(({ __typename }) => __typename === 'AgentTurnEvent').at(-1);
  expect(answer).toMatchObject({ generatedText: 'We are open from nine to six, from Monday to Friday.', isInterrupted: false });
  expect(phone.heard().some((sample) => Math.abs(sample) > 3_000)).toBe(true);
  expect(events.filter(({ __typename }) => __typename === 'ProviderFailedEvent').map(({ kind, cause }) => [kind, cause])).toContainEqual(['LLM', 'vendor-fault']);

  const { call } = await client.request('query ($id: ID!) { call(id: $id) { costs { kind connectionId requests inputTokens cachedInputTokens outputTokens characters cost { amount } } } }', { id: started.id });
  const of = (connectionId) => call.costs.find((line) => line.connectionId === connectionId);
  expect(of('second')).toMatchObject({ kind: 'LLM', requests: 1, inputTokens: 1_200, cachedInputTokens: 1_024, outputTokens: 11 });
  // 176 tokens at $1, 1,024 from the cache at $0.10 and 11 written at $5 a million.
  expect(of('second').cost.amount).toBe('0.000333');
  expect(of('voice').characters).toBeGreaterThan(50);
  expect([JSON.stringify(call), JSON.stringify(events), parley.log.join('\n')].some((text) => text.includes(KEY))).toBe(false);
}, 90_000);

const CONNECT = 'mutation ($input: ProviderConnectInput!) { providerConnect(input: $input) { connection { id status latencyMs } errors { code message ... on ProviderTestFailedError { problem { cause message remedy } } } } }';
const OWN_KEY = 'sk-own-fedcba9876543210';

/** Every file below a folder, as text. */
const filesOf = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));

test('connections made in GraphQL serve a call: a wrong key is found before, the second takes over from the first, and no key is in the database, a log or an answer', async () => {
  const client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
  const connect = async (name, pluginId, baseUrl) => (await client.request(CONNECT, { input: { kind: 'LLM', name, pluginId, settings: { baseUrl }, credentials: [{ name: 'apiKey', value: OWN_KEY }] } })).providerConnect;
  const refused = await connect('Refused', 'openai', `${openai.url}/fail/auth/v1`);
  expect(refused).toMatchObject({ connection: null, errors: [{ code: 'PROVIDER_TEST_FAILED', problem: { cause: 'AUTH', message: expect.stringContaining('Incorrect API key provided: …') } }] });
  const leaving = await startOpenAiServer();
  const first = await connect('First', 'openai', `${leaving.url}/v1`);
  const second = await connect('Second', 'anthropic', anthropic.url);
  expect([first, second]).toMatchObject([{ connection: { status: 'ACTIVE' }, errors: [] }, { connection: { status: 'ACTIVE' }, errors: [] }]);

  const call = async () => {
    const started = await startCall(client, 'demo', 'BROWSER');
    const following = collectEvents(client, started.id);
    const phone = new Phone({ transport: 'BROWSER', url: started.url, token: started.token, hasMicrophone: false });
    expect(await converse(phone, ['What are your opening hours?'])).toEqual([true]);
    phone.hangUp();
    const events = await following;
    expect(events.filter(({ __typename }) => __typename === 'AgentTurnEvent').at(-1)).toMatchObject({ generatedText: 'We are open from nine to six, from Monday to Friday.' });
    const { call: record } = await client.request('query ($id: ID!) { call(id: $id) { costs { kind connectionId requests } } }', { id: started.id });
    return { events, served: record.costs.filter(({ kind }) => kind === 'LLM').map(({ connectionId }) => connectionId) };
  };
  expect((await call()).served).toContain(first.connection.id);
  expect(leaving.chats.length).toBeGreaterThan(1);

  // The first one goes away: the second takes over, and the record says so.
  await leaving.close();
  const { events, served } = await call();
  expect(served).toContain(second.connection.id);
  expect(events.filter(({ __typename }) => __typename === 'ProviderFailedEvent').map(({ kind, cause }) => [kind, cause])).toContainEqual(['LLM', 'unreachable']);
  const { providerTest } = await client.request('mutation ($id: ID!) { providerTest(input: { id: $id }) { test { isOk problem { cause remedy } } } }', { id: first.connection.id });
  expect(providerTest.test).toMatchObject({ isOk: false, problem: { cause: 'UNREACHABLE', remedy: expect.stringContaining('address') } });

  const answers = await client.request('{ providerConnections { name settings secrets { name isSet lastFour } lastError { message } } auditEvents(first: 50) { nodes { action changes { field before after } } } }');
  expect(answers.providerConnections.find(({ name }) => name === 'Second').secrets).toEqual([{ name: 'apiKey', isSet: true, lastFour: '3210' }]);
  expect([JSON.stringify([answers, events]), parley.log.join('\n'), ...filesOf(parley.dataDir)].some((text) => text.includes(OWN_KEY))).toBe(false);
}, 120_000);
