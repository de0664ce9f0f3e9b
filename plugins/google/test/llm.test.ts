import { readFileSync } from 'node:fs';
import { isProviderError, systemClock, type LlmEvent, type LlmMessage, type LlmProvider, type LlmRequest, type ProviderError, type ProviderErrorCause } from '@parley/plugin-sdk';
import { pluginManifest } from '@parley/plugin-sdk/manifest';
import { contracts, realTime, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLlm } from '../src/llm.js';
import { manifestKinds } from '../src/manifest.js';
import { startGeminiServer, type GeminiServer } from './gemini-server.js';

let server: GeminiServer;
beforeAll(async () => { server = await startGeminiServer(); });
afterAll(async () => { await server.close(); });

const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => openLlm({ settings: { baseUrl, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });
const LOOK_UP = { name: 'look_up_order', description: 'Finds an order.', parameters: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] } };
const HARNESS = {
  time: realTime(systemClock, 500), open: (watch: ContractWatch) => openAt(server.url, watch),
  failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  // Nothing listens at port 1.
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? 'http://127.0.0.1:1' : `${server.url}/fail/${cause}`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
  toolCase: { userText: 'Where is my order 1042?', resultJson: '{"state":"on its way"}', tool: LOOK_UP },
};

describe('the rules of its kind', () => { runContract('llm', HARNESS, test); });

test('it is held to every one of them', () => {
  let count = 0;
  runContract('llm', HARNESS, () => { count += 1; });
  expect(count).toBe(contracts.llm.length);
});

const open = (base: string, settings: object = {}) => openAt(`${server.url}${base}`, { logger: { debug() {}, info() {}, warn() {} }, secret: 'AIza0123456789' }, settings);
const requestOf = (messages: readonly LlmMessage[], more: Partial<LlmRequest> = {}): LlmRequest => ({
  instructions: 'Be brief.', agentName: 'Robin', language: 'en', messages, tools: [], documents: [], isSpeculative: false, signal: new AbortController().signal, ...more,
});
const user = (text: string): LlmMessage => ({ role: 'user', text });

async function answerOf(llm: LlmProvider, request: LlmRequest): Promise<{ events: LlmEvent[]; error: ProviderError | undefined }> {
  const events: LlmEvent[] = [];
  try { for await (const event of llm.generate(request)) events.push(event); return { events, error: undefined }; } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  }
}
async function ask(base: string, request: LlmRequest, settings: object = {}) {
  const llm = await open(base, settings);
  try { return await answerOf(llm, request); } finally { await llm.close(); }
}
const callsIn = (events: readonly LlmEvent[]) => events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));

test.each([['silence', 'timeout'], ['cut', 'unreachable'], ['early-end', 'vendor-fault'], ['garbage', 'vendor-fault'], ['error-event', 'vendor-fault']])('an answer that stops in the middle by %s fails as %s, after the words that came', async (failure, cause) => {
  const { events, error } = await ask(`/fail/${failure}`, requestOf([user('Hours?')]), { timeoutMs: 600 });
  expect(events).toEqual([{ type: 'text-delta', text: 'We ' }, { type: 'text-delta', text: 'are ' }]);
  expect(error?.causeCode).toBe(cause);
});

test('refusals keep the vendor\'s words, code and wait; a key that is none is told as such although the vendor calls it a bad request', async () => {
  const refusalOf = async (failure: string) => (await ask(`/fail/${failure}`, requestOf([user('Hours?')]))).error;
  expect(await refusalOf('auth')).toMatchObject({ causeCode: 'auth', httpStatus: 400, vendorCode: 'API_KEY_INVALID', vendorMessage: 'API key not valid: …. Please pass a valid API key.' });
  expect(await refusalOf('rate-limit')).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 1_500, httpStatus: 429, vendorCode: 'RESOURCE_EXHAUSTED' });
  expect(await refusalOf('quota')).toMatchObject({ causeCode: 'quota', retryAfterMs: undefined });
  expect(await refusalOf('unpaid')).toMatchObject({ causeCode: 'quota', vendorCode: 'FAILED_PRECONDITION' });
  expect(await refusalOf('listed')).toMatchObject({ causeCode: 'auth', vendorMessage: 'Permission denied.' });
  expect(await refusalOf('gateway')).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
});

test('an answer that the vendor holds back ends as such, and one that it could not make fails', async () => {
  expect((await ask('/fail/blocked', requestOf([user('Hours?')]))).events).toEqual([{ type: 'usage', usage: { requests: 1, inputTokens: 9, outputTokens: 0 } }, { type: 'end', reason: 'content-filter' }]);
  expect((await ask('/fail/malformed', requestOf([user('Hours?')]))).error?.causeCode).toBe('vendor-fault');
});

