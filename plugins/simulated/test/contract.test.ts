import { PROVIDER_KINDS } from '@parley/plugin-sdk';
import { contracts, runContract } from '@parley/plugin-sdk/testing';
import { describe, expect, test } from 'vitest';
import { simulatedHarness } from './harness.js';

for (const kind of PROVIDER_KINDS) {
  describe(`simulated ${kind}`, () => {
    runContract(kind, simulatedHarness(kind), (name, run) => { test(name, run); });
  });
}

describe('with the optional abilities on', () => {
  runContract('stt', simulatedHarness('stt', { partialEveryMs: 200, hasSpeculation: false }), (name, run) => { test(name, run); });
  runContract('tts', simulatedHarness('tts', { hasTimestamps: true, realTimeFactor: 0.5, chunkMs: 20 }), (name, run) => { test(name, run); });
  runContract('vad', simulatedHarness('vad', { delayMs: 15 }), (name, run) => { test(name, run); });
});

test('the harness is held to every rule', () => {
  for (const kind of PROVIDER_KINDS) {
    const names: string[] = [];
    runContract(kind, simulatedHarness(kind), (name) => { names.push(name); });
    expect(names).toHaveLength(contracts[kind].length);
  }
});
