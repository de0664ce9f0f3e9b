import { expect, test } from 'vitest';
import { axisMarks, medianOf, ratingOf, timelineOf, type Latency, type LatencyStep } from './latency.js';

const none: Latency = { endpointWaitMs: null, sttFinalMs: null, llmFirstTokenMs: null, ttsFirstAudioMs: null, transportMs: null, ownShareMs: null, responseMs: null };
const pieces = (latency: Latency) => Object.fromEntries(timelineOf(latency)!.rows.map(({ step, pieces: found }) => [step, found.map(({ startMs, lengthMs }) => [startMs, lengthMs])])) as Record<LatencyStep, number[][]>;

test('steps that followed one another stand one behind the other, and leave no gap unnamed', () => {
  // 400 wait, 50 transcript, 20 until the model was asked, 100 first word, 80 until the clause was whole, 150 voice, 10 on the way.
  const latency = { endpointWaitMs: 400, sttFinalMs: 50, llmFirstTokenMs: 100, ttsFirstAudioMs: 150, transportMs: 10, ownShareMs: 30, responseMs: 810 };
  expect(pieces(latency)).toEqual({
    endpointWaitMs: [[0, 400]], sttFinalMs: [[400, 50]], llmFirstTokenMs: [[470, 100]], firstClauseMs: [[570, 80]], ttsFirstAudioMs: [[650, 150]],
    transportMs: [[800, 10]], ownShareMs: [[450, 20], [800, 10]],
  });
  expect(timelineOf(latency)!.totalMs).toBe(810);
});

test('work done ahead of the decision lies under the wait; nothing leaves the axis', () => {
  const latency = { ...none, endpointWaitMs: 400, sttFinalMs: 0, llmFirstTokenMs: 300, ttsFirstAudioMs: 120, transportMs: 2, ownShareMs: 0, responseMs: 460 };
  const { endpointWaitMs, llmFirstTokenMs, ttsFirstAudioMs, sttFinalMs } = pieces(latency);
  expect([endpointWaitMs, sttFinalMs, llmFirstTokenMs, ttsFirstAudioMs]).toEqual([[[0, 400]], [], [[38, 300]], [[338, 120]]]);
  const long = pieces({ ...latency, llmFirstTokenMs: 5_000 });
  for (const [startMs, lengthMs] of Object.values(long).flat()) {
    expect(startMs).toBeGreaterThanOrEqual(0);
    expect(startMs! + lengthMs!).toBeLessThanOrEqual(460);
  }
});

test('a step that did not run has no figure and no bar; one that took no time has a figure', () => {
  const rows = timelineOf({ ...none, llmFirstTokenMs: 90, ttsFirstAudioMs: 100, transportMs: 0, ownShareMs: 5, responseMs: 195 })!.rows;
  expect(rows.filter(({ lengthMs }) => lengthMs === null).map(({ step }) => step)).toEqual(['endpointWaitMs', 'sttFinalMs']);
  expect(rows.find(({ step }) => step === 'transportMs')).toEqual({ step: 'transportMs', lengthMs: 0, pieces: [] });
});

test('a greeting answers nothing and has no waterfall', () => {
  expect(timelineOf(none)).toBeUndefined();
});

test('thresholds, axis and middle', () => {
  expect([800, 801, 1_500, 1_501].map(ratingOf)).toEqual(['good', 'fair', 'fair', 'slow']);
  expect(axisMarks(810)).toEqual([200, 400, 600, 800]);
  expect(axisMarks(2_400)).toEqual([500, 1_000, 1_500, 2_000]);
  expect(axisMarks(40)).toEqual([]);
  expect([medianOf([]), medianOf([3, 1, 2]), medianOf([4, 1])]).toEqual([undefined, 2, 2.5]);
});
