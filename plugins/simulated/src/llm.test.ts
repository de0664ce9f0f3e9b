import type { LlmEvent, LlmMessage, LlmRequest, Plugin } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import plugin from './index.js';

const logger = { debug: () => {}, info: () => {}, warn: () => {} };
const TOOL = { name: 'book', description: '', parameters: {} };

async function ask(
  settings: Readonly<Record<string, unknown>>, messages: readonly LlmMessage[], changes: Partial<LlmRequest> = {},
): Promise<{ text: string; end: string | undefined; calls: string[]; usage: unknown }> {
  const clock = new VirtualClock();
  const llm = await (plugin as Required<Plugin>).llm({ settings, secrets: {}, clock, logger });
  const events: LlmEvent[] = [];
  const reading = (async () => {
    for await (const event of llm.generate({
      instructions: 'Be brief.', agentName: 'Robin', language: 'en', tools: [TOOL], documents: [], isSpeculative: false,
      signal: new AbortController().signal, ...changes, messages,
    })) events.push(event);
  })();
  await clock.runUntil(reading, 60_000);
  return {
    text: events.map((event) => (event.type === 'text-delta' ? event.text : '')).join(''),
    end: events.map((event) => (event.type === 'end' ? event.reason : undefined)).at(-1),
    calls: events.flatMap((event) => (event.type === 'tool-call' ? [`${event.call.name}(${event.call.argumentsJson})`] : [])),
    usage: events.find((event) => event.type === 'usage'),
  };
}

const user = (text: string): LlmMessage => ({ role: 'user', text });

test('replies follow the number of the user\'s messages, however often they are asked for', async () => {
  const settings = { replies: ['first', 'second'] };
  const greeting: LlmMessage = { role: 'assistant', text: 'Hello' };
  expect((await ask(settings, [greeting, user('a')])).text).toBe('first');
  expect((await ask(settings, [greeting, user('a'), user('b')])).text).toBe('second');
  expect((await ask(settings, [user('a'), user('b'), user('c')])).text).toBe('first');
  expect((await ask({}, [user('hi there')])).text).toBe('You said: hi there');
});

test('rules answer by pattern, call the tools that are offered and use their results', async () => {
  const settings = {
    rules: [
      { match: 'bye', reply: 'Goodbye.', end: 'goodbye' },
      { match: 'book', reply: 'One moment.', toolCalls: [{ name: 'book', arguments: { day: 1 } }, { name: 'other' }] },
      { on: 'tool', match: '"isBooked":true', reply: 'Booked, {user}: {result}' },
    ],
  };
  expect(await ask(settings, [user('Good BYE')])).toMatchObject({ text: 'Goodbye.', end: 'goodbye' });
  expect(await ask(settings, [user('book it')])).toMatchObject({ text: 'One moment.', end: 'tool-calls', calls: ['book({"day":1})'] });
  expect(await ask(settings, [user('book it')], { tools: [] })).toMatchObject({ end: 'stop', calls: [] });
  const result: LlmMessage = { role: 'tool', toolCallId: 'call-1', resultJson: '{"isBooked":true}' };
  expect((await ask(settings, [user('book it'), result])).text).toBe('Booked, book it: {"isBooked":true}');
  expect((await ask({}, [user('book it'), result])).text).toBe('The result is {"isBooked":true}.');
});

test('the limit of tokens cuts the answer and says so', async () => {
  expect(await ask({ replies: ['one two three'] }, [user('a')], { outputTokensMax: 2 })).toEqual({
    text: 'one two ', end: 'length', calls: [], usage: { type: 'usage', usage: { inputTokens: 3, outputTokens: 2, requests: 1 } },
  });
});
