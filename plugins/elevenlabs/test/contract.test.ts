import { systemClock, type PluginContext, type ProviderErrorCause } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, spoken, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStt } from '../src/stt.js';
import { openTts } from '../src/tts.js';
import { startElevenLabsServer, type ElevenLabsServer } from './elevenlabs-server.js';

let server: ElevenLabsServer;
beforeAll(async () => { server = await startElevenLabsServer(); });
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

const STT = { ...harnessOf(openStt), speech: [spoken('What are your opening hours?'), spoken('Please book a table tomorrow.')], wordErrorRateMax: 0 };
const TTS = harnessOf(openTts);

describe('transcripts', () => { runContract('stt', STT, test); });
describe('voice', () => { runContract('tts', TTS, test); });

test('each is held to every rule of its kind', () => {
  const names: string[] = [];
  runContract('stt', STT, (name) => { names.push(name); });
  runContract('tts', TTS, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts.stt.length + contracts.tts.length);
});
