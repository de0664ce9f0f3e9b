// The vendor's own client against the local server: what it reads there, the adapter may rely on.
import { inFormat, piecesOf, spoken } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMistralServer, type MistralServer } from './mistral-server.js';

/** The parts of the client that are asked here; its own types would cost every check of types seconds. */
interface ChatEvent { readonly data: { readonly choices: { readonly delta: { readonly content?: string; readonly toolCalls?: { id: string; function: { name: string; arguments: string } }[] }; readonly finishReason: string | null }[]; readonly usage?: object } }
interface Chat { readonly chat: { stream(request: object): Promise<AsyncIterable<ChatEvent>> } }
interface Realtime { transcribeStream(audio: AsyncIterable<Uint8Array>, model: string, options: object): AsyncIterable<{ readonly type: string; readonly text?: string; readonly usage?: object }> }

let server: MistralServer;
let createChat: (options: object) => Chat;
let createRealtime: (options: object) => Realtime;
beforeAll(async () => {
  server = await startMistralServer();
  const [name, live] = ['@mistralai/mistralai', '@mistralai/mistralai/extra/realtime'];
  const { Mistral } = await import(name) as { Mistral: new (options: object) => Chat };
  const { RealtimeTranscription } = await import(live) as { RealtimeTranscription: new (options: object) => Realtime };
  createChat = (options) => new Mistral(options);
  createRealtime = (options) => new RealtimeTranscription(options);
}, 30_000);
afterAll(async () => { await server.close(); });

const optionsAt = (base: string) => ({ apiKey: 'test-0123456789', serverURL: `${server.url}${base}`, retryConfig: { strategy: 'none' } });
const tool = { type: 'function', function: { name: 'look_up_order', description: 'Finds an order.', parameters: { type: 'object', properties: {} } } };

async function chat(base: string, request: object): Promise<ChatEvent['data'][]> {
  const events = [];
  for await (const { data } of await createChat(optionsAt(base)).chat.stream({ model: 'mistral-small-latest', ...request })) events.push(data);
  return events;
}

test('it chats, calls a tool, and takes its result', async () => {
  const words = await chat('', { messages: [{ role: 'user', content: 'Hours?' }], maxTokens: 50 });
  expect(words.map(({ choices: [choice] }) => choice!.delta.content).join('')).toBe('We are open from nine to six, from Monday to Friday.');
  expect(words.at(-1)).toMatchObject({ choices: [{ finishReason: 'stop' }], usage: { promptTokens: 1_200, completionTokens: 11 } });
  const question = { role: 'user', content: 'Where is my order 1042?' };
  const toolCalls = (await chat('', { messages: [question], tools: [tool] })).at(-1)!.choices[0]!.delta.toolCalls!;
  expect(toolCalls[0]).toMatchObject({ id: 'D681PevKs', function: { name: 'look_up_order', arguments: '{"number": "1042"}' } });
  const answer = await chat('', { tools: [tool], messages: [question, { role: 'assistant', toolCalls }, { role: 'tool', toolCallId: toolCalls[0]!.id, content: 'yes' }] });
  expect(answer.map(({ choices: [choice] }) => choice!.delta.content).join('')).toBe('It says yes.');
});

test('it takes the refusals for the vendor\'s', async () => {
  await expect(chat('/fail/rate-limit', { messages: [{ role: 'user', content: 'Hours?' }] })).rejects.toMatchObject({ statusCode: 429 });
  await expect(chat('', { messages: [{ role: 'assistant', content: 'Hello.' }] })).rejects.toMatchObject({ statusCode: 400, body: expect.stringContaining('Expected last role') as string });
});

test('it transcribes: the words as they are heard, all of them at the end, and the bill', async () => {
  const audio = spoken('Please book a table.');
  const format = { encoding: 'pcm16', sampleRateHz: 16_000 } as const;
  async function* pieces() { for (const piece of piecesOf(inFormat(audio, format), 16_000)) yield new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength); }
  const events = [];
  for await (const event of createRealtime(optionsAt('')).transcribeStream(pieces(), 'voxtral-mini-transcribe-realtime-2602', { audioFormat: { encoding: 'pcm_s16le', sampleRate: 16_000 } })) events.push(event);
  expect(events.map(({ type }) => type)).toEqual(['session.created', 'session.updated', ...Array.from({ length: 4 }, () => 'transcription.text.delta'), 'transcription.done']);
  expect(events.at(-1)).toMatchObject({ text: 'please book a table', usage: { promptAudioSeconds: 2 } });
});
