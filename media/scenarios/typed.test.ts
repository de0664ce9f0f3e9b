import { describe, expect, test } from 'vitest';
import { MS_PER_CHARACTER, Scenario, type ScenarioSetup } from './scenario.js';

const ANSWER = 'Our office is open from nine in the morning until five in the afternoon. On Saturdays we open at ten and close at two.';

type Message = { readonly role: string; readonly text?: string };

/** A browser call whose requests to the model are kept. */
async function start(setup: ScenarioSetup = {}): Promise<{ scenario: Scenario; requests: Message[][] }> {
  const requests: Message[][] = [];
  const scenario = await Scenario.start({
    transport: 'BROWSER', ...setup,
    change: (given) => {
      const options = setup.change?.(given) ?? given;
      return {
        ...options,
        openProviders: async (hooks) => {
          const opened = await options.openProviders(hooks);
          const generate: typeof opened.llm.generate = (request) => {
            requests.push(structuredClone(request.messages) as Message[]);
            return opened.llm.generate(request);
          };
          return { ...opened, llm: { ...opened.llm, generate } };
        },
      };
    },
  });
  return { scenario, requests };
}

const textsOf = (request: readonly Message[] | undefined): string[] => request?.map(({ role, text }) => `${role}: ${text}`) ?? [];
const answers = (scenario: Scenario) => scenario.of('agent-turn').filter(({ purpose }) => purpose === 'ANSWER');
const speaking = (scenario: Scenario) => scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');

describe('a caller without a microphone', () => {
  test('what is written is answered aloud, and stands in the record as written', async () => {
    const { scenario } = await start({ hasMicrophone: false, llm: { replies: ['We open at nine.'] } });
    await scenario.untilListening();
    await scenario.waits(2_345);
    const typedMs = scenario.nowMs;
    expect(scenario.types('When are you open?')).toBe(true);
    await scenario.until(() => answers(scenario).length === 1);
    const [turn] = scenario.of('caller-turn');
    expect(turn).toEqual({ turnIndex: 1, text: 'When are you open?', startedAtMs: typedMs, endedAtMs: typedMs, isTyped: true, usage: [], providers: {} });
    const [answer] = answers(scenario);
    expect(answer).toMatchObject({ turnIndex: 2, heardText: 'We open at nine.', heardEvidence: 'SAMPLES', latency: { endpointWaitMs: 0, sttFinalMs: 0 } });
    expect(answer!.latency.responseMs).toBe(scenario.phone.firstHeardAfter(typedMs)! - typedMs);
    expect(answer!.latency.ownShareMs).toBeLessThanOrEqual(20);
    expect(scenario.phone.notices).toContainEqual({ type: 'transcript', speaker: 'CALLER', turnIndex: 1, text: 'When are you open?', isFinal: true });
    await scenario.hangUp();
    expect(scenario.of('call-ended')[0]!.usage.map(({ kind }) => kind)).not.toContain('stt');
    for (const type of ['audio-problem', 'speech-started', 'turn-decided', 'interruption-started', 'provider-failed'] as const) expect(scenario.of(type)).toEqual([]);
    expect(scenario.warnings).toEqual([]);
  });

  test('prompts count from the last answer; writing again starts the count anew; silence ends the call as it does for anybody', async () => {
    const { scenario } = await start({ hasMicrophone: false, turnTaking: { idlePromptMs: 5_000, idlePromptsMax: 1 }, llm: { replies: ['Good.'] } });
    await scenario.until(() => scenario.of('agent-turn').length === 2);
    scenario.types('I am here.');
    await scenario.until(() => scenario.ended !== undefined, 60_000);
    expect(scenario.of('agent-turn').map(({ purpose }) => purpose)).toEqual(['GREETING', 'IDLE_PROMPT', 'ANSWER', 'IDLE_PROMPT', 'GOODBYE']);
    const [, , answer, prompt] = scenario.of('agent-turn');
    expect(prompt!.startedAtMs - answer!.endedAtMs).toBeGreaterThan(4_900);
    expect(prompt!.startedAtMs - answer!.endedAtMs).toBeLessThan(5_200);
    expect(scenario.ended).toMatchObject({ code: 'CALLER_SILENT' });
    expect(scenario.of('audio-problem')).toEqual([]);
  });

  test('a whole call in writing, to the agent\'s goodbye', async () => {
    const { scenario, requests } = await start({ hasMicrophone: false, llm: { rules: [{ match: 'bye', reply: 'Goodbye.', end: 'goodbye' }, { match: '.', reply: 'You wrote: {user}' }] } });
    await scenario.untilListening();
    for (const text of ['One', 'Two', 'Good bye']) {
      scenario.types(text);
      await scenario.until(() => scenario.ended !== undefined || scenario.of('agent-turn').length === scenario.of('caller-turn').length + 1);
      await scenario.waits(1_000);
    }
    await scenario.until(() => scenario.ended !== undefined);
    expect(scenario.ended).toMatchObject({ party: 'AGENT', code: 'GOODBYE' });
    expect(textsOf(requests.at(-1))).toEqual(['assistant: Hello, how can I help you?', 'user: One', 'assistant: You wrote: One', 'user: Two', 'assistant: You wrote: Two', 'user: Good bye']);
  });

  test('a slow model is bridged as after speech, counted from what was written', async () => {
    const { scenario } = await start({ hasMicrophone: false, llm: { firstTokenMs: 6_000, replies: ['We open at nine.'] }, limits: { llmFirstTokenTimeoutMs: 20_000 } });
    await scenario.untilListening();
    await scenario.waits(8_000);
    const typedMs = scenario.nowMs;
    scenario.types('When are you open?');
    await scenario.until(() => answers(scenario).length === 1);
    expect(scenario.of('agent-turn').map(({ purpose }) => purpose)).toEqual(['GREETING', 'FILLER', 'ANSWER']);
    const fillerMs = scenario.phone.firstHeardAfter(typedMs)! - typedMs;
    expect(fillerMs).toBeGreaterThan(3_800);
    expect(fillerMs).toBeLessThanOrEqual(4_000);
    await scenario.hangUp();
  });
});

