import { afterAll, describe, expect, test } from 'vitest';
import type { LlmDocument, LlmEvent, LlmMessage, LlmTool } from '@parley/plugin-sdk';
import { openLlm } from '../src/llm/llm.js';
import { DENTAL_PRACTICE } from './dental-practice.js';
import { contextOf } from './support.js';

const llm = await openLlm(contextOf());
afterAll(async () => { await llm.close(); });

interface Setting { readonly tools?: readonly LlmTool[]; readonly instructions?: string; readonly documents?: readonly LlmDocument[]; readonly signal?: AbortSignal; readonly outputTokensMax?: number }

async function generate(messages: readonly LlmMessage[], setting: Setting = {}): Promise<readonly LlmEvent[]> {
  const events: LlmEvent[] = [];
  const { tools = [], instructions = 'Be brief.', documents = DENTAL_PRACTICE, signal = new AbortController().signal, outputTokensMax } = setting;
  const request = { instructions, agentName: 'Robin', language: 'en', messages, tools, documents, isSpeculative: false, signal };
  for await (const event of llm.generate({ ...request, ...(outputTokensMax === undefined ? {} : { outputTokensMax }) })) events.push(event);
  return events;
}

const textOf = (events: readonly LlmEvent[]): string => events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
const endOf = (events: readonly LlmEvent[]): unknown => events.findLast((event) => event.type === 'end')?.reason;

/** A caller who says these things in turn; the agent's answers. */
async function talk(lines: readonly string[], setting: Setting = {}): Promise<readonly string[]> {
  const messages: LlmMessage[] = [];
  const answers: string[] = [];
  for (const text of lines) {
    messages.push({ role: 'user', text });
    const answer = textOf(await generate(messages, setting));
    messages.push({ role: 'assistant', text: answer });
    answers.push(answer);
  }
  return answers;
}

describe('a conversation', () => {
  test('follow-ups lean on the question before', async () => {
    const answers = await talk(['Hello.', 'What are your opening hours?', 'And on Sunday?', 'What about Saturday?', 'Do you do teeth whitening?', 'How much is that?']);
    expect(answers[0]).toBe('Hello! How can I help you?');
    expect(answers[1]).toContain('Monday to Friday');
    expect(answers[2]).toContain('closed on Sundays');
    expect(answers[3]).toContain('On Saturday we are open from nine until one');
    expect(answers[4]).toContain('Teeth whitening');
    expect(answers[5]).toContain('280 pounds');
  });

  test('a new question after small talk does not lean on the old one', async () => {
    const answers = await talk(['Are you open on Saturday?', 'Okay, thanks. Where are you?', 'Is there parking?']);
    expect(answers[1]).toContain('42 Harbour Street');
    expect(answers[2]).toContain('car park');
  });

  test('it repeats its answer when asked to', async () => {
    const answers = await talk(['Is there a lift?', 'Sorry, can you repeat that?']);
    expect(answers[1]).toBe(`Of course. ${answers[0]!}`);
  });

  test('an answer that was cut short is repeated whole', async () => {
    const cut: LlmMessage[] = [
      { role: 'user', text: 'Do you take cheques?' }, { role: 'assistant', text: 'We do', isInterrupted: true }, { role: 'user', text: 'Pardon?' },
    ];
    expect(textOf(await generate(cut))).toContain('We do not take cheques.');
  });

  test('it says what it is', async () => {
    const [robot, who] = await talk(['Are you a real person?', 'Who am I speaking to?']);
    expect(robot).toContain('automated assistant, not a person');
    expect(who).toContain('Robin');
  });

  test('it admits what it does not know, in other words each time, and says what it does', async () => {
    const [first, second] = await talk(['Do you sell bicycles?', 'Can I get a haircut?']);
    expect(first).toMatch(/do not know.*I can tell you about .*opening hours/);
    expect(second).not.toBe(first);
    const offering = await talk(['Do you sell bicycles?'], { instructions: 'If you do not know, offer to take a message.' });
    expect(offering[0]).toContain('Would you like to leave a message?');
  });

  test('it does not promise a booking or a person that it cannot give', async () => {
    const answers = await talk(['I would like to make an appointment.', 'Can I talk to a human?']);
    expect(answers[0]).toContain('cannot make bookings');
    expect(answers[1]).toContain('cannot put you through');
  });

  test('goodbye ends the conversation, and so does "no" to "anything else"', async () => {
    const bye = await generate([{ role: 'user', text: 'Okay, that\'s all. Goodbye.' }]);
    expect([endOf(bye), textOf(bye)]).toEqual(['goodbye', 'Thank you for calling. Goodbye!']);
    const thanks = textOf(await generate([{ role: 'user', text: 'Thank you very much.' }]));
    const no = await generate([{ role: 'user', text: 'Thank you very much.' }, { role: 'assistant', text: thanks }, { role: 'user', text: 'No, thanks.' }]);
    expect(endOf(no)).toBe('goodbye');
    expect(endOf(await generate([{ role: 'user', text: 'No, thanks.' }]))).toBe('stop');
  });

  test('without documents it still answers politely', async () => {
    expect(await talk(['What are your opening hours?'], { documents: [] })).toEqual(['I am sorry, I do not know that.']);
  });

  test('what the recogniser got wrong is understood', async () => {
    const answers = await talk(['how much is teeth whitning', 'tell much of a checkup']);
    expect(answers[0]).toContain('280 pounds');
    expect(answers[1]).toContain('45 pounds');
  });

  test('an answer is cut where fewer tokens are allowed, and told so', async () => {
    const events = await generate([{ role: 'user', text: 'Where are you?' }], { outputTokensMax: 3 });
    expect([textOf(events).trim(), endOf(events)]).toEqual(['Our practice is', 'length']);
  });
});

