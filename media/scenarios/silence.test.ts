import { expect, test } from 'vitest';
import { Scenario, type ScenarioSetup } from './scenario.js';

/** Dead air as the caller hears it: never more than this without agent audio while an answer is owed. */
const DEAD_AIR_MS_MAX = 4_000;

async function askedWith(setup: ScenarioSetup): Promise<{ scenario: Scenario; endMs: number }> {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?'] }, ...setup });
  await scenario.untilListening();
  // Phrases for hard times are made while the call is quiet.
  await scenario.waits(4_000);
  await scenario.says(1_000);
  return { scenario, endMs: scenario.nowMs };
}

test('a silent caller is asked, asked again, and then let go', async () => {
  const scenario = await Scenario.start({ turnTaking: { idlePromptMs: 5_000, idlePromptsMax: 2 } });
  await scenario.until(() => scenario.ended !== undefined, 60_000);
  expect(scenario.of('agent-turn').map((turn) => turn.purpose)).toEqual(['GREETING', 'IDLE_PROMPT', 'IDLE_PROMPT', 'GOODBYE']);
  expect(scenario.of('agent-turn').every((turn) => turn.heardEvidence === 'MARK')).toBe(true);
  expect(scenario.ended).toMatchObject({ party: 'CALLER', code: 'CALLER_SILENT' });
  const [, first] = scenario.of('agent-turn');
  const quietMs = first!.startedAtMs - scenario.of('agent-turn')[0]!.endedAtMs;
  expect(quietMs).toBeGreaterThan(4_900);
  expect(quietMs).toBeLessThan(5_200);
});

test('a caller who answers the prompt starts the count anew', async () => {
  const scenario = await Scenario.start({ turnTaking: { idlePromptMs: 5_000, idlePromptsMax: 1 }, llm: { replies: ['Good.'] }, stt: { transcripts: ['I am here'] } });
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('agent-turn').length === 4);
  expect(scenario.of('agent-turn').map((turn) => turn.purpose)).toEqual(['GREETING', 'IDLE_PROMPT', 'ANSWER', 'IDLE_PROMPT']);
  await scenario.hangUp();
});

test('a late model: the second provider of the route answers', async () => {
  const { scenario, endMs } = await askedWith({ llm: [{ firstTokenMs: 9_000 }, { replies: ['We open at nine.'] }] });
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ purpose: 'ANSWER', heardText: 'We open at nine.', providers: { llm: 'llm-2' } });
  expect(scenario.of('provider-hedged').length).toBeGreaterThanOrEqual(1);
  expect(scenario.phone.firstHeardAfter(endMs)! - endMs).toBeLessThan(2_600);
  await scenario.hangUp();
});

test('a slow model without a second: a filler before 4 s, then the answer', async () => {
  const { scenario, endMs } = await askedWith({ llm: { firstTokenMs: 6_000, replies: ['We open at nine.'] }, limits: { llmFirstTokenTimeoutMs: 20_000 } });
  await scenario.until(() => scenario.of('agent-turn').some((turn) => turn.purpose === 'ANSWER'));
  expect(scenario.of('agent-turn').map((turn) => turn.purpose)).toEqual(['GREETING', 'FILLER', 'ANSWER']);
  expect(scenario.of('dead-air').map((event) => event.action)).toEqual(['FILLER']);
  expect(scenario.phone.longestSilenceMs(endMs, scenario.nowMs - 1_600)).toBeLessThanOrEqual(DEAD_AIR_MS_MAX);
  await scenario.hangUp();
});

test('a model that hangs once is given up after 8 s, and the next attempt answers', async () => {
  const { scenario, endMs } = await askedWith({ llm: { faults: [{ kind: 'stall' }], replies: ['We open at nine.'] }, limits: { llmFirstTokenTimeoutMs: 30_000, llmHedgeMs: 30_000 } });
  await scenario.until(() => scenario.of('agent-turn').some((turn) => turn.heardText === 'We open at nine.'), 30_000);
  expect(scenario.of('dead-air').map((event) => event.action)).toContain('FAIL_OVER');
  expect(scenario.phone.longestSilenceMs(endMs, scenario.nowMs - 1_500)).toBeLessThanOrEqual(DEAD_AIR_MS_MAX);
  await scenario.hangUp();
});

