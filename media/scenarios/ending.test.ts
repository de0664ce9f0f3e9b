import { expect, test } from 'vitest';
import { Scenario } from './scenario.js';

test('the agent says goodbye: heard to the end, then the call ends', async () => {
  const scenario = await Scenario.start({ stt: { transcripts: ['Thanks, bye.'] }, llm: { rules: [{ match: 'bye', reply: 'Goodbye, and thank you for calling.', end: 'goodbye' }] } });
  await scenario.untilListening();
  await scenario.says(800);
  await scenario.until(() => scenario.ended !== undefined);
  expect(scenario.ended).toMatchObject({ party: 'AGENT', code: 'GOODBYE' });
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ heardText: 'Goodbye, and thank you for calling.', heardEvidence: 'MARK' });
  expect(scenario.phone.closedWith).toMatchObject({ code: 'ended' });
  await scenario.closeHost();
  expect(scenario.clock.pendingCount).toBe(0);
});

test('a caller who speaks over the goodbye keeps the call', async () => {
  const scenario = await Scenario.start({
    stt: { transcripts: ['Thanks, bye.', 'Wait, one more question'] }, llm: { rules: [{ match: 'question', reply: 'Yes, please?' }, { match: 'bye', reply: 'Goodbye, and thank you very much for calling the Golden Lion.', end: 'goodbye' }] },
  });
  await scenario.untilListening();
  await scenario.says(800);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(500);
  await scenario.says(1_200);
  await scenario.until(() => scenario.of('agent-turn').length === 3);
  expect(scenario.ended).toBeUndefined();
  expect(scenario.of('agent-turn').at(-1)).toMatchObject({ heardText: 'Yes, please?' });
  await scenario.hangUp();
});

test.each([{ how: 'stopped', party: 'CALLER', code: 'HUNG_UP' }, { how: 'lost', party: 'CARRIER', code: 'CONNECTION_LOST' }] as const)('the line is $how in the middle of a word', async ({ how, party, code }) => {
  const scenario = await Scenario.start({ agent: { greeting: 'Welcome to the Golden Lion, how can I help you today?' } });
  await scenario.waits(1_430);
  scenario.phone.hangUp();
  scenario.call.onClosed(how);
  await scenario.until(() => scenario.ended !== undefined);
  expect(scenario.ended).toMatchObject({ party, code });
  const playedMs = (scenario.phone.playedSamples.length * 1000) / 8000;
  const heard = scenario.of('agent-turn')[0]!.heardText;
  expect(heard).toBe('Welcome to the Golden'.slice(0, Math.floor(playedMs / 60)).replace(/\s*\S*$/, '').length > heard.length ? 'too little was taken as heard' : heard);
  expect('Welcome to the Golden Lion,'.startsWith(heard)).toBe(true);
  expect(scenario.of('agent-turn')[0]).toMatchObject({ isInterrupted: true });
  expect(scenario.events.at(-1)).toMatchObject({ type: 'call-ended' });
  expect(scenario.ticker.taskCount).toBe(0);
});

test('the operator ends the call at once', async () => {
  const scenario = await Scenario.start();
  await scenario.waits(800);
  scenario.call.end({ party: 'OPERATOR', code: 'ENDED_BY_OPERATOR', text: 'Mia ended the call.' });
  await scenario.until(() => scenario.ended !== undefined);
  expect(scenario.of('call-ended')[0]!.reason).toEqual({ party: 'OPERATOR', code: 'ENDED_BY_OPERATOR', text: 'Mia ended the call.' });
  expect(scenario.phone.closedWith).toBeDefined();
  scenario.call.end({ party: 'CALLER', code: 'HUNG_UP', text: 'Too late.' });
  await scenario.waits(1_000);
  expect(scenario.of('call-ended')).toHaveLength(1);
});

test('the maximum duration comes with a warning and a goodbye', async () => {
  const scenario = await Scenario.start({ turnTaking: { callDurationMaxMs: 60_000, idlePromptMs: 25_000, idlePromptsMax: 5 } });
  await scenario.until(() => scenario.ended !== undefined, 90_000);
  const turns = scenario.of('agent-turn');
  expect(turns.map((turn) => turn.purpose).filter((purpose) => purpose !== 'IDLE_PROMPT')).toEqual(['GREETING', 'WARNING', 'GOODBYE']);
  const warning = turns.find((turn) => turn.purpose === 'WARNING')!;
  expect(60_000 - warning.startedAtMs).toBeGreaterThan(3_000);
  expect(60_000 - warning.startedAtMs).toBeLessThanOrEqual(6_020);
  expect(scenario.ended).toMatchObject({ party: 'PLATFORM', code: 'DURATION_LIMIT' });
});

test('an unexpected error in a stage ends its own call with an apology, and no other', async () => {
  const healthy = await Scenario.start();
  const broken = await Scenario.start({
    beside: healthy,
    change: (options) => ({
      ...options,
      openProviders: async (hooks) => {
        const opened = await options.openProviders(hooks);
        return { ...opened, stt: { ...opened.stt, open: async (request) => ({ ...(await opened.stt.open(request)), push() { throw new Error('a bug'); }, speculate() {}, commit() {}, discard() {}, async close() {} }) } };
      },
    }),
  });
  await broken.untilListening();
  await broken.waits(4_000);
  await broken.says(1_000);
  await broken.until(() => broken.ended !== undefined);
  expect(broken.ended).toMatchObject({ party: 'PLATFORM', code: 'INTERNAL_ERROR' });
  expect(broken.of('agent-turn').at(-1)).toMatchObject({ purpose: 'APOLOGY' });
  expect(broken.of('agent-turn').at(-1)!.heardText).toContain('something went wrong');
  expect(broken.warnings[0]).toContain('a bug');
  await healthy.says(1_000);
  await healthy.until(() => healthy.of('agent-turn').some((turn) => turn.purpose === 'ANSWER'));
  expect(healthy.ended).toBeUndefined();
  expect(healthy.warnings).toEqual([]);
  await healthy.hangUp();
});

test('a report that throws ends only its call', async () => {
  const scenario = await Scenario.start({
    change: (options) => ({ ...options, report: { ...options.report, append: (type, payload, atMs) => { if (type === 'speech-started') throw new Error('a bug'); options.report.append(type, payload, atMs); } } }),
  });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.ended !== undefined);
  expect(scenario.ended).toMatchObject({ code: 'INTERNAL_ERROR' });
});

test('a socket that takes nothing is told of, and the audio follows when it does again', async () => {
  const scenario = await Scenario.start({ agent: { greeting: 'Welcome to the Golden Lion, how can I help you today?' } });
  scenario.phone.outcome = 'dropped';
  await scenario.waits(1_000);
  expect(scenario.of('audio-problem')[0]).toMatchObject({ problem: 'SEND_BACKPRESSURE' });
  scenario.phone.outcome = 'sent';
  await scenario.until(() => scenario.of('agent-turn').length === 1);
  expect(scenario.of('agent-turn')[0]).toMatchObject({ heardText: 'Welcome to the Golden Lion, how can I help you today?' });
  await scenario.hangUp();
});
