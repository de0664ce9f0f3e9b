import { systemClock, type ProviderErrorCause } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTts } from '../src/tts.js';
import { startElevenLabsServer, type ElevenLabsServer } from './elevenlabs-server.js';

let server: ElevenLabsServer;
beforeAll(async () => { server = await startElevenLabsServer(); });
afterAll(async () => { await server.close(); });

/** A connection that is refused: nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1';
const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => openTts({ settings: { baseUrl, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });
const TTS = {
  time: realTime(systemClock, 500), failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  open: (watch: ContractWatch) => openAt(server.url, watch),
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? NOWHERE : `${server.url}/fail/${cause}`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
};

describe('voice', () => { runContract('tts', TTS, test); });

test('it is held to every rule of its kind', () => {
  let count = 0;
  runContract('tts', TTS, () => { count += 1; });
  expect(count).toBe(contracts.tts.length);
});