test.each([
  { name: 'the model is down', setup: { llm: { faults: [{ kind: 'refuse', always: true }] } } },
  { name: 'the model hangs', setup: { llm: { faults: [{ kind: 'stall', always: true }] } } },
  { name: 'the model answers nothing', setup: { llm: { faults: [{ kind: 'silence', always: true }] } } },
  { name: 'the model answers nonsense', setup: { llm: { faults: [{ kind: 'garbage', always: true }] } } },
  { name: 'the account is out of credit', setup: { llm: { faults: [{ kind: 'quota', always: true }] } } },
])('$name: an apology is heard, then the call ends; never dead air', async ({ setup }) => {
  const { scenario, endMs } = await askedWith(setup);
  await scenario.until(() => scenario.ended !== undefined, 40_000);
  expect(scenario.ended).toMatchObject({ party: 'PLATFORM', code: 'PROVIDERS_DOWN' });
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ purpose: 'APOLOGY', isInterrupted: false, heardEvidence: 'MARK' });
  expect(scenario.of('agent-turn').at(-1)!.heardText).toContain('I am sorry');
  expect(scenario.phone.longestSilenceMs(endMs, scenario.nowMs)).toBeLessThanOrEqual(DEAD_AIR_MS_MAX);
});

test.each([
  { name: 'stalls', stt: { transcripts: ['When are you open?'], hasSpeculation: false, partialEveryMs: 100, faults: [{ kind: 'stall', on: 'commit', always: true }] } },
  { name: 'breaks', stt: { transcripts: ['When are you open?'], hasSpeculation: false, faults: [{ kind: 'break-midway', on: 'commit', always: true }] } },
])('a recogniser that $name for good: never dead air', async ({ stt }) => {
  const scenario = await Scenario.start({ stt });
  await scenario.untilListening();
  await scenario.waits(4_000);
  await scenario.says(1_000);
  const endMs = scenario.nowMs;
  await scenario.until(() => scenario.ended !== undefined || scenario.of('agent-turn').some((turn) => turn.purpose === 'ANSWER'), 60_000);
  expect(scenario.phone.longestSilenceMs(endMs, scenario.nowMs)).toBeLessThanOrEqual(DEAD_AIR_MS_MAX);
});

test('a recogniser that stalls once: the fallback hears the same audio', async () => {
  const { scenario } = await askedWith({ stt: [{ faults: [{ kind: 'stall', on: 'commit', always: true }] }, { transcripts: ['When are you open?'] }] });
  await scenario.until(() => scenario.of('caller-turn').length === 1);
  expect(scenario.of('caller-turn')[0]).toMatchObject({ text: 'When are you open?', providers: { stt: 'stt-2' } });
  await scenario.hangUp();
});

test('a silent voice falls over to the second', async () => {
  const { scenario, endMs } = await askedWith({ tts: [{ faults: [{ kind: 'silence', atRequest: 9, always: true }] }, {}], llm: { replies: ['We open at nine.'] } });
  await scenario.until(() => scenario.of('agent-turn').some((turn) => turn.purpose === 'ANSWER'));
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ heardText: 'We open at nine.' });
  expect(scenario.phone.longestSilenceMs(endMs, scenario.nowMs - 1_500)).toBeLessThanOrEqual(DEAD_AIR_MS_MAX);
  await scenario.hangUp();
});

test.each(['silence', 'stall', 'refuse', 'garbage'])('a voice that is down (%s) when the call is under way: the prepared apology is heard', async (kind) => {
  const { scenario, endMs } = await askedWith({ tts: { faults: [{ kind, atRequest: 9, always: true }] } });
  await scenario.until(() => scenario.ended !== undefined, 40_000);
  expect(scenario.ended).toMatchObject({ code: 'PROVIDERS_DOWN' });
  expect(scenario.of('agent-turn').at(-1)!.heardText).toContain('I am sorry');
  expect(scenario.phone.longestSilenceMs(endMs, scenario.nowMs)).toBeLessThanOrEqual(DEAD_AIR_MS_MAX);
});

test('everything down from the start: a tone is heard, and the call ends', async () => {
  const down = { faults: [{ kind: 'refuse', always: true }] };
  const scenario = await Scenario.start({ tts: down, llm: down, stt: { faults: [{ kind: 'refuse', on: 'open', always: true }] } });
  await scenario.until(() => scenario.ended !== undefined, 40_000);
  expect(scenario.ended).toMatchObject({ code: 'PROVIDERS_DOWN' });
  expect(scenario.phone.playedSamples.some((sample) => Math.abs(sample) > 1_000)).toBe(true);
  expect(scenario.phone.longestSilenceMs(0, scenario.nowMs)).toBeLessThanOrEqual(DEAD_AIR_MS_MAX);
  // A tone says none of the words.
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ purpose: 'APOLOGY', heardText: '' });
});
