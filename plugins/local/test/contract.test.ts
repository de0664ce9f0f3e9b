import { systemClock, type Plugin, type PluginContext, type ProviderByKind, type ProviderKind } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, type ContractHarness, type HarnessByKind } from '@parley/plugin-sdk/testing';
import { afterAll, describe, expect, test, vi } from 'vitest';
import plugin from '../src/index.js';
import { DENTAL_PRACTICE } from './dental-practice.js';
import { contextOf, goldenOf } from './support.js';

// Real models on a shared machine: the checks bound their own waits.
vi.setConfig({ testTimeout: 60_000 });

const opener = <Kind extends ProviderKind>(kind: Kind) => (plugin as Required<Plugin>)[kind] as (context: PluginContext) => Promise<ProviderByKind[Kind]>;

/** Kept open so that the checks, each of which opens and closes an adapter, share one set of loaded models. */
const kept = { tts: await opener('tts')(contextOf()), stt: await opener('stt')(contextOf()), vad: await opener('vad')(contextOf()), llm: await opener('llm')(contextOf()) };
afterAll(async () => { for (const provider of Object.values(kept)) await provider.close(); });

const SPEECH = [
  await goldenOf(kept.tts, 'What are your opening hours on Saturday morning?', 'slt'),
  await goldenOf(kept.tts, 'I would like to book a table for two people.', 'rms'),
];

/** Limits are generous: the machine that runs this runs other things too. */
function base<Kind extends ProviderKind>(kind: Kind): ContractHarness<Kind> {
  return {
    time: realTime(systemClock, 1000), answerMsMax: 30_000,
    open: async (watch) => await opener(kind)({ ...contextOf({}, watch.logger), secrets: { key: watch.secret } }),
  };
}

/** The others are packages of their own. */
type LocalKind = Exclude<ProviderKind, 'mail' | 'data-source' | 'storage'>;

const HARNESSES: { readonly [Kind in LocalKind]: HarnessByKind[Kind] } = {
  stt: { ...base('stt'), speech: SPEECH, wordErrorRateMax: 0.25 },
  tts: base('tts'),
  llm: {
    ...base('llm'), request: { documents: DENTAL_PRACTICE, agentName: 'Robin' },
    toolCase: {
      userText: 'I would like to check my order status for order 48213.', resultJson: '{"message":"Your order leaves tomorrow."}',
      tool: {
        name: 'check_order_status', description: 'Tells where an order is.',
        parameters: { type: 'object', properties: { orderNumber: { type: 'string' } }, required: ['orderNumber'] },
      },
    },
  },
  embedding: base('embedding'),
  vad: { ...base('vad'), speech: SPEECH[0]! },
  turn: base('turn'),
};

function check<Kind extends LocalKind>(kind: Kind): void {
  describe(`local ${kind}`, () => {
    runContract<LocalKind>(kind, HARNESSES[kind], test);
  });
}

check('vad');
check('stt');
check('tts');
check('llm');
check('embedding');
check('turn');

test('every rule but those for vendors that refuse is applied', () => {
  for (const kind of ['vad', 'stt', 'tts', 'llm', 'embedding', 'turn'] as const) {
    const names: string[] = [];
    runContract(kind, HARNESSES[kind], (name) => { names.push(name); });
    expect(names).toHaveLength(contracts[kind].length - 2);
  }
});