test('a recogniser that ends sessions in which nothing is said is not missed, and is there when something is', async () => {
  const { scenario } = await start({
    turnTaking: { idlePromptsMax: 5, idlePromptMs: 30_000 }, stt: { transcripts: ['And on Sunday?'], faults: [{ kind: 'break-midway', on: 'open', afterMs: 5_000, always: true }] }, llm: { replies: ['We open at nine.', 'We are closed.'] },
  });
  await scenario.untilListening();
  scenario.types('When are you open?');
  await scenario.waits(120_000);
  expect(scenario.ended).toBeUndefined();
  await scenario.says(1_000);
  await scenario.until(() => answers(scenario).length === 2);
  expect(scenario.of('caller-turn').map(({ text }) => text)).toEqual(['When are you open?', 'And on Sunday?']);
  expect(answers(scenario)[1]).toMatchObject({ heardText: 'We are closed.' });
  await scenario.hangUp();
});

test.each([{ transport: 'BROWSER', evidence: 'SAMPLES' }, { transport: 'TWILIO', evidence: 'MARK' }] as const)('it interrupts at once, without a threshold, and the heard text is exact ($evidence)', async ({ transport, evidence }) => {
  const { scenario, requests } = await start({ transport, turnTaking: { interruptionWordsMin: 5 }, llm: { replies: [ANSWER, 'Gladly.'] } });
  await scenario.untilListening();
  scenario.types('When are you open?');
  await speaking(scenario);
  const answerMs = scenario.phone.played.length === 0 ? scenario.nowMs : scenario.phone.firstHeardAfter(scenario.nowMs - 100) ?? scenario.nowMs;
  await scenario.waits(2_500);
  const typedMs = scenario.nowMs;
  // Spoken, this would be a listening sound.
  scenario.types('Okay');
  await scenario.until(() => answers(scenario).length === 2);
  const cut = answers(scenario)[0]!;
  expect(cut).toMatchObject({ isInterrupted: true, heardEvidence: evidence });
  expect(ANSWER.startsWith(cut.heardText)).toBe(true);
  const heardMs = typedMs - answerMs;
  expect(Math.abs(cut.heardText.length * MS_PER_CHARACTER - heardMs)).toBeLessThan(12 * MS_PER_CHARACTER);
  const gap = scenario.phone.played.filter(({ atMs }) => atMs > typedMs + 1);
  expect(gap[0]!.atMs - typedMs).toBeGreaterThan(200);
  expect(scenario.of('interruption-started')).toMatchObject([{ turnIndex: cut.turnIndex, speechMs: 0, stopMs: 0 }]);
  expect(scenario.of('interruption-resolved')).toMatchObject([{ turnIndex: cut.turnIndex, outcome: 'CONFIRMED', text: 'Okay' }]);
  expect(textsOf(requests.at(-1)).slice(-3)).toEqual(['user: When are you open?', `assistant: ${cut.heardText}`, 'user: Okay']);
  await scenario.hangUp();
});

