import { systemClock, type PluginContext, type ProviderErrorCause } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, spoken, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLlm } from '../src/llm.js';
import { openStt } from '../src/stt.js';
import { startMistralServer, type MistralServer } from './mistral-server.js';

let server: MistralServer;
beforeAll(async () => { server = await startMistralServer(); });
afterAll(async () => { await server.close(); });

/** A connection that is refused: nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1';
const failingCauses = ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const;

function harnessOf<Provider>(open: (context: PluginContext) => Promise<Provider>) {
  const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => open({ settings: { baseUrl, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });
  return {
    time: realTime(systemClock, 500), failingCauses, open: (watch: ContractWatch) => openAt(server.url, watch),
    openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? NOWHERE : `${server.url}/fail/${cause}`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
  };
}

const toolCase = {
  userText: 'Where is my order 1042?', resultJson: '{"state":"on its way"}',
  tool: { name: 'look_up_order', description: 'Finds an order.', parameters: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] } },
};
const LLM = { ...harnessOf(openLlm), toolCase };
const STT = { ...harnessOf(openStt), speech: [spoken('What are your opening hours?'), spoken('Please book a table tomorrow.')], wordErrorRateMax: 0 };

describe('language model', () => { runContract('llm', LLM, test); });
describe('transcripts', () => { runContract('stt', STT, test); });

test('each is held to every rule of its kind', () => {
  const names: string[] = [];
  runContract('llm', LLM, (name) => { names.push(name); });
  runContract('stt', STT, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts.llm.length + contracts.stt.length);
});
