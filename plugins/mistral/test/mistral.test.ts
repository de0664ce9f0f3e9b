import { readFileSync } from 'node:fs';
import { isProviderError, systemClock, type LlmEvent, type LlmMessage, type LlmRequest, type ProviderError } from '@parley/plugin-sdk';
import { pluginManifest } from '@parley/plugin-sdk/manifest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLlm } from '../src/llm.js';
import { manifestKinds } from '../src/manifest.js';
import { messagesOf } from '../src/messages.js';
import { startMistralServer, type MistralServer } from './mistral-server.js';

let server: MistralServer;
beforeAll(async () => { server = await startMistralServer(); });
afterAll(async () => { await server.close(); });

const open = (base: string, settings: object = {}) => openLlm({ settings: { baseUrl: `${server.url}${base}`, ...settings }, secrets: { apiKey: 'test-0123456789' }, clock: systemClock, logger: { debug() {}, info() {}, warn() {} } });
const requestOf = (messages: readonly LlmMessage[], more: Partial<LlmRequest> = {}): LlmRequest => ({
  instructions: 'Be brief.', agentName: 'Robin', language: 'en', messages, tools: [], documents: [], isSpeculative: false, signal: new AbortController().signal, ...more,
});
const user = (text: string): LlmMessage => ({ role: 'user', text });

async function ask(base: string, request: LlmRequest, settings: object = {}): Promise<{ events: LlmEvent[]; error: ProviderError | undefined }> {
  const llm = await open(base, settings);
  const events: LlmEvent[] = [];
  try { for await (const event of llm.generate(request)) events.push(event); return { events, error: undefined }; } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  } finally { await llm.close(); }
}
const saidIn = (events: readonly LlmEvent[]) => events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : [])).join('');

test.each([['silence', 'timeout'], ['cut', 'unreachable'], ['early-end', 'vendor-fault'], ['garbage', 'vendor-fault'], ['error-event', 'rate-limit']])('an answer that stops in the middle by %s fails as %s, after the words that came', async (failure, cause) => {
  const { events, error } = await ask(`/fail/${failure}`, requestOf([user('Hours?')]), { timeoutMs: 600 });
  expect(events).toEqual([{ type: 'text-delta', text: 'We ' }, { type: 'text-delta', text: 'are ' }]);
  expect(error?.causeCode).toBe(cause);
});

test('an answer that the vendor ends as failed is none', async () => {
  expect((await ask('/fail/end-error', requestOf([user('Hours?')]))).error?.causeCode).toBe('vendor-fault');
});

test('refusals keep the vendor\'s words, code and wait, in each of the forms it has', async () => {
  const refusalOf = async (base: string, more: Partial<LlmRequest> = {}, settings: object = {}) => (await ask(base, requestOf([user('Hours?')], more), settings)).error;
  expect(await refusalOf('/fail/rate-limit')).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 3_000, httpStatus: 429, vendorCode: '1300', vendorMessage: 'Rate limit exceeded' });
  expect(await refusalOf('/fail/auth')).toMatchObject({ causeCode: 'auth', vendorMessage: 'Unauthorized: …' });
  expect(await refusalOf('/fail/quota')).toMatchObject({ causeCode: 'quota', vendorCode: 'payment_required' });
  expect(await refusalOf('/fail/gateway')).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502, vendorMessage: expect.stringContaining('Bad gateway') as string });
  expect(await refusalOf('', { tools: [{ name: 'not a name', description: '', parameters: { type: 'object' } }] })).toMatchObject({ causeCode: 'bad-request', httpStatus: 422, vendorMessage: expect.stringContaining('body.tools.0.function.name: ') as string });
});

test('what interruptions leave behind, calls of other vendors, and agents who speak last become a conversation that the vendor takes', async () => {
  const call = (id: string) => ({ id, name: 'look_up', argumentsJson: '{"a":1}' });
  const { error } = await ask('', requestOf([
    { role: 'assistant', text: 'Hello.' }, user('Hi.'), user('Is it there?'), { role: 'assistant', text: 'One moment', toolCalls: [call('toolu_01Zr4'), call('b')], isInterrupted: true },
    { role: 'tool', toolCallId: 'toolu_01Zr4', resultJson: '{}' }, { role: 'tool', toolCallId: 'lost', resultJson: '{}' }, { role: 'assistant', text: '', toolCalls: [call('D681PevKs')] }, user('Hours?'),
  ]));
  expect(error).toBeUndefined();
  const id = expect.stringMatching(/^[a-f0-9]{9}$/) as string;
  expect(server.chats.at(-1)!.messages).toEqual([
    { role: 'system', content: 'Be brief.' }, { role: 'assistant', content: 'Hello.' }, { role: 'user', content: 'Hi.' }, { role: 'user', content: 'Is it there?' },
    { role: 'assistant', content: 'One moment' }, { role: 'assistant', tool_calls: [{ id, type: 'function', function: { name: 'look_up', arguments: '{"a":1}' } }] }, { role: 'tool', tool_call_id: id, content: '{}' },
    { role: 'assistant', content: '…' }, { role: 'user', content: 'Hours?' },
  ]);
  expect((await ask('', requestOf([user('Hi.'), { role: 'assistant', text: 'Hello' }]))).error).toBeUndefined();
  expect((await ask('', requestOf([]))).error).toBeUndefined();
  // The vendor's own names are kept.
  expect(messagesOf('', [user('Hi.'), { role: 'assistant', text: '', toolCalls: [call('D681PevKs')] }, { role: 'tool', toolCallId: 'D681PevKs', resultJson: '{}' }]).at(-1)).toMatchObject({ tool_call_id: 'D681PevKs' });
});

test('what it used is told as the vendor counts it, and by the request alone where it does not', async () => {
  const usage = ({ events }: { events: LlmEvent[] }) => events.find((event) => event.type === 'usage')?.usage;
  const request = requestOf([user('Hours?')]);
  expect(usage(await ask('', request))).toEqual({ requests: 1, inputTokens: 1_200, outputTokens: 11 });
  expect(usage(await ask('/fail/cached', request))).toEqual({ requests: 1, inputTokens: 1_200, cachedInputTokens: 1_024, outputTokens: 11 });
  expect(usage(await ask('/fail/no-usage', request))).toEqual({ requests: 1 });
});

test('settings reach the vendor, an answer that is too long ends as such, and nobody hears what a model thinks', async () => {
  const { events } = await ask('', requestOf([user('Hours?')], { outputTokensMax: 3 }), { model: 'magistral-x', temperature: 0.2 });
  expect(saidIn(events)).toBe('We are open ');
  expect(events.at(-1)).toEqual({ type: 'end', reason: 'length' });
  expect(server.chats.at(-1)).toMatchObject({ model: 'magistral-x', temperature: 0.2, max_tokens: 3 });
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
  expect(pluginManifest.parse(parley).id).toBe('mistral');
  expect(parley.kinds).toEqual(JSON.parse(JSON.stringify(manifestKinds())));
});
