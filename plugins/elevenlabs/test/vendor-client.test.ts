// The vendor's own client against the local server: what it reads there, the adapter may rely on.
import { createRequire } from 'node:module';
import { inFormat, spoken } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startElevenLabsServer, type ElevenLabsServer } from './elevenlabs-server.js';

/** The part of the client that is asked here; its own types would cost every check of types seconds. */
interface VendorClient {
  readonly textToSpeech: { streamWithTimestamps(voice: string, request: object): Promise<AsyncIterable<{ audioBase64: string; alignment?: { characters: string[]; characterEndTimesSeconds: number[] } }>> };
  readonly speechToText: { readonly realtime: { connect(request: object): Promise<{ on(event: string, listener: (message: { text: string }) => void): void; send(chunk: object): void; commit(): void; close(): void }> } };
  readonly voices: { readonly ivc: { create(request: object): Promise<{ voiceId: string; requiresVerification: boolean }> }; search(request: object): Promise<{ voices: { voiceId: string; name?: string; labels?: Record<string, string> }[]; hasMore: boolean; nextPageToken?: string }> };
}
const { ElevenLabsClient } = createRequire(import.meta.url)('@elevenlabs/elevenlabs-js') as { ElevenLabsClient: new (options: object) => VendorClient };

let server: ElevenLabsServer;
beforeAll(async () => { server = await startElevenLabsServer(); });
afterAll(async () => { await server.close(); });
const clientAt = (base: string) => new ElevenLabsClient({ apiKey: 'sk_test_0123456789', baseUrl: `${server.url}${base}`, maxRetries: 0 });

test('it speaks, and reads the times of the characters', async () => {
  const stream = await clientAt('').textToSpeech.streamWithTimestamps('sarah0123456789', { text: 'Good morning.', modelId: 'eleven_flash_v2_5', outputFormat: 'ulaw_8000', languageCode: 'en', voiceSettings: { stability: 0.5, speed: 1.1 }, previousText: 'Hello.', applyTextNormalization: 'auto' });
  const items = [];
  for await (const item of stream) items.push(item);
  expect(items.flatMap(({ alignment }) => alignment!.characters).join('')).toBe('Good morning.');
  expect(Buffer.concat(items.map(({ audioBase64 }) => Buffer.from(audioBase64, 'base64'))).length).toBeGreaterThan(5_000);
  expect(items.at(-1)!.alignment!.characterEndTimesSeconds.at(-1)).toBeCloseTo(13 * 0.06 / 1.1, 2);
});

test('it lists voices page by page', async () => {
  const first = await clientAt('').voices.search({ pageSize: 2 });
  expect(first).toMatchObject({ hasMore: true, voices: [{ voiceId: 'sarah0123456789', labels: { gender: 'female' } }, { name: 'Anton' }] });
  expect((await clientAt('').voices.search({ nextPageToken: first.nextPageToken })).hasMore).toBe(false);
});

test('it takes the refusals for the vendor\'s', async () => {
  await expect(clientAt('/fail/quota').voices.search({})).rejects.toMatchObject({ statusCode: 401, body: { detail: { status: 'quota_exceeded' } } });
  await expect(clientAt('').textToSpeech.streamWithTimestamps('sarah0123456789', { text: '', modelId: 'eleven_flash_v2_5' })).rejects.toMatchObject({ statusCode: 422 });
});

test('it transcribes: the words as they are heard, and all of them when it is told where they end', async () => {
  const connection = await clientAt('').speechToText.realtime.connect({ modelId: 'scribe_v2_realtime', audioFormat: 'ulaw_8000', sampleRate: 8_000, commitStrategy: 'manual', languageCode: 'en' });
  const partials: string[] = [];
  connection.on('partial_transcript', ({ text }) => { partials.push(text); });
  const done = new Promise<string>((resolve) => { connection.on('committed_transcript', ({ text }) => { resolve(text); }); });
  connection.on('session_started', () => {
    connection.send({ audioBase64: Buffer.from(inFormat(spoken('Please book a table.'), { encoding: 'mulaw', sampleRateHz: 8_000 }) as Uint8Array).toString('base64') });
    connection.commit();
  });
  expect(await done).toBe('please book a table');
  expect(partials.at(-1)).toBe('please book a table');
  connection.close();
});

test('it makes a voice of samples', async () => {
  const made = await clientAt('').voices.ivc.create({ name: 'Robin', files: [{ data: Buffer.alloc(2_000, 7), filename: 'robin.wav', contentType: 'audio/wav' }] });
  expect(made).toMatchObject({ voiceId: `made${server.made.length}`, requiresVerification: false });
  expect(server.made.at(-1)).toMatchObject({ name: 'Robin', files: [{ name: 'robin.wav', type: 'audio/wav', size: 2_000 }] });
});
