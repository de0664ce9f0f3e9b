import { describe, expect, test } from 'vitest';
import type { CallRecorder } from '../src/observe/recorder-port.js';
import { ENDED } from '../src/call/reasons.js';
import { MS_PER_CHARACTER, Scenario, type ScenarioSetup } from './scenario.js';

const ANSWER = 'Our office is open from nine in the morning until five in the afternoon. On Saturdays we open at ten and close at two.';
const HOLD_MS = 60_000;

const answers = (scenario: Scenario) => scenario.of('agent-turn').filter(({ purpose }) => purpose === 'ANSWER');
const holds = (scenario: Scenario) => scenario.of('call-held').map(({ isHeld }) => isHeld);
const echoes = (scenario: Scenario) => scenario.phone.notices.flatMap((notice) => (notice.type === 'hold' ? [notice.isHeld] : []));

/** Agent audio that reached the caller's ear between two times, in milliseconds. */
function heardMs(scenario: Scenario, fromMs: number, toMs = Infinity): number {
  const samples = scenario.phone.played.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).reduce((sum, part) => sum + part.samples.length, 0);
  return (samples * 1000) / scenario.phone.sampleRateHz;
}

async function asked(setup: ScenarioSetup = {}): Promise<Scenario> {
  const scenario = await Scenario.start({ transport: 'BROWSER', ...setup, stt: { transcripts: ['When are you open?', 'And on Sunday?'], ...(setup.stt as object) }, llm: { replies: [ANSWER, 'We are closed.'], ...(setup.llm as object) } });
  await scenario.untilListening();
  await scenario.says(1_000);
  return scenario;
}

async function speaking(setup: ScenarioSetup = {}): Promise<Scenario> {
  const scenario = await asked(setup);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  return scenario;
}

describe.each([
  { name: 'a browser', setup: { transport: 'BROWSER' } }, { name: 'a browser over a network of 60 ms', setup: { transport: 'BROWSER', phone: { delayMs: 60 } } }, { name: 'a telephone', setup: { transport: 'TWILIO' } },
] as const)('while the agent speaks to $name', ({ setup }) => {
  const delayMs = 'phone' in setup && setup.phone ? setup.phone.delayMs : 0;

  test('it stops at once, and goes on afterwards from the word that it broke off in', async () => {
    const scenario = await speaking(setup);
    const answerMs = scenario.nowMs - 100;
    await scenario.waits(2_345);
    const heldMs = scenario.nowMs;
    scenario.call.onHold(true);
    expect(scenario.call.snapshot()).toMatchObject({ isHeld: true, agentState: expect.any(String) });
    await scenario.waits(HOLD_MS);
    expect(scenario.call.snapshot().agentState).toBe('LISTENING');
    const beforeMs = heardMs(scenario, answerMs);
    expect(heardMs(scenario, heldMs + delayMs)).toBe(0);
    const goOnMs = scenario.nowMs;
    scenario.call.onHold(false);
    await scenario.until(() => answers(scenario).length === 1);
    expect(answers(scenario)[0]).toMatchObject({ heardText: ANSWER, isInterrupted: false });
    expect(scenario.phone.firstHeardAfter(goOnMs)! - goOnMs).toBeLessThanOrEqual(20 + delayMs);
    // Each sample is heard, and at most half a second of them twice.
    const twiceMs = beforeMs + heardMs(scenario, goOnMs) - scenario.spokenPieces.slice(-2).join('').length * MS_PER_CHARACTER;
    expect(twiceMs).toBeGreaterThanOrEqual(0);
    expect(twiceMs).toBeLessThanOrEqual(500);
    expect([holds(scenario), echoes(scenario)]).toEqual([[true, false], [true, false]]);
    expect(scenario.of('interruption-started')).toEqual([]);
    expect(scenario.warnings).toEqual([]);
    await scenario.hangUp();
  });

  test('a call that ends while it is held is clean, and its last words are those that were heard', async () => {
    const scenario = await speaking(setup);
    const answerMs = scenario.nowMs - 100;
    await scenario.waits(2_345);
    scenario.call.onHold(true);
    await scenario.waits(HOLD_MS);
    const playedMs = heardMs(scenario, answerMs);
    await scenario.hangUp();
    const [answer] = answers(scenario);
    expect(answer!.isInterrupted).toBe(true);
    expect(ANSWER.startsWith(answer!.heardText)).toBe(true);
    expect(Math.abs(playedMs - answer!.heardText.length * MS_PER_CHARACTER)).toBeLessThan(12 * MS_PER_CHARACTER);
    expect(scenario.ended).toMatchObject({ code: 'HUNG_UP' });
    expect(scenario.events.at(-1)!.type).toBe('call-ended');
    await scenario.closeHost();
    expect(scenario.clock.pendingCount).toBe(0);
  });
});

