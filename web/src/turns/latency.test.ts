import { expect, test } from 'vitest';
import { waterfall } from './latency.js';

const none = { endpointWaitMs: null, sttFinalMs: null, llmFirstTokenMs: null, ttsFirstAudioMs: null, transportMs: null, ownShareMs: null, responseMs: null };

test('steps stand one behind the other; the rest of the whole is our own', () => {
  const { segments, totalMs } = waterfall({ ...none, endpointWaitMs: 400, sttFinalMs: 0, llmFirstTokenMs: 100, ttsFirstAudioMs: 150, responseMs: 700 });
  expect(segments).toEqual([
    { step: 'endpointWaitMs', startMs: 0, lengthMs: 400 }, { step: 'llmFirstTokenMs', startMs: 400, lengthMs: 100 },
    { step: 'ttsFirstAudioMs', startMs: 500, lengthMs: 150 }, { step: 'ownShareMs', startMs: 650, lengthMs: 50 },
  ]);
  expect(totalMs).toBe(700);
});

test('work that overlapped makes the line as long as the work', () => {
  expect(waterfall({ ...none, endpointWaitMs: 400, llmFirstTokenMs: 300, responseMs: 600 }).totalMs).toBe(700);
});

test('a greeting answers nothing and has no waterfall', () => {
  expect(waterfall(none)).toEqual({ segments: [], totalMs: 0 });
});