test('an agent that speaks first, and what interruptions leave behind, become a conversation that the vendor takes', async () => {
  const call = (id: string) => ({ id, name: 'look_up', argumentsJson: '{"a":1}' });
  const { error } = await ask('', requestOf([
    { role: 'assistant', text: 'Hello.' }, user('Hi.'), user('Is it there?'), { role: 'assistant', text: 'One moment', toolCalls: [call('a'), call('b'), call('d')], isInterrupted: true },
    { role: 'tool', toolCallId: 'a', resultJson: '[1]' }, { role: 'tool', toolCallId: 'lost', resultJson: '{}' }, { role: 'tool', toolCallId: 'd', resultJson: 'no JSON' }, { role: 'assistant', text: '', toolCalls: [call('c')] }, user('Hours?'),
  ]));
  expect(error).toBeUndefined();
  const sent = (id: string) => ({ functionCall: { id, name: 'look_up', args: { a: 1 } } });
  expect(server.requests.at(-1)!.body.contents).toEqual([
    { role: 'user', parts: [{ text: '(The call begins.)' }] }, { role: 'model', parts: [{ text: 'Hello.' }] }, { role: 'user', parts: [{ text: 'Hi.' }, { text: 'Is it there?' }] },
    { role: 'model', parts: [{ text: 'One moment' }, { ...sent('a'), thoughtSignature: 'skip_thought_signature_validator' }, sent('d')] },
    { role: 'user', parts: [{ functionResponse: { id: 'a', name: 'look_up', response: { result: [1] } } }, { functionResponse: { id: 'd', name: 'look_up', response: { result: 'no JSON' } } }] },
    { role: 'user', parts: [{ text: 'Hours?' }] },
  ]);
  expect((await ask('', requestOf([]))).error).toBeUndefined();
});

test('a call goes back with the signature of its thought, also where the vendor did not name it, and nobody hears the thought', async () => {
  for (const base of ['', '/fail/nameless']) {
    const llm = await open(base);
    const question = user('Where is my order 1042?');
    const { events } = await answerOf(llm, requestOf([question], { tools: [LOOK_UP] }));
    expect(events.map(({ type }) => type)).toEqual(['tool-call', 'usage', 'end']);
    const [call] = callsIn(events);
    const { error } = await answerOf(llm, requestOf([question, { role: 'assistant', text: '', toolCalls: [call!] }, { role: 'tool', toolCallId: call!.id, resultJson: '{"state":"here"}' }], { tools: [LOOK_UP] }));
    expect(error).toBeUndefined();
    expect(server.requests.at(-1)!.body.contents[1]!.parts).toEqual([{ functionCall: { id: call!.id, name: 'look_up_order', args: { number: '1042' } }, thoughtSignature: 'CiQBjz1rX6e7' }]);
    await llm.close();
  }
});

test('what it used is told as the vendor counts it, thoughts among it, and by the request alone where it does not', async () => {
  const usage = ({ events }: { events: LlmEvent[] }) => events.find((event) => event.type === 'usage')?.usage;
  expect(usage(await ask('', requestOf([user('Hours?')])))).toEqual({ requests: 1, inputTokens: 1_200, cachedInputTokens: 1_024, outputTokens: 14 });
  expect(usage(await ask('/fail/no-usage', requestOf([user('Hours?')])))).toEqual({ requests: 1 });
});

test('settings reach the vendor, and an answer that is too long ends as such', async () => {
  const { events } = await ask('', requestOf([user('Hours?')], { outputTokensMax: 3 }), { model: 'gemini-x', temperature: 0.2, thinkingLevel: 'low' });
  expect(events.at(-1)).toEqual({ type: 'end', reason: 'length' });
  expect(server.requests.at(-1)).toMatchObject({ model: 'gemini-x', body: { systemInstruction: { parts: [{ text: 'Be brief.' }] }, generationConfig: { temperature: 0.2, maxOutputTokens: 3, thinkingConfig: { thinkingLevel: 'LOW' } } } });
  await ask('', requestOf([user('Hours?')]), { thinkingBudgetTokens: 0 });
  expect(server.requests.at(-1)!.body.generationConfig).toEqual({ thinkingConfig: { thinkingBudget: 0 } });
});

test('requests one after another share their connections, the first of which is open before they are made', async () => {
  const llm = await open('');
  const before = server.connectionCount();
  const request = requestOf([user('Hours?')]);
  await llm.prepare!(request);
  expect(server.connectionCount() - before).toBe(1);
  for (let times = 0; times < 6; times += 1) for await (const _event of llm.generate(request));
  // A second one where the first has not been given back yet.
  expect(server.connectionCount() - before).toBeLessThanOrEqual(2);
  await llm.close();
});

test('the manifest says what the settings are, and can be read by the host', () => {
  const { parley } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { parley: { kinds: unknown } };
  expect(pluginManifest.parse(parley).id).toBe('google');
  expect(parley.kinds).toEqual(JSON.parse(JSON.stringify(manifestKinds())));
});