test('60 answers held at random moments, some of them often: every word is heard, and counts as heard', { timeout: 60_000 }, async () => {
  let state = 1;
  const random = (max: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * max);
  };
  for (let run = 0; run < 60; run++) {
    const scenario = await speaking({
      transport: random(2) === 0 ? 'BROWSER' : 'TWILIO', phone: { delayMs: random(120) }, tts: { firstAudioMs: 50 + random(200), realTimeFactor: random(6) / 10, hasTimestamps: random(3) === 0, chunkMs: 20 + random(180) },
    });
    const countMax = 1 + random(4);
    for (let count = 0; count < countMax; count++) {
      await scenario.waits(random(2_500));
      scenario.call.onHold(true);
      await scenario.waits(random(4_000));
      scenario.call.onHold(false);
    }
    await scenario.until(() => answers(scenario).length === 1);
    expect(answers(scenario)[0]).toMatchObject({ heardText: ANSWER, isInterrupted: false });
    await scenario.hangUp();
    expect(scenario.warnings).toEqual([]);
  }
});

test('an answer that is being made is heard when the hold is over, and its wait was on purpose', async () => {
  const scenario = await asked({ llm: { firstTokenMs: 900 } });
  await scenario.until(() => scenario.of('agent-turn-started').length === 2);
  const heldMs = scenario.nowMs;
  scenario.call.onHold(true);
  await scenario.waits(HOLD_MS);
  expect(heardMs(scenario, heldMs)).toBe(0);
  const goOnMs = scenario.nowMs;
  scenario.call.onHold(false);
  await scenario.until(() => answers(scenario).length === 1);
  expect(scenario.phone.firstHeardAfter(goOnMs)! - goOnMs).toBeLessThanOrEqual(20);
  const { latency, heardText } = answers(scenario)[0]!;
  expect(heardText).toBe(ANSWER);
  expect(latency.responseMs).toBeGreaterThan(HOLD_MS);
  expect(latency.endpointWaitMs).toBeGreaterThan(HOLD_MS - 1_500);
  expect(latency.ownShareMs).toBeLessThanOrEqual(40);
  await scenario.hangUp();
});

test('what the caller was saying is a turn; what is said on hold is not heard, and the pause after it is the caller\'s again', async () => {
  const scenario = await Scenario.start({ transport: 'BROWSER', stt: { transcripts: ['I would like the', 'And on Sunday?'], partialEveryMs: 200 }, llm: { replies: ['The what?', 'We are closed.'] } });
  await scenario.untilListening();
  scenario.microphone.speak(20_000);
  await scenario.waits(1_000);
  scenario.call.onHold(true);
  await scenario.waits(30_000);
  expect(scenario.of('caller-turn')).toMatchObject([{ text: 'I would like the' }]);
  expect(scenario.of('turn-decided')).toMatchObject([{ reason: 'the call was put on hold' }]);
  expect([scenario.of('speech-started').length, scenario.of('speech-ended').length]).toEqual([1, 1]);
  scenario.call.onHold(false);
  await scenario.until(() => answers(scenario).length === 1);
  await scenario.says(1_000);
  await scenario.until(() => answers(scenario).length === 2);
  expect(scenario.of('caller-turn').map(({ text }) => text)).toEqual(['I would like the', 'And on Sunday?']);
  expect(answers(scenario).map(({ heardText }) => heardText)).toEqual(['The what?', 'We are closed.']);
  await scenario.hangUp();
});

test('an interruption that was not decided yet is decided in the hold', async () => {
  const scenario = await speaking({ stt: { hasSpeculation: false, partialEveryMs: 100 } });
  await scenario.waits(1_500);
  scenario.microphone.speak(700);
  await scenario.until(() => scenario.of('interruption-started').length === 1);
  const heldMs = scenario.nowMs;
  scenario.call.onHold(true);
  await scenario.waits(HOLD_MS);
  expect(scenario.of('interruption-resolved')).toMatchObject([{ outcome: 'CONFIRMED', text: 'And on Sunday?' }]);
  expect(heardMs(scenario, heldMs)).toBe(0);
  scenario.call.onHold(false);
  await scenario.until(() => answers(scenario).length === 2);
  expect(answers(scenario).map(({ isInterrupted, heardText }) => [isInterrupted, heardText === 'We are closed.'])).toEqual([[true, false], [false, true]]);
  await scenario.hangUp();
});

