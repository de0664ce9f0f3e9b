import { VirtualClock } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import { createEpochs } from '../call/epoch.js';
import type { CallLine, SendOutcome } from '../call/line.js';
import { Playout } from './playout.js';
import { Utterance } from './utterance.js';

const RATE = 8000;

function setUp(evidence: CallLine['evidence'] = 'MARK') {
  const clock = new VirtualClock();
  const sent: { atMs: number; samples: Int16Array }[] = [];
  const marks: string[] = [];
  const problems: number[] = [];
  const state = { clears: 0, outcome: 'sent' as SendOutcome, bufferedBytes: 0 };
  const line: CallLine = {
    transport: 'TWILIO', sampleRateHz: RATE, evidence, carrierCallId: undefined,
    sendAudio(samples) {
      if (state.outcome !== 'dropped') sent.push({ atMs: clock.nowMs(), samples: samples.slice() });
      return state.outcome;
    },
    sendMark(name) { marks.push(name); return 'sent'; },
    sendClear() { state.clears++; return 'sent'; },
    sendNotice: () => 'sent', bufferedBytes: () => state.bufferedBytes, close() {},
  };
  const heard: Utterance[] = [];
  const playout = new Playout({ line, clock, callStartMs: 0, recorder: undefined, onStarted() {}, onHeard: (utterance) => { heard.push(utterance); }, onBackpressure: (count) => { problems.push(count); } });
  const epochs = createEpochs();
  const utterance = new Utterance(0, epochs.open(), 'ANSWER', false, { startedMs: 0 });
  playout.enqueue(utterance);
  const sentMs = (): number => (sent.reduce((sum, part) => sum + part.samples.length, 0) * 1000) / RATE;
  const tick = async (durationMs: number, everyMs = 20): Promise<void> => {
    for (let passed = 0; passed < durationMs; passed += everyMs) {
      await clock.advance(everyMs);
      playout.tick(clock.nowMs());
    }
  };
  return { clock, sent, marks, problems, state, playout, utterance, heard, sentMs, tick, epochs };
}

const audio = (durationMs: number): Int16Array => Int16Array.from({ length: (durationMs * RATE) / 1000 }, (_, index) => (index % 1000) + 1);

test('the first audio goes out at once, and the lead stays between 200 and 400 ms', async () => {
  const { playout, utterance, sentMs, tick, clock } = setUp();
  playout.append(utterance, audio(4_000));
  expect(sentMs()).toBe(400);
  for (let step = 0; step < 100; step++) {
    await tick(20);
    const leadMs = sentMs() - clock.nowMs();
    expect(leadMs).toBeGreaterThanOrEqual(200);
    expect(leadMs).toBeLessThanOrEqual(400);
  }
});

test('a late tick sends everything due at once, and the lateness is told', async () => {
  const { playout, utterance, sentMs, tick, clock } = setUp();
  playout.append(utterance, audio(4_000));
  await tick(100);
  expect(Math.max(...utterance.latenessMs)).toBe(0);
  await clock.advance(250);
  playout.tick(clock.nowMs());
  expect(sentMs() - clock.nowMs()).toBe(400);
  // 100 + 250 ms passed; the lead fell below 300 ms at 200 ms by the last send.
  expect(Math.max(...utterance.latenessMs)).toBeGreaterThanOrEqual(150);
});

test('marks come every 200 ms and at the end, with epoch, number and characters', async () => {
  const { playout, utterance, marks, tick } = setUp();
  playout.append(utterance, audio(1_050));
  playout.finish(utterance);
  await tick(1_000);
  expect(marks).toEqual(['1.1.0', '1.2.0', '1.3.0', '1.4.0', '1.5.0', '1.6.0']);
});

test('marks that a clear sends back do not count as heard', async () => {
  const { playout, utterance, marks, tick, clock } = setUp();
  playout.append(utterance, audio(3_000));
  await tick(320);
  playout.onMark(marks[0]!);
  const cut = playout.cut(clock.nowMs());
  expect(cut[0]!.playedSamples).toBe((320 * RATE) / 1000);
  for (const mark of marks) playout.onMark(mark);
  expect(utterance.playedSamples).toBe((320 * RATE) / 1000);
  expect(utterance.markedSamples).toBe((200 * RATE) / 1000);
});

