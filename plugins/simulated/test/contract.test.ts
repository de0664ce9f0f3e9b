import { PROVIDER_KINDS, systemClock } from '@parley/plugin-sdk';
import { contracts, realTime, runContract } from '@parley/plugin-sdk/testing';
import { describe, expect, test } from 'vitest';
import { simulatedHarness } from './harness.js';

for (const kind of PROVIDER_KINDS) {
  describe(`simulated ${kind}`, () => {
    runContract(kind, simulatedHarness(kind), test);
  });
}

describe('with the optional abilities on', () => {
  runContract('stt', simulatedHarness('stt', { partialEveryMs: 200, hasSpeculation: false }), test);
  runContract('tts', simulatedHarness('tts', { hasTimestamps: true, realTimeFactor: 0.5, chunkMs: 20 }), test);
  runContract('vad', simulatedHarness('vad', { delayMs: 15 }), test);
});

describe('in real time', () => {
  const time = realTime(systemClock);
  runContract('embedding', simulatedHarness('embedding', {}, undefined, time), test);
  runContract('turn', simulatedHarness('turn', {}, undefined, time), test);
  runContract('llm', simulatedHarness('llm', { firstTokenMs: 20 }, undefined, time), test);
});

test('the harness is held to every rule', () => {
  for (const kind of PROVIDER_KINDS) {
    const names: string[] = [];
    runContract(kind, simulatedHarness(kind), (name) => { names.push(name); });
    expect(names).toHaveLength(contracts[kind].length);
  }
});
