import { expect, test } from 'vitest';
import { createDescriber, type ShownEvent } from './call-record.js';

let seq = 0;
const event = (fields: Partial<ShownEvent> & { __typename: string }): ShownEvent => ({ seq: ++seq, atMs: 0, ...fields });
const latency = (responseMs: number) => ({ responseMs, endpointWaitMs: 0, sttFinalMs: null, llmFirstTokenMs: 0, ttsFirstAudioMs: 333, ownShareMs: 0 });
const agent = (heardText: string, responseMs: number) => event({ __typename: 'AgentTurnEvent', heardText, generatedText: heardText, isInterrupted: false, latency: latency(responseMs) });
const caller = event({ __typename: 'CallerTurnEvent', text: 'Are you open?' });

test('latencies are shown for answers to the caller, not for greetings and reminders', () => {
  const describe = createDescriber();
  expect(describe(agent('Hello.', 0))).toBe('agent   Hello.');
  expect(describe(caller)).toBe('caller  Are you open?');
  expect(describe(agent('Yes.', 812.4))).toBe('agent   Yes.\n          answered after 812 ms: endpoint 0 ms, transcript –, first token 0 ms, first audio 333 ms, own share 0 ms');
  expect(describe(agent('Are you still there?', 15))).toBe('agent   Are you still there?');
});

test('what was written is told apart from what was said', () => {
  expect(createDescriber()(event({ __typename: 'CallerTurnEvent', text: 'Are you open?', isTyped: true }))).toBe('caller  Are you open? (written)');
});

test('an interrupted answer shows where it was cut and what was not heard', () => {
  const describe = createDescriber();
  const line = describe(event({ __typename: 'AgentTurnEvent', heardText: 'We are open', generatedText: 'We are open from nine.', isInterrupted: true }));
  expect(line).toBe('agent   We are open✂  [not heard: from nine.]');
});