test('a player that stalls is not taken to have played on', async () => {
  const { playout, utterance, marks, tick, clock } = setUp();
  playout.append(utterance, audio(4_000));
  await tick(200);
  playout.onMark(marks[0]!);
  // The next marks are overdue: the far end stands still.
  await tick(1_200);
  expect(utterance.playedSamples).toBeLessThanOrEqual((600 * RATE) / 1000);
  expect(playout.cut(clock.nowMs())[0]!.proof).toBe('MARK');
});

test('audio of a dead epoch is dropped', async () => {
  const { playout, utterance, sent, clock, tick } = setUp();
  playout.append(utterance, audio(500));
  playout.cut(clock.nowMs());
  const count = sent.length;
  playout.append(utterance, audio(500));
  await tick(500);
  expect(sent.length).toBe(count);
});

test('a full socket is not fed, and told of once a second', async () => {
  const { playout, utterance, state, sentMs, problems, tick } = setUp();
  state.bufferedBytes = 100_000;
  playout.append(utterance, audio(1_000));
  await tick(2_500);
  expect(sentMs()).toBe(0);
  expect(problems.length).toBe(3);
  state.bufferedBytes = 0;
  playout.onDrain();
  expect(sentMs()).toBe(400);
});

test('without proof the last words count after a while', async () => {
  const { playout, utterance, heard, tick } = setUp();
  playout.append(utterance, audio(300));
  playout.finish(utterance);
  await tick(1_000);
  expect(heard).toEqual([]);
  await tick(1_000);
  expect(heard).toEqual([utterance]);
  expect(utterance.proof).toBeUndefined();
});

const at = (ms: number): number => (ms * RATE) / 1000;

test('after a hold it goes on at the quietest place shortly before, and what was heard stays heard', async () => {
  const { playout, utterance, sent, tick, clock } = setUp('SAMPLES');
  const samples = audio(4_000).fill(0, at(1_700), at(1_800));
  playout.append(utterance, samples.slice(0, at(1_500)));
  playout.append(utterance, samples.slice(at(1_500)));
  await tick(2_000);
  playout.pause(clock.nowMs(), 'HOLD');
  playout.onPlayed(at(2_000));
  expect([utterance.playedSamples, playout.isAudible(clock.nowMs()), playout.isStoppedByHold]).toEqual([at(2_000), false, true]);
  const count = sent.length;
  await tick(5_000);
  expect(sent.length).toBe(count);
  playout.resume(clock.nowMs(), 'HOLD');
  expect([...sent[count]!.samples.subarray(0, 50)]).toEqual([...samples.subarray(at(1_780), at(1_780) + 50)]);
  await tick(60);
  playout.pause(clock.nowMs(), 'HOLD');
  // The far end had played 40 ms of it: all of them for the second time.
  playout.onPlayed(at(2_040));
  expect(utterance.playedSamples).toBe(at(2_000));
  playout.resume(clock.nowMs(), 'HOLD');
  await tick(600);
  playout.pause(clock.nowMs(), 'SPEECH');
  expect(utterance.playedSamples).toBe(at(1_780 + 600));
});

test('the sound goes on only when neither speech nor a hold stops it', async () => {
  const { playout, utterance, sentMs, tick, clock, epochs } = setUp();
  playout.append(utterance, audio(2_000));
  await tick(100);
  playout.pause(clock.nowMs(), 'SPEECH');
  playout.pause(clock.nowMs(), 'HOLD');
  const beforeMs = sentMs();
  playout.resume(clock.nowMs(), 'SPEECH');
  await tick(100);
  expect(sentMs()).toBe(beforeMs);
  expect(playout.cut(clock.nowMs())).toEqual([utterance]);
  const next = new Utterance(1, epochs.open(), 'ANSWER', false, { startedMs: clock.nowMs() });
  playout.enqueue(next);
  playout.append(next, audio(1_000));
  await tick(100);
  expect([sentMs(), playout.isStoppedByHold]).toEqual([beforeMs, true]);
  playout.resume(clock.nowMs(), 'HOLD');
  expect(sentMs()).toBe(beforeMs + 400);
});
