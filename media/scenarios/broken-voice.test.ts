import { expect, test } from 'vitest';
import { MS_PER_CHARACTER, Scenario } from './scenario.js';

const ANSWER = 'Our office is open from nine in the morning until five in the afternoon. On Saturdays we open at ten and close at two. We are closed on Sundays.';

/** Requests to the model and texts to the voice, while the caller asks once. */
async function ask(tts: readonly Readonly<Record<string, unknown>>[], llm: Readonly<Record<string, unknown>> = {}): Promise<{ scenario: Scenario; thoughts: number }> {
  let thoughts = 0;
  const scenario = await Scenario.start({
    stt: { transcripts: ['When are you open?'] }, llm: { replies: [ANSWER], ...llm }, tts,
    change: (options) => ({
      ...options,
      openProviders: async (hooks) => {
        const opened = await options.openProviders(hooks);
        const generate: typeof opened.llm.generate = (request) => {
          thoughts++;
          return opened.llm.generate(request);
        };
        return { ...opened, llm: { ...opened.llm, generate } };
      },
    }),
  });
  await scenario.untilListening();
  await scenario.waits(4_000);
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('agent-turn').some((turn) => turn.purpose === 'ANSWER'), 60_000);
  return { scenario, thoughts };
}

// The greeting and eight phrases come first: the answer's pieces are requests 9 and on.
test.each([
  { name: 'breaks, with a second', kind: 'break-midway', tts: (fault: object) => [{ faults: [fault] }, {}], providers: { tts: 'tts-2' } },
  { name: 'breaks, the only one', kind: 'break-midway', tts: (fault: object) => [{ faults: [fault] }], providers: { tts: 'tts-1' } },
  { name: 'stands still, with a second', kind: 'stall', tts: (fault: object) => [{ faults: [fault] }, {}], providers: { tts: 'tts-2' } },
  { name: 'stands still, the only one', kind: 'stall', tts: (fault: object) => [{ faults: [fault] }], providers: { tts: 'tts-1' } },
])('a voice that $name in the middle of an answer: every word is heard once', async ({ kind, tts, providers }) => {
  const { scenario, thoughts } = await ask(tts({ kind, atRequest: 10, afterMs: 600 }).map((settings) => ({ realTimeFactor: 0.5, ...settings })));
  const turn = scenario.of('agent-turn').findLast((candidate) => candidate.purpose === 'ANSWER')!;
  expect(turn).toMatchObject({ heardText: ANSWER, generatedText: ANSWER, isInterrupted: false, heardEvidence: 'MARK', providers });
  expect(turn.spokenText.replaceAll(/\s+/g, ' ')).toBe(ANSWER);
  expect(scenario.of('provider-failed').filter((failure) => failure.kind === 'tts')).toHaveLength(1);
  // What was played is the answer once: its letters, and no word more.
  const answerMs = turn.endedAtMs - turn.startedAtMs;
  const gapMs = kind === 'stall' ? 3_500 : 500;
  expect(answerMs).toBeGreaterThan((ANSWER.length - 3) * MS_PER_CHARACTER);
  expect(answerMs).toBeLessThan(ANSWER.length * MS_PER_CHARACTER + gapMs);
  expect(thoughts).toBe(1);
  expect(scenario.warnings).toEqual([]);
  await scenario.hangUp();
});

test('a voice that fails before the first word: the words are not generated anew', async () => {
  const { scenario, thoughts } = await ask([{ faults: [{ kind: 'refuse', atRequest: 9, times: 5 }] }]);
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ purpose: 'ANSWER', heardText: ANSWER });
  expect(thoughts).toBe(1);
  await scenario.hangUp();
});

test('a voice that says nothing is not asked again for the same answer', async () => {
  const { scenario } = await ask([{ faults: [{ kind: 'stall', atRequest: 9, times: 2 }] }, {}]);
  expect(scenario.of('provider-failed').map((failure) => failure.next)).toEqual(['FALLBACK']);
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ heardText: ANSWER, providers: { tts: 'tts-2' } });
  await scenario.hangUp();
});

test('a greeting whose voice breaks is said to its end', async () => {
  const greeting = 'Welcome to the Golden Lion, how can I help you today?';
  const scenario = await Scenario.start({ agent: { greeting }, tts: [{ faults: [{ kind: 'break-midway' }] }, {}] });
  await scenario.until(() => scenario.of('agent-turn').length === 1);
  expect(scenario.of('agent-turn')[0]).toMatchObject({ heardText: greeting, isInterrupted: false });
  await scenario.hangUp();
});

test('a model that breaks off: what was written is heard to its last word, then the caller is asked again', async () => {
  const { scenario } = await ask([{}], { faults: [{ kind: 'break-midway', always: true }], tokensPerSecond: 8 });
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  const [, broken, sorry] = scenario.of('agent-turn');
  expect(ANSWER.startsWith(broken!.heardText)).toBe(true);
  expect(broken!.heardText).toBe(broken!.generatedText);
  expect(broken!.heardText.length).toBeGreaterThan(40);
  expect(sorry!.heardText).toBe('Sorry, I lost my thread. Could you ask me that again?');
  await scenario.hangUp();
});
