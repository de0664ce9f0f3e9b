// A whole call on vendors' adapters, each against a local server that speaks the vendor's protocol.
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
