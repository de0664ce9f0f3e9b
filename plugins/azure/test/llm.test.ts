import { isProviderError, systemClock, type LlmEvent, type LlmMessage, type LlmRequest, type ProviderError, type ProviderErrorCause } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLlm } from '../src/llm.js';
import { startChatServer, type ChatServer } from './chat-server.js';

let server: ChatServer;
beforeAll(async () => { server = await startChatServer(); });
afterAll(async () => { await server.close(); });

const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => openLlm({ settings: { baseUrl, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });
const HARNESS = {
  time: realTime(systemClock, 500), open: (watch: ContractWatch) => openAt(server.url, watch),
  failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  // Nothing listens at port 1.
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? 'http://127.0.0.1:1' : `${server.url}/fail/${cause}`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
  toolCase: {
    userText: 'Where is my order 1042?', resultJson: '{"state":"on its way"}',
    tool: { name: 'look_up_order', description: 'Finds an order.', parameters: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] } },
  },
};

describe('the rules of its kind', () => { runContract('llm', HARNESS, test); });

test('it is held to every one of them', () => {
  let count = 0;
  runContract('llm', HARNESS, () => { count += 1; });
  expect(count).toBe(contracts.llm.length);
});

const open = (base = '', settings: object = {}) => openAt(`${server.url}${base}`, { logger: { debug() {}, info() {}, warn() {} }, secret: '0123456789abcdef' }, settings);
const user: LlmMessage = { role: 'user', text: 'Hours?' };
const requestOf = (more: Partial<LlmRequest> = {}): LlmRequest => ({
  instructions: 'Be brief.', agentName: 'Robin', language: 'en', messages: [user], tools: [], documents: [], isSpeculative: false, signal: new AbortController().signal, ...more,
});

async function ask(base = '', settings: object = {}, request = requestOf()): Promise<{ events: LlmEvent[]; error: ProviderError | undefined }> {
  const llm = await open(base, settings);
  const events: LlmEvent[] = [];
  try { for await (const event of llm.generate(request)) events.push(event); return { events, error: undefined }; } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  } finally { await llm.close(); }
}

test.each([['silence', 'timeout'], ['cut', 'unreachable'], ['early-end', 'vendor-fault'], ['garbage', 'vendor-fault'], ['error-event', 'vendor-fault']])('an answer that stops in the middle by %s fails as %s, after the words that came', async (failure, cause) => {
  const { events, error } = await ask(`/fail/${failure}`, { timeoutMs: 600 });
  expect(events).toEqual([{ type: 'text-delta', text: 'We ' }, { type: 'text-delta', text: 'are ' }]);
  expect(error?.causeCode).toBe(cause);
});

test('what the vendor holds back ends as such, at once as well as in the middle', async () => {
  const end = { type: 'end', reason: 'content-filter' };
  expect((await ask('/fail/held-back')).events).toEqual([{ type: 'usage', usage: { requests: 1 } }, end]);
  const { events } = await ask('/fail/filtered');
  expect(events.map(({ type }) => type)).toEqual(['text-delta', 'text-delta', 'usage', 'end']);
  expect(events.at(-1)).toEqual(end);
});

test('deployment, version of the API and settings reach the vendor; what it used is told as the vendor counts it', async () => {
  const { events } = await ask('', { deployment: 'reception', apiVersion: '2025-04-01-preview', temperature: 0.2, reasoningEffort: 'low' }, requestOf({ outputTokensMax: 3 }));
  expect(server.chats.at(-1)).toMatchObject({ deployment: 'reception', apiVersion: '2025-04-01-preview', body: { temperature: 0.2, reasoning_effort: 'low', max_completion_tokens: 3 } });
  expect(events.slice(-2)).toEqual([{ type: 'usage', usage: { requests: 1, inputTokens: 1_200, cachedInputTokens: 1_024, outputTokens: 4 } }, { type: 'end', reason: 'length' }]);
  expect((await ask('/fail/no-usage')).events.at(-2)).toEqual({ type: 'usage', usage: { requests: 1 } });
});

test('refusals keep the vendor\'s words, code and wait', async () => {
  expect((await ask('/fail/rate-limit')).error).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000, httpStatus: 429, vendorCode: '429' });
  expect((await ask('', { deployment: 'nonesuch' })).error).toMatchObject({ causeCode: 'bad-request', httpStatus: 404, vendorCode: 'DeploymentNotFound' });
  expect((await ask('', { reasoningEffort: 'low' })).error).toMatchObject({ causeCode: 'bad-request', vendorMessage: expect.stringContaining('reasoning_effort') as string });
});

test('requests one after another share their connections, the first of which is open before they are made', async () => {
  const llm = await open();
  const before = server.connectionCount();
  await llm.prepare!(requestOf());
  expect(server.connectionCount() - before).toBe(1);
  for (let times = 0; times < 6; times += 1) for await (const _event of llm.generate(requestOf()));
  // A second one where the first has not been given back yet.
  expect(server.connectionCount() - before).toBeLessThanOrEqual(2);
  await llm.close();
});