test('written while the agent thinks: both are answered together, once', async () => {
  const { scenario, requests } = await start({ llm: { firstTokenMs: 1_500, replies: ['We open at nine.'] } });
  await scenario.untilListening();
  scenario.types('When are you open?');
  await scenario.waits(800);
  expect(scenario.call.snapshot().agentState).toBe('THINKING');
  scenario.types('On Sunday, I mean.');
  await scenario.until(() => answers(scenario).some(({ heardText }) => heardText !== ''));
  expect(answers(scenario).map(({ heardText, isInterrupted }) => [heardText, isInterrupted])).toEqual([['', true], ['We open at nine.', false]]);
  expect(textsOf(requests.at(-1))).toEqual(['assistant: Hello, how can I help you?', 'user: When are you open? On Sunday, I mean.']);
  await scenario.hangUp();
});

describe('words that are being spoken', () => {
  test.each([
    { name: 'come before what is written in the middle of them; those after it are a turn of their own', stt: { partialEveryMs: 200 }, later: ['and thank you very much'] },
    { name: 'without a sign of words: what was said so far comes before, what is said until the next pause counts as noise', stt: { hasSpeculation: false }, later: [] },
  ])('$name', async ({ stt, later }) => {
    const { scenario, requests } = await start({ stt: { transcripts: ['My address is', 'and thank you very much'], ...stt }, llm: { replies: ['Noted.'] } });
    await scenario.untilListening();
    scenario.microphone.speak(1_900);
    await scenario.waits(1_000);
    scenario.types('ada@example.org');
    await scenario.until(() => answers(scenario).some(({ heardText }) => heardText === 'Noted.'));
    await scenario.waits(2_000);
    expect(scenario.of('caller-turn').slice(2).map(({ text }) => text)).toEqual(later);
    expect(scenario.of('caller-turn').slice(0, 2)).toMatchObject([{ turnIndex: 1, text: 'My address is', confidence: 0.95, providers: { stt: 'stt-1' } }, { turnIndex: 2, text: 'ada@example.org', isTyped: true, usage: [] }]);
    expect(scenario.of('caller-turn')[0]).not.toHaveProperty('isTyped');
    expect(scenario.of('speech-ended')[0]).toMatchObject({ turnIndex: 1 });
    expect(scenario.of('turn-decided')[0]).toMatchObject({ turnIndex: 1, reason: 'the caller wrote' });
    expect(requests.map(textsOf)).toContainEqual(['assistant: Hello, how can I help you?', 'user: My address is ada@example.org']);
    await scenario.hangUp();
    expect(scenario.warnings).toEqual([]);
  });

  test('an endpoint wait is over when something is written; the speech after it is a new turn', async () => {
    const { scenario } = await start({ stt: { transcripts: ['I would like the', 'No, stop please'] }, llm: { replies: [ANSWER, 'All right.'] } });
    await scenario.untilListening();
    await scenario.says(1_000);
    await scenario.waits(500);
    expect(scenario.of('turn-decided')).toEqual([]);
    const typedMs = scenario.nowMs;
    scenario.types('table by the window');
    await speaking(scenario);
    expect(scenario.nowMs - typedMs).toBeLessThan(600);
    await scenario.waits(1_000);
    await scenario.says(1_000);
    await scenario.until(() => answers(scenario).length === 2);
    expect(scenario.of('caller-turn').map(({ text, isTyped = false }) => [text, isTyped])).toEqual([['I would like the', false], ['table by the window', true], ['No, stop please', false]]);
    expect(answers(scenario)[0]).toMatchObject({ isInterrupted: true, latency: { endpointWaitMs: 0 } });
    await scenario.hangUp();
  });

  test('that are never recognised delay what was written by a moment only', async () => {
    const { scenario } = await start({ stt: { hasSpeculation: false, faults: [{ kind: 'stall', on: 'commit', always: true }] }, llm: { replies: ['We open at nine.'] } });
    await scenario.untilListening();
    await scenario.says(1_000);
    const typedMs = scenario.nowMs;
    scenario.types('When are you open?');
    await speaking(scenario);
    expect(scenario.nowMs - typedMs).toBeGreaterThanOrEqual(1_500);
    expect(scenario.nowMs - typedMs).toBeLessThan(2_000);
    expect(scenario.of('caller-turn')).toMatchObject([{ isTyped: true }]);
    await scenario.hangUp();
  });

  test('noise that goes on does not hold the answer back', async () => {
    const { scenario } = await start({ stt: { transcripts: [''], isCycling: false }, llm: { replies: ['We open at nine.'] } });
    await scenario.untilListening();
    scenario.microphone.speak(20_000);
    await scenario.waits(2_000);
    const typedMs = scenario.nowMs;
    scenario.types('When are you open?');
    await scenario.until(() => answers(scenario).length === 1);
    expect(answers(scenario)[0]).toMatchObject({ heardText: 'We open at nine.', isInterrupted: false });
    expect(scenario.phone.firstHeardAfter(typedMs)! - typedMs).toBeLessThan(700);
    await scenario.hangUp();
  });
});

