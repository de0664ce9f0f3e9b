import { expect, test } from 'vitest';
import { Scenario } from './scenario.js';

test('greeting, question, answer, follow-up, and the caller hangs up', async () => {
  const scenario = await Scenario.start({
    stt: { transcripts: ['When do you open?', 'And on Sunday?'] },
    llm: { replies: ['We open at nine in the morning, every day of the week.', 'On Sunday we are closed.'] },
  });
  await scenario.untilListening();
  expect(scenario.of('agent-turn')[0]).toMatchObject({ purpose: 'GREETING', heardText: 'Hello, how can I help you?', heardEvidence: 'MARK', isInterrupted: false });

  await scenario.says(1_200);
  const speechEndMs = scenario.nowMs;
  await scenario.untilListening();
  expect(scenario.of('caller-turn')[0]).toMatchObject({ text: 'When do you open?' });
  const answer = scenario.of('agent-turn')[1]!;
  expect(answer).toMatchObject({
    purpose: 'ANSWER', heardText: 'We open at nine in the morning, every day of the week.', generatedText: 'We open at nine in the morning, every day of the week.', isInterrupted: false,
  });
  // 400 ms of silence, the prepared transcript, words prepared at the pause, the first clause and 100 ms of voice.
  const heardMs = scenario.phone.firstHeardAfter(speechEndMs)! - speechEndMs;
  expect(heardMs).toBeGreaterThan(400);
  expect(heardMs).toBeLessThan(1_100);
  expect(answer.latency.ownShareMs).toBeLessThanOrEqual(10);
  expect(answer.providers).toMatchObject({ llm: 'llm-1', tts: 'tts-1' });

  await scenario.says(800);
  await scenario.untilListening();
  expect(scenario.of('agent-turn')[2]).toMatchObject({ heardText: 'On Sunday we are closed.' });
  await scenario.hangUp();
  expect(scenario.ended).toMatchObject({ party: 'CALLER', code: 'HUNG_UP' });
  expect(scenario.of('call-ended')).toHaveLength(1);
  expect(scenario.events.at(-1)!.type).toBe('call-ended');
  expect(scenario.warnings).toEqual([]);
});
