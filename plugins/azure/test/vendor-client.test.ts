// The vendor's own client against the local server of live transcripts: what it reads there, the adapter may rely on.
import { createRequire } from 'node:module';
import { inFormat, spoken } from '@parley/plugin-sdk/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startRecognitionServer, type RecognitionServer } from './recognition-server.js';

/** The parts of the client that are asked here; its own types would cost every check of types seconds. */
interface Result { readonly text: string; readonly errorDetails?: string; readonly errorCode?: number }
interface Recognizer {
  recognizing: (sender: unknown, event: { readonly result: Result }) => void;
  recognized: (sender: unknown, event: { readonly result: Result }) => void;
  canceled: (sender: unknown, event: Result) => void;
  startContinuousRecognitionAsync(): void;
  recognizeOnceAsync(onResult: (result: Result) => void, onError: (error: string) => void): void;
  close(): void;
}
interface PushStream { write(audio: ArrayBuffer): void; close(): void }
interface Client {
  readonly SpeechConfig: { fromEndpoint(endpoint: URL, key: string): { speechRecognitionLanguage: string } };
  readonly AudioFormatTag: { readonly MuLaw: number };
  readonly AudioStreamFormat: { getWaveFormat(rateHz: number, bits: number, channels: number, tag: number): unknown; getWaveFormatPCM(rateHz: number, bits: number, channels: number): unknown };
  readonly AudioInputStream: { createPushStream(format: unknown): PushStream };
  readonly AudioConfig: { fromStreamInput(stream: PushStream): unknown };
  readonly PhraseListGrammar: { fromRecognizer(recognizer: Recognizer): { addPhrase(phrase: string): void } };
  readonly SpeechRecognizer: new (config: unknown, audio: unknown) => Recognizer;
}
const client = createRequire(import.meta.url)('microsoft-cognitiveservices-speech-sdk') as Client;

let server: RecognitionServer;
const recognizers: Recognizer[] = [];
beforeAll(async () => { server = await startRecognitionServer(); });
afterAll(async () => { await server.close(); });
afterEach(() => { for (const recognizer of recognizers.splice(0)) recognizer.close(); server.live.length = 0; });

function listen(base: string, format: unknown): { recognizer: Recognizer; stream: PushStream } {
  const config = client.SpeechConfig.fromEndpoint(new URL(`${server.url.replace('http', 'ws')}${base}/speech/recognition/conversation/cognitiveservices/v1`), '0123456789abcdef');
  config.speechRecognitionLanguage = 'en-US';
  const stream = client.AudioInputStream.createPushStream(format);
  const recognizer = new client.SpeechRecognizer(config, client.AudioConfig.fromStreamInput(stream));
  recognizers.push(recognizer);
  return { recognizer, stream };
}
const QUESTION = spoken('What are your opening hours?');
const bytesIn = (encoding: 'mulaw' | 'pcm16', sampleRateHz: 8_000 | 16_000): ArrayBuffer => {
  const { buffer, byteOffset, byteLength } = inFormat(QUESTION, { encoding, sampleRateHz });
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
};

test('it transcribes telephone audio: the words as they are heard, and all of them when it is told where they end', async () => {
  const { recognizer, stream } = listen('', client.AudioStreamFormat.getWaveFormat(8_000, 8, 1, client.AudioFormatTag.MuLaw));
  client.PhraseListGrammar.fromRecognizer(recognizer).addPhrase('Parley');
  const [partials, finals]: [string[], string[]] = [[], []];
  recognizer.recognizing = (_sender, { result }) => { partials.push(result.text); };
  recognizer.recognized = (_sender, { result }) => { if (result.text) finals.push(result.text); };
  const over = new Promise<Result>((resolve) => { recognizer.canceled = (_sender, event) => { resolve(event); }; });
  recognizer.startContinuousRecognitionAsync();
  stream.write(bytesIn('mulaw', 8_000));
  stream.close();
  expect((await over).errorDetails).toBeUndefined();
  expect(finals).toEqual(['What are your opening hours.']);
  expect(partials.length).toBeGreaterThan(0);
  expect(server.live[0]).toMatchObject({ query: { language: 'en-US' }, hints: ['Parley'] });
});

test('it takes the refusals for the vendor\'s', async () => {
  const { recognizer, stream } = listen('/fail/locale', client.AudioStreamFormat.getWaveFormatPCM(16_000, 16, 1));
  const canceled = new Promise<Result>((resolve) => { recognizer.canceled = (_sender, event) => { resolve(event); }; });
  recognizer.startContinuousRecognitionAsync();
  stream.write(bytesIn('pcm16', 16_000));
  expect(await canceled).toMatchObject({ errorDetails: expect.stringContaining('Unsupported locale.') as string });
});