describe('words that may not be interrupted', () => {
  test('are heard to their end; then what was written meanwhile is answered together', async () => {
    const { scenario, requests } = await start({ hasMicrophone: false, turnTaking: { isInterruptible: false }, llm: { replies: [ANSWER, 'Gladly.'] } });
    await scenario.waits(500);
    scenario.types('When are you open?');
    await scenario.until(() => scenario.of('agent-turn').length === 1);
    expect(scenario.of('agent-turn')[0]).toMatchObject({ purpose: 'GREETING', isInterrupted: false, heardText: 'Hello, how can I help you?' });
    await speaking(scenario);
    await scenario.waits(1_000);
    expect([scenario.types('And'), scenario.types('on Sunday?')]).toEqual([true, true]);
    await scenario.until(() => answers(scenario).length === 2);
    expect(answers(scenario)[0]).toMatchObject({ isInterrupted: false, heardText: ANSWER });
    expect(scenario.of('caller-turn').map(({ text }) => text)).toEqual(['When are you open?', 'And', 'on Sunday?']);
    expect(textsOf(requests.at(-1)).slice(-1)).toEqual(['user: And on Sunday?']);
    // The wait for the end was on purpose, and no dead air.
    const { latency } = answers(scenario)[1]!;
    expect(latency.endpointWaitMs).toBeGreaterThan(4_000);
    expect(latency.ownShareMs).toBeLessThanOrEqual(40);
    expect(scenario.of('dead-air')).toEqual([]);
    await scenario.hangUp();
  });

  test('an answer that has not begun gives way', async () => {
    const { scenario } = await start({ hasMicrophone: false, turnTaking: { isInterruptible: false }, llm: { firstTokenMs: 1_500, replies: ['We open at nine.'] } });
    await scenario.untilListening();
    scenario.types('When are you open?');
    await scenario.waits(800);
    scenario.types('On Sunday');
    await scenario.until(() => answers(scenario).length === 2);
    expect(answers(scenario).map(({ heardText }) => heardText)).toEqual(['', 'We open at nine.']);
    await scenario.hangUp();
  });
});

test('a goodbye that was heard, but not yet proven, does not end a call in which something was written after it', async () => {
  const { scenario } = await start({ transport: 'TWILIO', phone: { echoesMarks: false }, llm: { rules: [{ match: 'wait', reply: 'Yes, please?' }, { match: '.', reply: 'Goodbye.', end: 'goodbye' }] } });
  await scenario.untilListening();
  scenario.types('Bye');
  await scenario.untilListening();
  await scenario.waits(300);
  expect(answers(scenario)).toEqual([]);
  scenario.types('No, wait');
  await scenario.until(() => answers(scenario).length === 2);
  expect(answers(scenario).map(({ heardText, isInterrupted }) => [heardText, isInterrupted])).toEqual([['Goodbye.', false], ['Yes, please?', false]]);
  await scenario.waits(5_000);
  expect(scenario.ended).toBeUndefined();
  await scenario.hangUp();
});

