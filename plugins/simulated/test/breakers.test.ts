import { PROVIDER_KINDS, type ProviderKind } from '@parley/plugin-sdk';
import { ContractViolation, contracts, type ContractCheck, type HarnessByKind } from '@parley/plugin-sdk/testing';
import { describe, expect, test } from 'vitest';
import { dataSourceBreakers } from './breakers-data-source.js';
import { embeddingBreakers, turnBreakers } from './breakers-answers.js';
import { llmBreakers } from './breakers-llm.js';
import { mailBreakers } from './breakers-mail.js';
import { storageBreakers } from './breakers-storage.js';
import { sttBreakers } from './breakers-stt.js';
import { ttsBreakers } from './breakers-tts.js';
import { vadBreakers } from './breakers-vad.js';
import type { Breakers } from './breaker.js';
import { simulatedHarness } from './harness.js';

const breakersByKind: { readonly [Kind in ProviderKind]: Breakers<Kind> } = {
  stt: sttBreakers, tts: ttsBreakers, llm: llmBreakers, embedding: embeddingBreakers, vad: vadBreakers, turn: turnBreakers, mail: mailBreakers,
  'data-source': dataSourceBreakers, storage: storageBreakers,
};

function proveSuiteOf<Kind extends ProviderKind>(kind: Kind): void {
  const checks: readonly ContractCheck<HarnessByKind[Kind]>[] = contracts[kind];
  test(`every rule of ${kind} has an adapter that breaks it`, () => {
    expect(Object.keys(breakersByKind[kind]).toSorted()).toEqual(checks.map((check) => check.id).toSorted());
    for (const breakers of Object.values(breakersByKind[kind])) expect(breakers.length).toBeGreaterThan(0);
  });
  for (const check of checks) {
    for (const breaker of breakersByKind[kind][check.id] ?? []) {
      test(`${check.id} rejects an adapter that ${breaker.wrong}`, async () => {
        const harness = simulatedHarness(kind, breaker.settings, breaker.wrap);
        const error: unknown = await check.run(harness).then(() => undefined, (thrown: unknown) => thrown);
        expect(error, 'the check let the broken adapter pass').toBeDefined();
        if (!(error instanceof ContractViolation)) throw error;
        expect(error.id).toBe(check.id);
        expect(error.message).toMatch(/found: .{5,}/u);
      });
    }
  }
}

for (const kind of PROVIDER_KINDS) describe(`the suite of ${kind}`, () => { proveSuiteOf(kind); });
