import { systemClock, type PluginContext, type ProviderErrorCause, type ProviderKind } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, spoken, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedding } from '../src/embedding.js';
import { openLlm } from '../src/llm.js';
import { openStt } from '../src/stt.js';
import { openTts } from '../src/tts.js';
import { startOpenAiServer, type OpenAiServer } from './openai-server.js';

let server: OpenAiServer;
beforeAll(async () => { server = await startOpenAiServer(); });
afterAll(async () => { await server.close(); });

/** A connection that is refused: nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1/v1';
const time = realTime(systemClock, 500);
const failingCauses = ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const;

function harnessOf<Provider>(open: (context: PluginContext) => Promise<Provider>) {
  const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => open({ settings: { baseUrl, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });
  return {
    time, failingCauses, open: (watch: ContractWatch) => openAt(`${server.url}/v1`, watch),
    openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? NOWHERE : `${server.url}/fail/${cause}/v1`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
  };
}

const toolCase = {
  userText: 'Where is my order 1042?', resultJson: '{"state":"on its way"}',
  tool: { name: 'look_up_order', description: 'Finds an order.', parameters: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] } },
};
const LLM = { ...harnessOf(openLlm), toolCase };
const STT = { ...harnessOf(openStt), speech: [spoken('What are your opening hours?'), spoken('Please book a table tomorrow.')], wordErrorRateMax: 0 };
const TTS = harnessOf(openTts);
const EMBEDDING = harnessOf(openEmbedding);

describe('language model', () => { runContract('llm', LLM, test); });
describe('transcripts', () => { runContract('stt', STT, test); });
describe('voice', () => { runContract('tts', TTS, test); });
describe('embeddings', () => { runContract('embedding', EMBEDDING, test); });

test('each is held to every rule of its kind', () => {
  const countOf = <Kind extends ProviderKind>(kind: Kind, harness: Parameters<typeof runContract<Kind>>[1]) => { let count = 0; runContract(kind, harness, () => { count += 1; }); return count; };
  expect([countOf('llm', LLM), countOf('stt', STT), countOf('tts', TTS), countOf('embedding', EMBEDDING)]).toEqual([contracts.llm.length, contracts.stt.length, contracts.tts.length, contracts.embedding.length]);
});
