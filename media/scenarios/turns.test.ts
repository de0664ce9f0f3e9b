import { expect, test } from 'vitest';
import { Scenario } from './scenario.js';

test('a number dictated with long pauses is one turn', async () => {
  const scenario = await Scenario.start({
    agent: { greeting: 'What is your phone number?' },
    stt: { transcripts: ['Zero three zero', 'five five five', 'one two three four'] },
    turn: { rules: [{ match: 'four$', completeProbability: 0.9, waitMs: 700, expectation: 'digits', reason: 'the number has all its digits' }, { match: '.', completeProbability: 0.1, waitMs: 3_000, expectation: 'digits', reason: 'you were dictating a number' }] },
    llm: { rules: [{ match: '.', reply: 'I have noted {user}.' }] },
  });
  await scenario.untilListening();
  await scenario.says(900);
  await scenario.waits(2_200);
  await scenario.says(900);
  await scenario.waits(2_500);
  await scenario.says(900);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  // One segment of speech throughout: the recogniser hears the whole number, pauses and all.
  expect(scenario.of('caller-turn')).toHaveLength(1);
  expect(scenario.of('speech-started')).toHaveLength(1);
  expect(scenario.of('speech-ended')).toHaveLength(3);
  expect(scenario.of('turn-decided')).toHaveLength(1);
  expect(scenario.of('turn-decided')[0]).toMatchObject({ expectation: 'digits' });
  await scenario.hangUp();
});

test('segments that had to be committed early are joined in one turn', async () => {
  const scenario = await Scenario.start({
    agent: { greeting: 'What is your phone number?' },
    stt: { transcripts: ['Zero three zero', 'five five five', 'one two three four'], hasSpeculation: false },
    turn: { rules: [{ match: 'four$', completeProbability: 0.9, reason: 'complete' }, { match: '.', completeProbability: 0.1, waitMs: 3_000, expectation: 'digits', reason: 'you were dictating a number' }] },
  });
  await scenario.untilListening();
  for (let part = 0; part < 3; part++) {
    await scenario.says(900);
    await scenario.waits(part < 2 ? 2_200 : 0);
  }
  await scenario.until(() => scenario.of('caller-turn').length === 1);
  expect(scenario.of('caller-turn')[0]!.text).toBe('Zero three zero five five five one two three four');
  await scenario.hangUp();
});

test('an incomplete sentence earns a longer wait, and the reason says so', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['I would like to book a table and'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  const endMs = scenario.nowMs;
  await scenario.until(() => scenario.of('turn-decided').length === 1);
  expect(scenario.nowMs - endMs).toBeGreaterThan(2_400);
  expect(scenario.of('turn-decided')[0]).toMatchObject({ reason: 'the sentence is not finished', completeProbability: 0.1 });
  await scenario.hangUp();
});