describe('limits', () => {
  test('three wait at most; a fourth is refused, and the call goes on', async () => {
    const { scenario } = await start({ hasMicrophone: false, turnTaking: { isInterruptible: false }, llm: { replies: ['Gladly.'] } });
    await scenario.waits(500);
    expect(['One', 'two', 'three', 'four', 'five'].map((text) => scenario.types(text))).toEqual([true, true, true, false, false]);
    await scenario.until(() => answers(scenario).length === 1);
    expect(scenario.of('caller-turn').map(({ text, turnIndex }) => [text, turnIndex])).toEqual([['One', 1], ['two', 2], ['three', 3]]);
    expect(scenario.types('six')).toBe(true);
    await scenario.hangUp();
  });

  test('a torrent makes the agent think twice a second, not oftener', async () => {
    const { scenario, requests } = await start({ hasMicrophone: false, llm: { replies: ['Gladly.'] } });
    await scenario.untilListening();
    let taken = 0;
    for (let count = 0; count < 500; count++) {
      if (scenario.types(`text ${count}`)) taken++;
      await scenario.waits(10);
    }
    expect(requests.length).toBeLessThanOrEqual(11);
    expect(taken).toBeLessThanOrEqual(34);
    await scenario.until(() => answers(scenario).some(({ heardText }) => heardText === 'Gladly.'));
    expect(scenario.of('caller-turn')).toHaveLength(taken);
    await scenario.hangUp();
  });

  test('what comes while the providers are being opened waits for them', async () => {
    const taken: boolean[] = [];
    const { scenario } = await start({
      hasMicrophone: false, llm: { replies: ['We open at nine.'] },
      change: (options) => ({
        ...options,
        openProviders: async (hooks) => {
          const opened = await options.openProviders(hooks);
          const { input } = options.line as Scenario['phone'];
          for (const text of ['When', 'are', 'you open?', 'now']) taken.push(input!.onText(text));
          return opened;
        },
      }),
    });
    expect(taken).toEqual([true, true, true, false]);
    await scenario.until(() => answers(scenario).length === 1);
    expect(answers(scenario)[0]).toMatchObject({ heardText: 'We open at nine.' });
    await scenario.hangUp();
  });

  test('what nobody came to answer is in the record, in its place', async () => {
    const { scenario } = await start({ turnTaking: { isInterruptible: false }, stt: { transcripts: ['I would like to'], partialEveryMs: 100 }, llm: { replies: [ANSWER] } });
    await scenario.waits(500);
    scenario.types('One');
    await scenario.hangUp();
    expect(scenario.of('caller-turn')).toMatchObject([{ text: 'One', isTyped: true }]);
    const spoken = (await start({ stt: { transcripts: ['I would like to'], hasSpeculation: false, partialEveryMs: 100 } })).scenario;
    await spoken.untilListening();
    await spoken.says(1_000);
    spoken.types('book a table');
    await spoken.hangUp();
    expect(spoken.of('caller-turn')).toMatchObject([{ turnIndex: 1, text: 'I would like to' }, { turnIndex: 2, text: 'book a table', isTyped: true }]);
    expect(spoken.events.at(-1)!.type).toBe('call-ended');
  });

  test('last words are not interrupted', async () => {
    const { scenario } = await start({ hasMicrophone: false, turnTaking: { callDurationMaxMs: 30_000, idlePromptsMax: 5 } });
    await scenario.until(() => scenario.of('agent-turn-started').some(({ purpose }) => purpose === 'GOODBYE'), 40_000);
    expect(scenario.types('Wait!')).toBe(true);
    await scenario.until(() => scenario.ended !== undefined);
    expect(scenario.of('agent-turn').at(-1)).toMatchObject({ purpose: 'GOODBYE', isInterrupted: false });
    expect(scenario.of('caller-turn')).toMatchObject([{ text: 'Wait!', isTyped: true }]);
  });
});