describe('time on hold', () => {
  test('is no silence of the caller', async () => {
    const scenario = await Scenario.start({ transport: 'BROWSER', turnTaking: { idlePromptMs: 5_000, idlePromptsMax: 1 } });
    await scenario.until(() => scenario.of('agent-turn').length === 2);
    scenario.call.onHold(true);
    await scenario.waits(HOLD_MS);
    scenario.call.onHold(false);
    const goOnMs = scenario.nowMs;
    await scenario.until(() => scenario.of('agent-turn').length === 3);
    expect(scenario.of('agent-turn').map(({ purpose }) => purpose)).toEqual(['GREETING', 'IDLE_PROMPT', 'IDLE_PROMPT']);
    expect(scenario.of('agent-turn')[2]!.startedAtMs - goOnMs).toBeGreaterThan(4_900);
    await scenario.hangUp();
  });

  test('that begins in the goodbye to a silent caller takes it back', async () => {
    const scenario = await Scenario.start({ transport: 'BROWSER', turnTaking: { idlePromptMs: 5_000, idlePromptsMax: 0 } });
    await scenario.until(() => scenario.of('agent-turn-started').some(({ purpose }) => purpose === 'GOODBYE'));
    await scenario.waits(1_000);
    scenario.call.onHold(true);
    await scenario.waits(3_000);
    scenario.call.onHold(false);
    const goOnMs = scenario.nowMs;
    await scenario.waits(4_000);
    expect([scenario.ended, heardMs(scenario, goOnMs)]).toEqual([undefined, 0]);
    await scenario.hangUp();
  });

  test.each([{ isAsked: true, name: 'an answer' }, { isAsked: false, name: 'the greeting' }])('is no dead air for $name', async ({ isAsked }) => {
    const setup = { llm: { firstTokenMs: 20_000, replies: ['We open at nine.'] }, limits: { llmFirstTokenTimeoutMs: 30_000, llmHedgeMs: 30_000 } };
    const scenario = isAsked ? await asked(setup) : await Scenario.start({ transport: 'BROWSER', ...setup, tts: { firstAudioMs: 2_500 } });
    await scenario.waits(1_000);
    scenario.call.onHold(true);
    await scenario.waits(HOLD_MS);
    expect(scenario.of('dead-air')).toEqual([]);
    scenario.call.onHold(false);
    await scenario.until(() => scenario.of('agent-turn').length === (isAsked ? 2 : 1));
    expect(scenario.of('dead-air')).toEqual([]);
    expect(scenario.ended).toBeUndefined();
    await scenario.hangUp();
  });

  test('counts for the duration of the call, which then ends without words', async () => {
    const scenario = await Scenario.start({ transport: 'BROWSER', turnTaking: { callDurationMaxMs: 40_000 } });
    await scenario.untilListening();
    scenario.call.onHold(true);
    const heldMs = scenario.nowMs;
    await scenario.until(() => scenario.ended !== undefined, 60_000);
    expect(scenario.ended).toEqual(ENDED.durationLimit);
    expect(scenario.of('call-ended')[0]!.durationMs).toBeLessThan(40_100);
    expect(heardMs(scenario, heldMs)).toBe(0);
  });

  test('is limited to 15 minutes at a stretch', async () => {
    const scenario = await Scenario.start({ transport: 'BROWSER' });
    await scenario.untilListening();
    scenario.call.onHold(true);
    await scenario.waits(14 * 60_000);
    scenario.call.onHold(false);
    await scenario.waits(1_000);
    scenario.call.onHold(true);
    await scenario.waits(899_000);
    expect(scenario.ended).toBeUndefined();
    await scenario.waits(1_100);
    expect(scenario.ended).toEqual({ party: 'PLATFORM', code: 'HOLD_LIMIT', text: 'The call was on hold for too long.' });
    expect(scenario.phone.closedWith).toEqual({ code: 'ended', reason: 'The call was on hold for too long.' });
    expect(scenario.phone.notices.at(-1)).toMatchObject({ type: 'ended', code: 'HOLD_LIMIT' });
  });

  test('in which the providers fail ends the call without words', async () => {
    const scenario = await asked({ llm: { faults: [{ kind: 'quota', always: true, afterMs: 1_000 }] } });
    await scenario.until(() => scenario.of('agent-turn-started').length === 2);
    const heldMs = scenario.nowMs;
    scenario.call.onHold(true);
    await scenario.until(() => scenario.ended !== undefined);
    expect(scenario.ended).toEqual(ENDED.providersDown);
    expect(heardMs(scenario, heldMs)).toBe(0);
  });
});