const BOOK: LlmTool = {
  name: 'book_appointment', description: 'Books an appointment at the practice.',
  parameters: {
    type: 'object', required: ['date', 'time', 'patientName'],
    properties: {
      date: { type: 'string', format: 'date', description: 'Day of the appointment' }, time: { type: 'string', description: 'Time of the appointment' },
      patientName: { type: 'string', description: 'Name of the patient' },
    },
  },
};

describe('with a tool', () => {
  test('it asks for what is missing, then calls the tool with what was said', async () => {
    const messages: LlmMessage[] = [{ role: 'user', text: 'I\'d like to book an appointment on the third of May 2031.' }];
    const asked = textOf(await generate(messages, { tools: [BOOK] }));
    expect(asked).toBe('Please tell me the time of the appointment.');
    messages.push({ role: 'assistant', text: asked }, { role: 'user', text: 'Half past ten.' });
    const again = textOf(await generate(messages, { tools: [BOOK] }));
    expect(again).toBe('Please tell me the name of the patient.');
    messages.push({ role: 'assistant', text: again }, { role: 'user', text: 'Ann Smith' });
    const events = await generate(messages, { tools: [BOOK] });
    const call = events.find((event) => event.type === 'tool-call')!.call;
    expect([call.name, JSON.parse(call.argumentsJson)]).toEqual(['book_appointment', { date: '2031-05-03', time: '10:30', patientName: 'Ann Smith' }]);
    expect(endOf(events)).toBe('tool-calls');
    messages.push({ role: 'assistant', text: '', toolCalls: [call] }, { role: 'tool', toolCallId: call.id, resultJson: '{"message":"You are booked in for half past ten"}' });
    expect(textOf(await generate(messages, { tools: [BOOK] }))).toBe('You are booked in for half past ten.');
  });

  test('a question about the thing is answered, not done', async () => {
    expect((await talk(['How do I cancel an appointment?'], { tools: [BOOK] }))[0]).toContain('24 hours before');
    const pending = await talk(['I want to book an appointment.', 'How much is a check-up?'], { tools: [BOOK] });
    expect(pending).toEqual(['Please tell me the day of the appointment.', 'A check-up costs 45 pounds.']);
  });
});

test('an abort ends the answer with its cause', async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(generate([{ role: 'user', text: 'Hello' }], { signal: controller.signal })).rejects.toMatchObject({ causeCode: 'aborted' });
});
