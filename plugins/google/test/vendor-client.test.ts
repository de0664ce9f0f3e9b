// The vendor's own clients against the local servers: what they read there, the adapter may rely on.
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import { credentials } from '@grpc/grpc-js';
import { inFormat, spoken } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGeminiServer, type GeminiServer } from './gemini-server.js';
import { startRecognizeServer } from './recognize-server.js';
import { startSpeechServer } from './speech-server.js';

/** The parts of the clients that are asked here; their own types would cost every check of types seconds. */
interface Chunk { readonly text?: string; readonly functionCalls?: { id?: string; name?: string; args?: object }[]; readonly candidates?: { content?: object; finishReason?: string }[]; readonly usageMetadata?: object }
interface SpeechClient {
  streamingSynthesize(): Duplex & AsyncIterable<{ audioContent: Buffer }>;
  listVoices(request: object, options?: object): Promise<[{ voices: { name: string }[] }]>;
  close(): Promise<void>;
}
const { TextToSpeechClient } = createRequire(import.meta.url)('@google-cloud/text-to-speech') as { TextToSpeechClient: new (options: object) => SpeechClient };
interface Recognized { readonly results?: { readonly isFinal: boolean; readonly alternatives: { readonly transcript: string }[] }[]; readonly metadata?: { readonly totalBilledDuration?: { readonly seconds: string | number } } }
interface RecognizeClient { _streamingRecognize(): Duplex & AsyncIterable<Recognized>; close(): Promise<void> }
const { v2: { SpeechClient: RecognizeVendorClient } } = createRequire(import.meta.url)('@google-cloud/speech') as { v2: { SpeechClient: new (options: object) => RecognizeClient } };
interface VendorClient { readonly models: { generateContentStream(request: object): Promise<AsyncIterable<Chunk>> } }

let server: GeminiServer;
let GoogleGenAI: new (options: object) => VendorClient;
beforeAll(async () => {
  server = await startGeminiServer();
  const name = '@google/genai';
  ({ GoogleGenAI } = await import(name) as { GoogleGenAI: new (options: object) => VendorClient });
}, 30_000);
afterAll(async () => { await server.close(); });

async function ask(base: string, contents: unknown, config: object = {}): Promise<Chunk[]> {
  const client = new GoogleGenAI({ apiKey: 'AIza0123456789', httpOptions: { baseUrl: `${server.url}${base}` } });
  const chunks = [];
  for await (const chunk of await client.models.generateContentStream({ model: 'gemini-3.1-flash-lite', contents, config })) chunks.push(chunk);
  return chunks;
}
const tools = [{ functionDeclarations: [{ name: 'look_up_order', description: 'Finds an order.', parametersJsonSchema: { type: 'object', properties: {} } }] }];

test('it chats, calls a tool, and takes its result', async () => {
  const words = await ask('', 'Hours?', { systemInstruction: 'Be brief.', maxOutputTokens: 50 });
  expect(words.map(({ text }) => text).join('')).toBe('We are open from nine to six, from Monday to Friday.');
  expect(words.at(-1)).toMatchObject({ candidates: [{ finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 1_200, candidatesTokenCount: 11 } });
  const question = { role: 'user', parts: [{ text: 'Where is my order 1042?' }] };
  const called = (await ask('', [question], { tools })).find(({ functionCalls }) => functionCalls)!;
  expect(called.functionCalls).toEqual([{ id: 'fc-81', name: 'look_up_order', args: { number: '1042' } }]);
  const answer = await ask('', [question, called.candidates![0]!.content, { role: 'user', parts: [{ functionResponse: { id: 'fc-81', name: 'look_up_order', response: { state: 'here' } } }] }], { tools });
  expect(answer.map(({ text }) => text).join('')).toBe('It says {"state":"here"}.');
});

test('it takes the refusals for the vendor\'s', async () => {
  await expect(ask('/fail/bad-request', 'Hours?')).rejects.toMatchObject({ status: 404, message: expect.stringContaining('is not found for API version') as string });
});

test('its client of voices speaks, lists them, and takes the refusals for the vendor\'s', async () => {
  const speech = await startSpeechServer();
  const clientAt = (failure?: string) => {
    const { hostname, port } = new URL(speech.urlOf(failure));
    return new TextToSpeechClient({ apiEndpoint: hostname, port: Number(port), sslCreds: credentials.createInsecure(), universeDomain: 'googleapis.com', apiKey: 'AIza0123456789' });
  };
  const client = clientAt();
  const stream = client.streamingSynthesize();
  stream.write({ streamingConfig: { voice: { languageCode: 'en-US', name: 'en-US-Chirp3-HD-Kore' }, streamingAudioConfig: { audioEncoding: 'MULAW', sampleRateHertz: 8_000 } } });
  stream.write({ input: { text: 'Good morning.' } });
  stream.end();
  const sounds = [];
  for await (const { audioContent } of stream) sounds.push(audioContent);
  expect(Buffer.concat(sounds)).toHaveLength(13 * 480);
  const [{ voices }] = await client.listVoices({});
  expect(voices.map(({ name }) => name)).toContain('de-DE-Chirp3-HD-Puck');
  await client.close();
  const refused = clientAt('auth');
  await expect(refused.listVoices({}, { retry: null })).rejects.toMatchObject({ code: 3, reason: 'API_KEY_INVALID' });
  await refused.close();
  speech.close();
});

test('its client of transcripts hears, and reads what is billed', async () => {
  const recognize = await startRecognizeServer();
  const { hostname, port } = new URL(recognize.urlOf());
  const client = new RecognizeVendorClient({ apiEndpoint: hostname, port: Number(port), sslCreds: credentials.createInsecure(), universeDomain: 'googleapis.com' });
  const stream = client._streamingRecognize();
  const config = { explicitDecodingConfig: { encoding: 'MULAW', sampleRateHertz: 8_000, audioChannelCount: 1 }, model: 'telephony', languageCodes: ['en-US'], features: { enableAutomaticPunctuation: true }, adaptation: { phraseSets: [{ inlinePhraseSet: { phrases: [{ value: 'Parley' }] } }] } };
  stream.write({ recognizer: 'projects/my-project/locations/global/recognizers/_', streamingConfig: { config, streamingFeatures: { interimResults: true } } });
  stream.write({ audio: Buffer.from(inFormat(spoken('Please book a table.'), { encoding: 'mulaw', sampleRateHz: 8_000 }) as Uint8Array) });
  stream.end();
  const answers: Recognized[] = [];
  for await (const answer of stream) answers.push(answer);
  expect(answers.at(-1)).toMatchObject({ results: [{ isFinal: true, alternatives: [{ transcript: 'please book a table' }] }], metadata: { totalBilledDuration: { nanos: 0 } } });
  expect(Number(answers.at(-1)!.metadata!.totalBilledDuration!.seconds)).toBe(2);
  await client.close();
  recognize.close();
});
