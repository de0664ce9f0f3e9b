import { expect, test } from 'vitest';
import { MS_PER_CHARACTER, Scenario } from './scenario.js';

const REPLIES = ['We are open from nine to six, from Monday to Friday. On Saturdays we close at two.', 'Yes, there is room for twenty cars behind the house. The gate is open all day.', 'You are welcome. We look forward to seeing you.'];
const QUESTIONS = ['When are you open?', 'Is there a place to park?', 'Thank you very much.'];
/** 4 s promised, and the length of a network's frames and of one tick. */
const WAIT_MS_MAX = 4_200;

/** Faults begin in the second question: its hearing fails, then its answer has no first word, then its voice breaks off in the middle. */
test('one call changes ear, mind and voice in the middle: nobody waits over 4 s, hears anything twice, and each turn names who served it', async () => {
  const llm = { replies: REPLIES, firstTokenMs: 200 };
  const scenario = await Scenario.start({
    agent: { greeting: 'Hello.' },
    stt: [{ transcripts: QUESTIONS, hasSpeculation: false, faults: [{ kind: 'stall', on: 'commit', atRequest: 2, always: true }] }, { transcripts: QUESTIONS.slice(1), hasSpeculation: false }],
    llm: [{ ...llm, faults: [{ kind: 'stall', atRequest: 2, always: true }] }, llm],
    tts: [{ realTimeFactor: 0.5, faults: [{ kind: 'break-midway', atRequest: 12, afterMs: 600, always: true }] }, { realTimeFactor: 0.5 }],
  });
  await scenario.untilListening();
  await scenario.waits(2_000);
  const waitsMs: number[] = [];
  for (const [index] of QUESTIONS.entries()) {
    await scenario.says(1_000);
    const askedMs = scenario.nowMs;
    await scenario.until(() => scenario.of('agent-turn').filter(({ purpose }) => purpose === 'ANSWER').length === index + 1, 60_000);
    waitsMs.push(scenario.phone.longestSilenceMs(askedMs, scenario.nowMs - 500));
    await scenario.waits(1_500);
  }
  const answers = scenario.of('agent-turn').filter(({ purpose }) => purpose === 'ANSWER');
  expect(scenario.of('caller-turn').map(({ text, providers }) => [text, providers.stt])).toEqual([[QUESTIONS[0], 'stt-1'], [QUESTIONS[1], 'stt-2'], [QUESTIONS[2], 'stt-2']]);
  expect(answers.map(({ heardText, providers: { llm: mind, tts } }) => [heardText, mind, tts])).toEqual([[REPLIES[0], 'llm-1', 'tts-1'], [REPLIES[1], 'llm-2', 'tts-2'], [REPLIES[2], 'llm-2', 'tts-2']]);
  expect(new Set(scenario.of('provider-failed').map(({ kind, connectionId }) => `${kind} ${connectionId}`))).toEqual(new Set(['stt stt-1', 'tts tts-1']));
  expect(scenario.of('provider-hedged').map(({ slowConnectionId, winnerConnectionId }) => [slowConnectionId, winnerConnectionId])).toEqual([['llm-1', 'llm-2'], ['llm-1', 'llm-2']]);
  for (const [index, waitMs] of waitsMs.entries()) expect([index, waitMs < WAIT_MS_MAX]).toEqual([index, true]);
  // What was played is each answer once: its letters, and the pause of the change.
  for (const [index, { startedAtMs, endedAtMs }] of answers.entries()) expect([index, endedAtMs - startedAtMs < REPLIES[index]!.length * MS_PER_CHARACTER + 1_500]).toEqual([index, true]);
  expect(scenario.warnings).toEqual([]);
  await scenario.hangUp();
});
