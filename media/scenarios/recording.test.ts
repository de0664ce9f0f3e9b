import { expect, test } from 'vitest';
import type { CallRecorder } from '../src/observe/recorder-port.js';
import { Scenario } from './scenario.js';

/** The agent's leg in memory, on the call's clock. */
class Tape implements CallRecorder {
  readonly rateHz = 8000;
  readonly agentLeg = new Int16Array(60 * 8000);
  readonly callerLeg = new Int16Array(60 * 8000);
  caller(samples: Int16Array, atMs: number): void { this.callerLeg.set(samples, Math.round((atMs * this.rateHz) / 1000)); }
  agent(samples: Int16Array, atMs: number): void { this.agentLeg.set(samples, Math.round((atMs * this.rateHz) / 1000)); }
  cutAgent(fromMs: number): void { this.agentLeg.fill(0, Math.round((fromMs * this.rateHz) / 1000)); }
  async finish() { return { path: '/nowhere', durationMs: 1_000, byteLength: 2, sha256: 'x', sampleRateHz: this.rateHz }; }
}

test('the recording holds what was heard, when it was heard, through a pause, a resume and a cut', async () => {
  const recorder = new Tape();
  const scenario = await Scenario.start({
    recorder, stt: { transcripts: ['When are you open?', '', 'No, stop please'], hasSpeculation: false },
    llm: { replies: ['We open at nine in the morning and close at five in the afternoon on every day of the week.', 'All right.'] },
  });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(1_111);
  await scenario.says(700);
  await scenario.until(() => scenario.of('interruption-resolved').length === 1);
  await scenario.waits(900);
  await scenario.says(900);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  await scenario.hangUp();
  expect(scenario.of('interruption-resolved').map((event) => event.outcome)).toEqual(['FALSE_ALARM', 'CONFIRMED']);
  const heard = new Int16Array(recorder.agentLeg.length);
  for (const part of scenario.phone.played) heard.set(part.samples, Math.round((part.atMs * 8000) / 1000));
  let different = 0;
  for (let index = 0; index < heard.length; index++) if (heard[index] !== recorder.agentLeg[index]) different++;
  // Rounding of times to samples at the joints.
  expect(different).toBeLessThan(20);
  expect(scenario.of('recording-ready')).toHaveLength(1);
  expect(scenario.events.at(-1)!.type).toBe('call-ended');
});

test('steady noise does not keep the agent silent, and does not stop it again and again', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?'], isCycling: false }, llm: { replies: ['We open at nine in the morning and close at five in the afternoon on every day of the week.'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(1_000);
  scenario.microphone.speak(60_000);
  await scenario.until(() => scenario.of('agent-turn').length === 2, 40_000);
  expect(scenario.of('interruption-started')).toHaveLength(1);
  expect(scenario.of('interruption-resolved')).toMatchObject([{ outcome: 'FALSE_ALARM' }]);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ isInterrupted: false });
  await scenario.hangUp();
});

test('a monologue without a pause is recognised in parts and joined', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['So this is a long story', 'and this is how it ends.'], hasSpeculation: false } });
  await scenario.untilListening();
  await scenario.says(35_000);
  await scenario.until(() => scenario.of('caller-turn').length === 1);
  expect(scenario.of('caller-turn')[0]!.text).toBe('So this is a long story and this is how it ends.');
  await scenario.hangUp();
});
