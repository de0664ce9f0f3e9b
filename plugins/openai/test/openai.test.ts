import { readFileSync } from 'node:fs';
import { isProviderError, retryAfterMsOf, systemClock, type LlmEvent, type LlmMessage, type LlmRequest, type ProviderError } from '@parley/plugin-sdk';
import { pluginManifest } from '@parley/plugin-sdk/manifest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLlm } from '../src/llm.js';
import { manifestKinds } from '../src/manifest.js';
import { openTts } from '../src/tts.js';
import { startOpenAiServer, type OpenAiServer } from './openai-server.js';

let server: OpenAiServer;
beforeAll(async () => { server = await startOpenAiServer(); });
afterAll(async () => { await server.close(); });

const logger = { debug() {}, info() {}, warn() {} };
const contextAt = (base: string, settings: object = {}) => ({ settings: { baseUrl: `${server.url}${base}`, ...settings }, secrets: { apiKey: 'sk-test-0123456789' }, clock: systemClock, logger });
const requestOf = (messages: readonly LlmMessage[], more: Partial<LlmRequest> = {}): LlmRequest => ({
  instructions: 'Be brief.', agentName: 'Robin', language: 'en', messages, tools: [], documents: [], isSpeculative: false, signal: new AbortController().signal, ...more,
});
const user = (text: string): LlmMessage => ({ role: 'user', text });

async function ask(base: string, request: LlmRequest, settings: object = {}): Promise<{ events: LlmEvent[]; error: ProviderError | undefined }> {
  const llm = await openLlm(contextAt(base, settings));
  const events: LlmEvent[] = [];
  try { for await (const event of llm.generate(request)) events.push(event); return { events, error: undefined }; } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  } finally { await llm.close(); }
}

test.each([['silence', 'timeout'], ['cut', 'unreachable'], ['early-end', 'vendor-fault'], ['garbage', 'vendor-fault'], ['error-event', 'vendor-fault']])('an answer that stops in the middle by %s fails as %s, after the words that came', async (failure, cause) => {
  const { events, error } = await ask(`/fail/${failure}/v1`, requestOf([user('Hours?')]), { timeoutMs: 600 });
  expect(events).toEqual([{ type: 'text-delta', text: 'We ' }, { type: 'text-delta', text: 'are ' }]);
  expect(error?.causeCode).toBe(cause);
});

test('sound that stops in the middle fails the same way', async () => {
  for (const [failure, cause] of [['silence', 'timeout'], ['cut', 'unreachable']]) {
    const tts = await openTts(contextAt(`/fail/${failure}/v1`, { timeoutMs: 600 }));
    const request = { contextId: 'c', text: 'We are open from nine to six.', isLast: true, language: 'en', format: tts.abilities.formats[0]!, signal: new AbortController().signal };
    const reading = (async () => { for await (const _event of tts.synthesize(request)); })();
    await expect(reading).rejects.toMatchObject({ causeCode: cause });
    await tts.close();
  }
});

test('the vendor says how long to wait, to the millisecond where it can', async () => {
  const { error } = await ask('/fail/rate-limit/v1', requestOf([user('Hours?')]));
  expect(error).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 1_500, httpStatus: 429, vendorCode: 'rate_limit_exceeded' });
  const at = Date.parse('2026-11-21T12:00:00Z');
  expect([{ 'retry-after': '2' }, { 'retry-after': 'Sat, 21 Nov 2026 12:00:03 GMT' }, { 'retry-after': 'soon' }, {}].map((headers) => retryAfterMsOf(new Headers(headers as Record<string, string>), at))).toEqual([2_000, 3_000, undefined, undefined]);
});

test('what an interruption leaves behind is not sent: a call without its result, a result without its call, an answer nobody heard', async () => {
  const call = (id: string) => ({ id, name: 'look_up', argumentsJson: '{}' });
  const { error } = await ask('/v1', requestOf([
    user('Hello.'), { role: 'assistant', text: '' }, { role: 'assistant', text: 'One moment', toolCalls: [call('a'), call('b')], isInterrupted: true }, { role: 'tool', toolCallId: 'a', resultJson: '{}' },
    { role: 'tool', toolCallId: 'lost', resultJson: '{}' }, { role: 'assistant', text: '', toolCalls: [call('c')] }, user('Hours?'),
  ]));
  expect(error).toBeUndefined();
  expect(server.chats.at(-1)!.messages).toEqual([
    { role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hello.' },
    { role: 'assistant', content: 'One moment', tool_calls: [{ id: 'a', type: 'function', function: { name: 'look_up', arguments: '{}' } }] }, { role: 'tool', tool_call_id: 'a', content: '{}' }, { role: 'user', content: 'Hours?' },
  ]);
});

test('what it used is told as the vendor counts it, and by the request alone where a server does not count', async () => {
  const usage = ({ events }: { events: LlmEvent[] }) => events.find((event) => event.type === 'usage')?.usage;
  expect(usage(await ask('/v1', requestOf([user('Hours?')])))).toEqual({ requests: 1, inputTokens: 1_200, cachedInputTokens: 1_024, outputTokens: 12 });
  expect(usage(await ask('/fail/no-usage/v1', requestOf([user('Hours?')])))).toEqual({ requests: 1 });
});

test('settings reach the vendor, and an answer that is too long ends as such', async () => {
  const { events } = await ask('/v1', requestOf([user('Hours?')], { outputTokensMax: 3 }), { model: 'gpt-x', temperature: 0.2, reasoningEffort: 'low' });
  expect(events.at(-1)).toEqual({ type: 'end', reason: 'length' });
  expect(server.chats.at(-1)).toMatchObject({ model: 'gpt-x', temperature: 0.2, reasoning_effort: 'low', max_completion_tokens: 3 });
});

test('requests one after another share their connections, the first of which is open before they are made', async () => {
  const llm = await openLlm(contextAt('/v1'));
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
  expect(pluginManifest.parse(parley).id).toBe('openai');
  expect(parley.kinds).toEqual(JSON.parse(JSON.stringify(manifestKinds())));
});
