import { readFileSync } from 'node:fs';
import { isProviderError, systemClock, type LlmEvent, type LlmMessage, type LlmRequest, type ProviderError, type ProviderErrorCause } from '@parley/plugin-sdk';
import { pluginManifest } from '@parley/plugin-sdk/manifest';
import { contracts, realTime, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLlm } from '../src/llm.js';
import { manifestKinds } from '../src/manifest.js';
import { startAnthropicServer, type AnthropicServer } from './anthropic-server.js';

let server: AnthropicServer;
beforeAll(async () => { server = await startAnthropicServer(); });
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

const requestOf = (messages: readonly LlmMessage[], more: Partial<LlmRequest> = {}): LlmRequest => ({
  instructions: 'Be brief.', agentName: 'Robin', language: 'en', messages, tools: [], documents: [], isSpeculative: false, signal: new AbortController().signal, ...more,
});
const user = (text: string): LlmMessage => ({ role: 'user', text });

async function ask(base: string, request: LlmRequest, settings: object = {}): Promise<{ events: LlmEvent[]; error: ProviderError | undefined }> {
  const llm = await openAt(`${server.url}${base}`, { logger: { debug() {}, info() {}, warn() {} }, secret: 'sk-ant-0123456789' }, settings);
  const events: LlmEvent[] = [];
  try { for await (const event of llm.generate(request)) events.push(event); return { events, error: undefined }; } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  } finally { await llm.close(); }
}

test.each([['silence', 'timeout'], ['cut', 'unreachable'], ['early-end', 'vendor-fault'], ['garbage', 'vendor-fault'], ['error-event', 'vendor-fault']])('an answer that stops in the middle by %s fails as %s, after the words that came', async (failure, cause) => {
  const { events, error } = await ask(`/fail/${failure}`, requestOf([user('Hours?')]), { timeoutMs: 600 });
  expect(events).toEqual([{ type: 'text-delta', text: 'We ' }, { type: 'text-delta', text: 'are ' }]);
  expect(error?.causeCode).toBe(cause);
});

test('a refusal says what the vendor said, and how long to wait', async () => {
  expect((await ask('/fail/rate-limit', requestOf([user('Hours?')]))).error).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 7_000, httpStatus: 429, vendorCode: 'rate_limit_error' });
  expect((await ask('/fail/auth', requestOf([user('Hours?')]))).error).toMatchObject({ causeCode: 'auth', vendorMessage: 'invalid x-api-key: …' });
});

test('an agent that speaks first, two callers\' sentences in a row, and what interruptions leave behind become a conversation that the vendor takes', async () => {
  const call = (id: string) => ({ id, name: 'look_up', argumentsJson: '{"a":1}' });
  const { error } = await ask('', requestOf([
    { role: 'assistant', text: 'Hello.' }, user('Hi.'), user('Is it there?'), { role: 'assistant', text: 'One moment', toolCalls: [call('a'), call('b')], isInterrupted: true },
    { role: 'tool', toolCallId: 'a', resultJson: '{}' }, { role: 'tool', toolCallId: 'lost', resultJson: '{}' }, { role: 'assistant', text: '', toolCalls: [call('c')] }, user('Hours?'),
  ]));
  expect(error).toBeUndefined();
  const text = (words: string) => ({ type: 'text', text: words });
  expect(server.bodies.at(-1)!.messages).toEqual([
    { role: 'user', content: [text('(The call begins.)')] }, { role: 'assistant', content: [text('Hello.')] }, { role: 'user', content: [text('Hi.'), text('Is it there?')] },
    { role: 'assistant', content: [text('One moment'), { type: 'tool_use', id: 'a', name: 'look_up', input: { a: 1 } }] }, { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: '{}' }, text('Hours?')] },
  ]);
});

test('instructions are kept read between turns, and what came from there is told apart', async () => {
  const { events } = await ask('', requestOf([user('Hours?')], { outputTokensMax: 3 }), { model: 'claude-x', temperature: 0.2, cacheTtl: '1h' });
  expect(events.slice(-2)).toEqual([{ type: 'usage', usage: { requests: 1, inputTokens: 1_200, cachedInputTokens: 1_024, outputTokens: 3 } }, { type: 'end', reason: 'length' }]);
  expect(server.bodies.at(-1)).toMatchObject({ model: 'claude-x', temperature: 0.2, max_tokens: 3, system: [{ text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }] });
  await ask('', requestOf([user('Hours?')]), { cacheTtl: 'off' });
  expect(server.bodies.at(-1)!.system).toEqual([{ type: 'text', text: 'Be brief.' }]);
});

test('the manifest says what the settings are, and can be read by the host', () => {
  const { parley } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { parley: { kinds: unknown } };
  expect(pluginManifest.parse(parley).id).toBe('anthropic');
  expect(parley.kinds).toEqual(JSON.parse(JSON.stringify(manifestKinds())));
});