test.each([
  { name: 'fails', turn: { faults: [{ kind: 'refuse', always: true }] } },
  { name: 'never answers', turn: { faults: [{ kind: 'stall', always: true }] } },
  { name: 'answers nonsense', turn: { faults: [{ kind: 'garbage', always: true }] } },
])('a turn detector that $name leaves the plain delay, never silence', async ({ turn }) => {
  const scenario = await Scenario.start({ turn, stt: { transcripts: ['When are you open'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  const endMs = scenario.nowMs;
  await scenario.until(() => scenario.of('turn-decided').length === 1);
  expect(scenario.of('turn-decided')[0]).toMatchObject({ isFallback: true });
  expect(scenario.nowMs - endMs).toBeLessThan(1_000);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  await scenario.hangUp();
});

test.each([
  { name: 'fails', faults: [{ kind: 'break-midway', afterMs: 500, always: true }] },
  { name: 'cannot be opened', faults: [{ kind: 'refuse', always: true }] },
  { name: 'falls silent', faults: [{ kind: 'stall', afterMs: 1_000, always: true }] },
])('a speech detector that $name is stood in for by loudness', async ({ faults }) => {
  const scenario = await Scenario.start({ vad: { faults } });
  await scenario.untilListening();
  await scenario.waits(2_000);
  await scenario.says(1_200);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.of('caller-turn')).toHaveLength(1);
  await scenario.hangUp();
});

test('words prepared at the pause are kept when nothing was added, and thrown away otherwise', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['Where are you?', 'When are you open?'] }, llm: { firstTokenMs: 500, replies: ['In Berlin.', 'At nine.'] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  const [, answer] = scenario.of('agent-turn');
  // Asked for at the pause: the model's 500 ms had begun before the turn was decided.
  expect(answer!.latency.llmFirstTokenMs).toBeLessThan(450);
  expect(scenario.of('turn-decided')[0]).toMatchObject({ isSpeculationHit: true });
  await scenario.hangUp();
  expect(scenario.of('call-ended')[0]!.speculation.hits).toBeGreaterThanOrEqual(2);
});

test('a caller who pauses long is given more time, within the limits', async () => {
  const transcripts = ['I would like and', 'some flowers and', 'a card and', 'chocolate and', 'a balloon and', 'that is all.'];
  const scenario = await Scenario.start({ stt: { transcripts, hasSpeculation: false } });
  await scenario.untilListening();
  for (const part of transcripts) {
    await scenario.says(800);
    if (part !== transcripts.at(-1)) await scenario.waits(1_800);
  }
  await scenario.until(() => scenario.of('turn-decided').length === 1);
  const [decided] = scenario.of('turn-decided');
  expect(decided!.reason).toContain('this caller makes longer pauses');
  expect(decided!.waitMs).toBeGreaterThan(800);
  expect(decided!.waitMs).toBeLessThan(2_500);
  expect(scenario.of('caller-turn')[0]!.text).toBe(transcripts.join(' '));
  await scenario.hangUp();
});

test('keys are words', async () => {
  const scenario = await Scenario.start({ llm: { rules: [{ match: '^123$', reply: 'Order one two three is on its way.' }] } });
  await scenario.untilListening();
  for (const digit of ['1', '2', '3', '#']) scenario.call.onDtmf(digit);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.of('dtmf-received').map((event) => event.digit)).toEqual(['1', '2', '3', '#']);
  expect(scenario.of('caller-turn')[0]).toMatchObject({ text: '123' });
  await scenario.hangUp();
});

test('a tool that is not there is answered honestly; a slow one is bridged with a phrase', async () => {
  const rules = [{ on: 'user', match: 'order', reply: '', toolCalls: [{ name: 'lookUp', arguments: { id: 7 } }] }, { on: 'tool', match: 'unavailable', reply: 'I cannot look that up.' }, { on: 'tool', match: '.', reply: 'It has been sent.' }];
  const setup = { agent: { tools: [{ name: 'lookUp', description: 'Finds an order.', parameters: {} }] }, stt: { transcripts: ['Where is my order?'] }, llm: { rules } };
  const without = await Scenario.start(setup);
  await without.untilListening();
  await without.says(1_000);
  await without.until(() => without.of('agent-turn').length === 2);
  expect(without.of('tool-called')[0]).toMatchObject({ name: 'lookUp', error: 'The tool "lookUp" is not available.' });
  expect(without.of('agent-turn')[1]).toMatchObject({ heardText: 'I cannot look that up.' });
  await without.hangUp();

  const slow = await Scenario.start({
    ...setup,
    change: (options) => ({ ...options, tools: { run: () => new Promise((resolve) => { options.clock.setTimer(2_500, () => resolve({ resultJson: '{"status":"sent"}' })); }) } }),
  });
  await slow.untilListening();
  await slow.says(1_000);
  await slow.until(() => slow.of('agent-turn').length === 3);
  expect(slow.of('agent-turn').map((turn) => turn.purpose)).toEqual(['GREETING', 'FILLER', 'ANSWER']);
  expect(slow.of('agent-turn')[2]).toMatchObject({ heardText: 'It has been sent.' });
  await slow.hangUp();
});

test('keys pressed while the agent speaks interrupt it', async () => {
  const scenario = await Scenario.start({ agent: { greeting: 'For opening hours press one, for directions press two, for anything else please hold the line.' }, llm: { replies: ['We open at nine.'] } });
  await scenario.waits(2_000);
  scenario.call.onDtmf('1');
  scenario.call.onDtmf('#');
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.of('agent-turn')[0]).toMatchObject({ isInterrupted: true });
  expect(scenario.of('interruption-started')[0]!.speechMs).toBeLessThan(100);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ heardText: 'We open at nine.' });
  await scenario.hangUp();
});

test('a model that refuses is not silence', async () => {
  const scenario = await Scenario.start({ llm: { rules: [{ match: '.', reply: '', end: 'content-filter' }] } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  expect(scenario.of('agent-turn')[1]).toMatchObject({ purpose: 'ANSWER', heardText: 'I am sorry, I cannot help with that.' });
  await scenario.hangUp();
});

test('tools that were called stand in the context before the words that rest on them', async () => {
  const requests: { role: string; text?: string }[][] = [];
  const scenario = await Scenario.start({
    agent: { tools: [{ name: 'lookUp', description: 'Finds an order.', parameters: {} }] }, stt: { transcripts: ['Where is my order?', 'Thank you'] },
    llm: { rules: [{ on: 'user', match: 'order', reply: 'Let me look.', toolCalls: [{ name: 'lookUp', arguments: {} }] }, { on: 'tool', match: '.', reply: 'It is on its way.' }] },
    change: (options) => ({
      ...options, tools: { run: async () => ({ resultJson: '{"status":"sent"}' }) },
      openProviders: async (hooks) => {
        const opened = await options.openProviders(hooks);
        const generate: typeof opened.llm.generate = (request) => {
          requests.push(structuredClone(request.messages) as never);
          return opened.llm.generate(request);
        };
        return { ...opened, llm: { ...opened.llm, generate } };
      },
    }),
  });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.of('agent-turn').length === 2);
  await scenario.says(700);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  expect(requests[1]!.map((message) => [message.role, message.text])).toEqual([
    ['assistant', 'Hello, how can I help you?'], ['user', 'Where is my order?'], ['assistant', 'Let me look.'], ['tool', undefined],
  ]);
  expect(requests.at(-1)!.map((message) => [message.role, message.text])).toEqual([
    ['assistant', 'Hello, how can I help you?'], ['user', 'Where is my order?'], ['assistant', ''], ['tool', undefined], ['assistant', 'Let me look. It is on its way.'], ['user', 'Thank you'],
  ]);
  await scenario.hangUp();
});
