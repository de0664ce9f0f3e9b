import { expect, test } from 'vitest';
import { Scenario } from './scenario.js';

const ANSWER = 'Our office is open from nine in the morning until five in the afternoon. On Saturdays we open at ten and close at two.';

test('a listening sound lets the agent go on, and does not prefix the next turn', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?', 'Mhm.', 'Thank you very much.'], hasSpeculation: false }, llm: { replies: [ANSWER, 'You are welcome.'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(2_000);
  await scenario.says(700);
  await scenario.until(() => scenario.of('interruption-resolved').length === 1);
  expect(scenario.of('interruption-resolved')[0]).toMatchObject({ outcome: 'BACKCHANNEL', text: 'Mhm.' });
  // Known at the pause, before the turn would have been decided.
  expect(scenario.of('turn-decided')).toHaveLength(1);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ heardText: ANSWER, isInterrupted: false });
  await scenario.says(900);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  expect(scenario.of('caller-turn').map((turn) => turn.text)).toEqual(['When are you open?', 'Thank you very much.']);
  await scenario.hangUp();
});

test('a short listening sound does not even stop the agent', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?', 'Okay'] }, llm: { replies: [ANSWER] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(2_000);
  await scenario.says(300);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.phone.clearCount).toBe(0);
  expect(scenario.of('interruption-started')).toEqual([]);
  expect(scenario.of('caller-turn')).toHaveLength(1);
  await scenario.hangUp();
});

test('a short word that is none cuts the agent off once it is known', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?', 'Stop'] }, llm: { replies: [ANSWER, 'Of course.'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(2_000);
  await scenario.says(300);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ isInterrupted: true });
  expect(scenario.of('agent-turn')[2]).toMatchObject({ heardText: 'Of course.' });
  await scenario.hangUp();
});

test('yes over the last syllables of a question is its answer', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['Hello', 'Yes'] }, llm: { replies: ['Shall I book the table for you?', 'It is booked.'] } });
  await scenario.untilListening();
  await scenario.says(700);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(31 * 60 - 500);
  await scenario.says(300);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ heardText: 'Shall I book the table for you?', isInterrupted: false });
  expect(scenario.of('caller-turn')[1]).toMatchObject({ text: 'Yes' });
  await scenario.hangUp();
});

test('the caller adds more while the agent is slow: one answer, to all of it', async () => {
  const scenario = await Scenario.start({
    stt: { transcripts: ['Book a table for two.', 'For tomorrow evening.'] }, llm: { firstTokenMs: 1_100, replies: ['You said: {user}'], rules: [{ match: '.', reply: 'Noted: {user}' }] },
  });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('caller-turn').length === 1);
  await scenario.waits(100);
  await scenario.says(1_200);
  await scenario.until(() => scenario.of('agent-turn').filter((turn) => turn.purpose === 'ANSWER').length === 2);
  const [first, second] = scenario.of('agent-turn').filter((turn) => turn.purpose === 'ANSWER');
  expect(first).toMatchObject({ heardText: '', heardEvidence: 'NONE', isInterrupted: true });
  // Nothing was heard, so the two turns are one message.
  expect(second).toMatchObject({ heardText: 'Noted: Book a table for two. For tomorrow evening.' });
  expect(scenario.of('interruption-resolved').at(-1)).toMatchObject({ outcome: 'CONFIRMED' });
  await scenario.hangUp();
});

test('a cough while the agent thinks does not silence it', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['Book a table for two.'], isCycling: false }, llm: { firstTokenMs: 1_000, replies: ['It is booked.'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('caller-turn').length === 1);
  await scenario.waits(100);
  await scenario.says(200);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ heardText: 'It is booked.', isInterrupted: false });
  await scenario.hangUp();
});

test('the greeting can be interrupted, and what was not heard of it is not in the context', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['I need a table for two please'] }, agent: { greeting: 'Welcome to the Golden Lion, this call may be recorded, how can I help you today?' } });
  await scenario.waits(1_500);
  await scenario.says(1_500);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  const greeting = scenario.of('agent-turn')[0]!;
  expect(greeting).toMatchObject({ purpose: 'GREETING', isInterrupted: true });
  expect('Welcome to the Golden Lion, this call may be recorded,'.startsWith(greeting.heardText)).toBe(true);
  expect(greeting.heardText.length).toBeGreaterThan(10);
  await scenario.hangUp();
});

test('two interruptions in a row each cut their own answer', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?', 'No, tell me about Monday', 'And the price please'] }, llm: { replies: [ANSWER, ANSWER, 'It is free.'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  for (const turns of [2, 3]) {
    await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
    await scenario.waits(1_500);
    await scenario.says(1_200);
    await scenario.until(() => scenario.of('agent-turn').length === turns);
  }
  await scenario.until(() => scenario.of('agent-turn').length === 4);
  expect(scenario.of('agent-turn').slice(1).map((turn) => turn.isInterrupted)).toEqual([true, true, false]);
  expect(new Set(scenario.of('agent-turn').map((turn) => turn.epoch)).size).toBe(4);
  expect(scenario.of('interruption-resolved').map((event) => event.outcome)).toEqual(['CONFIRMED', 'CONFIRMED']);
  await scenario.hangUp();
});

test('protected speech is not interrupted, and what was said over it is not answered', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['Not now', 'Hello'] }, turnTaking: { isInterruptible: false }, agent: { greeting: 'This call is recorded for quality. You can object at any time.' } });
  await scenario.waits(500);
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('agent-turn').length === 1);
  expect(scenario.of('agent-turn')[0]).toMatchObject({ isInterrupted: false, heardText: 'This call is recorded for quality. You can object at any time.' });
  expect(scenario.of('caller-turn')).toEqual([]);
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('caller-turn').length === 1);
  await scenario.hangUp();
});

test('with a number of words set, words interrupt and noise does not', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?', 'please stop talking now'], partialEveryMs: 400 }, turnTaking: { interruptionWordsMin: 3 }, llm: { replies: [ANSWER, 'Yes?'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(1_000);
  const onsetMs = scenario.nowMs;
  await scenario.says(1_500);
  const started = scenario.events.find((event) => event.type === 'interruption-started')!;
  expect(started.atMs - onsetMs).toBeGreaterThan(600);
  await scenario.until(() => scenario.of('interruption-resolved').length === 1);
  await scenario.hangUp();
});