test('saying the same twice changes nothing, and is answered each time', async () => {
  const scenario = await speaking();
  for (const isHeld of [false, true, true, true, false, false]) {
    scenario.call.onHold(isHeld);
    await scenario.waits(100);
  }
  await scenario.until(() => answers(scenario).length === 1);
  expect(answers(scenario)[0]).toMatchObject({ heardText: ANSWER, isInterrupted: false });
  expect(holds(scenario)).toEqual([true, false]);
  expect(echoes(scenario)).toEqual([false, true, true, true, false, false]);
  await scenario.hangUp();
});

test('what is written on hold is answered after it', async () => {
  const scenario = await speaking();
  scenario.call.onHold(true);
  expect(['One', 'two', 'three', 'four'].map((text) => scenario.types(text))).toEqual([true, true, true, false]);
  await scenario.waits(5_000);
  expect(scenario.of('caller-turn')).toHaveLength(1);
  scenario.call.onHold(false);
  await scenario.until(() => answers(scenario).length === 2);
  expect(scenario.of('caller-turn').slice(1)).toMatchObject([{ text: 'One', isTyped: true }, { text: 'two' }, { text: 'three' }]);
  expect(answers(scenario).map(({ isInterrupted }) => isInterrupted)).toEqual([true, false]);
  expect(answers(scenario)[1]!.latency.endpointWaitMs).toBe(5_000);
  expect(scenario.of('interruption-resolved')).toMatchObject([{ turnIndex: answers(scenario)[0]!.turnIndex, outcome: 'CONFIRMED', text: 'One two three' }]);
  await scenario.hangUp();
});

test('a call may be put on hold while it is being opened; its greeting waits', async () => {
  const scenario = await Scenario.start({
    transport: 'BROWSER',
    change: (options) => ({
      ...options,
      openProviders: async (hooks) => {
        const opened = await options.openProviders(hooks);
        (options.line as Scenario['phone']).input!.onHold(true);
        return opened;
      },
    }),
  });
  await scenario.waits(20_000);
  expect(scenario.phone.played).toEqual([]);
  scenario.call.onHold(false);
  await scenario.until(() => scenario.of('agent-turn').length === 1);
  expect(scenario.of('agent-turn')[0]).toMatchObject({ purpose: 'GREETING', heardText: 'Hello, how can I help you?' });
  await scenario.hangUp();
});

test('last words are not held: the line is told so', async () => {
  const scenario = await Scenario.start({ transport: 'BROWSER', turnTaking: { callDurationMaxMs: 30_000, idlePromptsMax: 5 } });
  await scenario.until(() => scenario.of('agent-turn-started').some(({ purpose }) => purpose === 'GOODBYE'), 40_000);
  scenario.call.onHold(true);
  await scenario.until(() => scenario.ended !== undefined);
  expect(scenario.ended).toEqual(ENDED.durationLimit);
  expect([holds(scenario), echoes(scenario)]).toEqual([[], [false]]);
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ isInterrupted: false });
});

test('the recording is silent on both sides meanwhile, and its clock stays true', async () => {
  const rateHz = 16_000;
  const place = (atMs: number): number => Math.round((atMs * rateHz) / 1000);
  const legs = { caller: new Int16Array(60 * rateHz), agent: new Int16Array(60 * rateHz) };
  const recorder: CallRecorder = {
    caller: (samples, atMs) => { legs.caller.set(samples, place(atMs)); }, agent: (samples, atMs) => { legs.agent.set(samples, place(atMs)); },
    cutAgent: (fromMs) => { legs.agent.fill(0, place(fromMs)); }, finish: async () => undefined,
  };
  const scenario = await speaking({ recorder });
  await scenario.waits(1_111);
  const heldMs = scenario.nowMs;
  scenario.call.onHold(true);
  scenario.microphone.speak(5_000);
  await scenario.waits(10_000);
  const goOnMs = scenario.nowMs;
  scenario.call.onHold(false);
  await scenario.until(() => answers(scenario).length === 1);
  const spokenMs = scenario.nowMs;
  await scenario.says(500);
  await scenario.waits(500);
  const isSilent = (leg: Int16Array, fromMs: number, toMs: number): boolean => leg.subarray(place(fromMs), place(toMs)).every((sample) => sample === 0);
  expect([isSilent(legs.caller, heldMs, goOnMs), isSilent(legs.agent, heldMs, goOnMs)]).toEqual([true, true]);
  const heard = new Int16Array(legs.agent.length);
  for (const part of scenario.phone.played) heard.set(part.samples, place(part.atMs));
  expect(heard.reduce((count, sample, index) => count + (sample === legs.agent[index] ? 0 : 1), 0)).toBeLessThan(20);
  expect([isSilent(legs.caller, goOnMs, spokenMs - 20), isSilent(legs.caller, spokenMs, spokenMs + 500)]).toEqual([true, false]);
  await scenario.hangUp();
});
