import { expect, test } from 'vitest';
import { PauseMemory } from '../src/stages/turn-rules.js';
import { Scenario, type ScenarioSetup } from './scenario.js';

const ANSWER = 'Our office is open from nine in the morning until five in the afternoon. On Saturdays we open at ten and close at two.';

interface Request { readonly isSpeculative: boolean; readonly messages: { readonly role: string; readonly text?: string }[] }

/** A call whose requests to the model are kept. */
async function startWatched(setup: ScenarioSetup): Promise<{ scenario: Scenario; requests: Request[] }> {
  const requests: Request[] = [];
  const scenario = await Scenario.start({
    ...setup,
    change: (given) => {
      const options = setup.change?.(given) ?? given;
      return {
        ...options,
        openProviders: async (hooks) => {
          const opened = await options.openProviders(hooks);
          const generate: typeof opened.llm.generate = (request) => {
            requests.push({ isSpeculative: request.isSpeculative, messages: structuredClone(request.messages) as Request['messages'] });
            return opened.llm.generate(request);
          };
          return { ...opened, llm: { ...opened.llm, generate } };
        },
      };
    },
  });
  return { scenario, requests };
}

const texts = (request: Request | undefined): (string | undefined)[] => request?.messages.map((message) => `${message.role}: ${message.text}`) ?? [];

test('yes, while the last second of a question is still playing, is its answer', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['Hello', 'Yes'] }, llm: { replies: ['Shall I book the table by the window for you?', 'It is booked.'] } });
  await scenario.untilListening();
  await scenario.says(700);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(45 * 60 - 1_000);
  await scenario.says(250);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  expect(scenario.of('agent-turn')[2]).toMatchObject({ heardText: 'It is booked.' });
  await scenario.hangUp();
});

test('the first key stops the agent; nothing but # lets it go on', async () => {
  const greeting = 'For opening hours press one, for directions press two, for anything else please hold the line.';
  const scenario = await Scenario.start({ agent: { greeting }, llm: { replies: ['We open at nine.'] } });
  await scenario.waits(2_000);
  scenario.call.onDtmf('#');
  await scenario.until(() => scenario.of('interruption-resolved').length === 1);
  expect(scenario.of('interruption-resolved')[0]).toMatchObject({ outcome: 'FALSE_ALARM' });
  const pressedMs = scenario.nowMs;
  scenario.call.onDtmf('1');
  expect(scenario.call.snapshot().isInterrupted).toBe(true);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.phone.firstHeardAfter(pressedMs + 100)! - pressedMs).toBeGreaterThan(1_400);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ heardText: 'We open at nine.' });
  await scenario.hangUp();
});

test('fewer words than are needed do not interrupt, even when they are final', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?', 'Stop'] }, turnTaking: { interruptionWordsMin: 3 }, llm: { replies: [ANSWER] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(1_500);
  await scenario.says(800);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ heardText: ANSWER, isInterrupted: false });
  expect(scenario.of('interruption-resolved')[0]).toMatchObject({ outcome: 'BACKCHANNEL' });
  await scenario.hangUp();
});

test('a transcript that comes after the false alarm still cuts the agent off', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?', 'No, on Sunday please'], hasSpeculation: false, finalDelayMs: 2_600 }, llm: { replies: [ANSWER, 'We are closed.'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(1_000);
  await scenario.says(800);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  expect(scenario.of('interruption-resolved').map((event) => event.outcome)).toEqual(['FALSE_ALARM', 'CONFIRMED']);
  expect(scenario.of('agent-turn')[2]).toMatchObject({ heardText: 'We are closed.' });
  await scenario.hangUp();
});

test('the caller goes on right after the turn was decided: one turn, and the agent does not talk over it', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['Book a table for two.', 'For tomorrow, at eight.'], hasSpeculation: false, finalDelayMs: 700 }, llm: { rules: [{ match: '.', reply: 'Noted: {user}' }] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('turn-decided').length === 1);
  const speakMs = scenario.nowMs;
  await scenario.says(1_500);
  expect(scenario.phone.firstHeardAfter(speakMs)).toBeUndefined();
  await scenario.until(() => scenario.of('agent-turn').some((turn) => turn.heardText !== '' && turn.purpose === 'ANSWER'));
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ heardText: 'Noted: Book a table for two. For tomorrow, at eight.' });
  await scenario.hangUp();
});

test('a caller who begins to speak at the last word of the goodbye is heard out', async () => {
  const goodbye = 'Goodbye, and thank you very much for calling.';
  const scenario = await Scenario.start({ stt: { transcripts: ['Thanks, bye.', 'Wait, one more question'] }, llm: { rules: [{ match: 'question', reply: 'Yes, please?' }, { match: 'bye', reply: goodbye, end: 'goodbye' }] } });
  await scenario.untilListening();
  await scenario.says(800);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(goodbye.length * 60 - 300);
  await scenario.says(1_200);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ heardText: goodbye });
  expect(scenario.of('agent-turn')[2]).toMatchObject({ heardText: 'Yes, please?' });
  expect(scenario.ended).toBeUndefined();
  await scenario.hangUp();
});

test('prepared words are kept when only punctuation and case change, and thrown away when a word does', async () => {
  for (const [final, asked] of [['when do you open', 1], ['When do you close?', 2]] as const) {
    const { scenario, requests } = await startWatched({
      stt: { transcripts: ['When do you open?'] }, llm: { replies: ['At nine.'] },
      change: (options) => ({
        ...options,
        openProviders: async (hooks) => {
          const opened = await options.openProviders(hooks);
          const open: typeof opened.stt.open = (request) => opened.stt.open({
            ...request, onEvent: (event) => request.onEvent(event.type === 'transcript-final' && event.text !== '' ? { ...event, text: final } : event),
          });
          return { ...opened, stt: { ...opened.stt, abilities: opened.stt.abilities, open } };
        },
      }),
    });
    await scenario.untilListening();
    await scenario.says(1_000);
    await scenario.until(() => scenario.of('agent-turn').length === 2);
    expect(requests).toHaveLength(asked);
    expect(requests[0]!.isSpeculative).toBe(true);
    expect(scenario.of('caller-turn')[0]).toMatchObject({ text: final });
    await scenario.hangUp();
    expect(scenario.of('call-ended')[0]!.speculation.misses).toBe(asked - 1);
  }
});

test('a tool that is prepared for runs once, when the turn is the caller\'s; a slow one is not started again', async () => {
  const ran: number[] = [];
  const scenario = await Scenario.start({
    agent: { tools: [{ name: 'book', description: 'Books.', parameters: {} }] }, stt: { transcripts: ['Book a table.'] },
    llm: { rules: [{ on: 'user', match: 'book', reply: '', toolCalls: [{ name: 'book', arguments: {} }] }, { on: 'tool', match: '.', reply: 'It is booked.' }] },
    change: (options) => ({ ...options, tools: { run: () => new Promise((resolve) => { ran.push(options.clock.nowMs()); options.clock.setTimer(17_000, () => resolve({ resultJson: '{}' })); }) } }),
  });
  await scenario.untilListening();
  await scenario.waits(4_000);
  await scenario.says(1_000);
  const endMs = scenario.nowMs;
  await scenario.until(() => scenario.of('agent-turn').some((turn) => turn.purpose === 'ANSWER'), 40_000);
  expect(ran).toHaveLength(1);
  expect(ran[0]! - endMs).toBeGreaterThanOrEqual(380);
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ heardText: 'It is booked.' });
  expect(scenario.phone.longestSilenceMs(endMs, scenario.nowMs - 1_000)).toBeLessThanOrEqual(4_000);
  await scenario.hangUp();
});

test('the context holds what was heard: no fillers, no unheard words, no listening sounds', async () => {
  const { scenario, requests } = await startWatched({
    agent: { greeting: 'Welcome to the Golden Lion, this call may be recorded, how can I help you today?' },
    stt: { transcripts: ['I need a table please', 'Mhm.', 'And for the evening?'], hasSpeculation: false }, limits: { llmFirstTokenTimeoutMs: 20_000 },
    llm: { firstTokenMs: 5_000, replies: ['We have one at noon, by the window, with a view of the garden.', 'At eight.'] },
  });
  await scenario.waits(1_500);
  await scenario.says(1_500);
  await scenario.until(() => scenario.of('agent-turn').some((turn) => turn.purpose === 'FILLER'));
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING' && scenario.of('agent-turn-started').some((turn) => turn.purpose === 'ANSWER'));
  await scenario.waits(1_500);
  await scenario.says(700);
  await scenario.until(() => scenario.of('agent-turn').some((turn) => turn.purpose === 'ANSWER'));
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('agent-turn').filter((turn) => turn.purpose === 'ANSWER').length === 2, 30_000);
  const greeting = scenario.of('agent-turn')[0]!;
  expect(greeting.isInterrupted).toBe(true);
  expect(texts(requests.at(-1))).toEqual([
    `assistant: ${greeting.heardText}`, 'user: I need a table please', 'assistant: We have one at noon, by the window, with a view of the garden.', 'user: And for the evening?',
  ]);
  await scenario.hangUp();
});

test('a caller\'s pauses are learnt within their limits', () => {
  const memory = new PauseMemory({ completeWaitMs: 400, incompleteWaitMs: 2_500 });
  for (const pauseMs of [-5, 0, 100]) memory.learn(pauseMs);
  expect(memory.completeWaitMs).toBe(400);
  for (let index = 0; index < 200; index++) memory.learn(60_000);
  expect(memory.completeWaitMs).toBe(2_500);
});

test('a listening sound, a silence in which the agent spoke: neither is learnt as a pause', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?', 'Mhm.', 'And on Monday?'], hasSpeculation: false }, llm: { replies: [ANSWER, 'At nine.'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(2_500);
  await scenario.says(700);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  await scenario.says(900);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  expect(scenario.of('turn-decided').map((event) => event.reason).join()).not.toContain('longer pauses');
  expect(scenario.of('turn-decided').at(-1)!.waitMs).toBe(400);
  await scenario.hangUp();
});

test('turns of both sides share one numbering, and what answers nobody has no response time', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['When are you open?'] }, llm: { replies: ['At nine.'] }, turnTaking: { idlePromptMs: 3_000 } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  const [greeting, answer, prompt] = scenario.of('agent-turn');
  expect([greeting!.turnIndex, scenario.of('caller-turn')[0]!.turnIndex, answer!.turnIndex, prompt!.turnIndex]).toEqual([0, 1, 2, 3]);
  for (const turn of [greeting!, prompt!]) for (const key of ['responseMs', 'endpointWaitMs', 'ownShareMs', 'sttFinalMs', 'llmFirstTokenMs']) expect(turn.latency).not.toHaveProperty(key);
  expect(answer!.latency.responseMs).toBeGreaterThan(400);
  expect(answer).toMatchObject({ providers: { llm: 'llm-1', tts: 'tts-1' } });
  expect(answer!.usage.map((line) => line.kind).toSorted()).toEqual(['llm', 'tts']);
  expect(scenario.of('caller-turn')[0]).toMatchObject({ providers: { stt: 'stt-1', turn: 'turn-1' } });
  await scenario.hangUp();
});
