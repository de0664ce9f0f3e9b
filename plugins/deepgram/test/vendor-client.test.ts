// The vendor's own client against the local server: what it reads there, the adapter may rely on.
import { DeepgramClient } from '@deepgram/sdk';
import { inFormat, piecesOf, spoken } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeepgramServer, type DeepgramServer } from './deepgram-server.js';

let server: DeepgramServer;
beforeAll(async () => { server = await startDeepgramServer(); });
afterAll(async () => { await server.close(); });

function clientAt(base: string): DeepgramClient {
  const [http, ws] = [`${server.url}${base}`, `${server.url.replace('http', 'ws')}${base}`];
  return new DeepgramClient({ apiKey: 'dg-test-0123456789', maxRetries: 0, environment: { base: http, production: ws, agent: ws, agentRest: http } });
}

test('it listens: interim and final transcripts, the answer to a request to settle, and the bill at the end', async () => {
  const connection = await clientAt('').listen.v1.connect({ model: 'nova-3', encoding: 'mulaw', sample_rate: 8_000, interim_results: 'true', endpointing: 300, smart_format: 'true', language: 'en', Authorization: 'Token dg-test-0123456789', reconnectAttempts: 0 });
  const messages: Record<string, unknown>[] = [];
  const closed = new Promise<void>((resolve) => { connection.on('close', () => { resolve(); }); });
  connection.on('message', (message) => {
    messages.push(message as unknown as Record<string, unknown>);
    if ((message as { from_finalize?: boolean }).from_finalize) connection.sendCloseStream({ type: 'CloseStream' });
  });
  connection.connect();
  await connection.waitForOpen();
  const audio = spoken('Please book a table.');
  const format = { encoding: 'mulaw', sampleRateHz: 8_000 } as const;
  for (const piece of piecesOf(inFormat(audio, format), 8_000)) connection.sendMedia(piece as Uint8Array);
  connection.sendKeepAlive({ type: 'KeepAlive' });
  connection.sendFinalize({ type: 'Finalize' });
  await closed;
  const results = messages.filter(({ type }) => type === 'Results');
  expect(results.at(-1)).toMatchObject({ is_final: true, from_finalize: true, start: 0, duration: 1.06, channel: { alternatives: [{ transcript: 'please book a table' }] } });
  expect(results.filter((result) => result['is_final'] === false).length).toBeGreaterThan(2);
  expect(messages.at(-1)).toMatchObject({ type: 'Metadata', duration: 1.06, channels: 1 });
});

test('it speaks, and lists the voices', async () => {
  const response = await clientAt('').speak.v1.audio.generate({ text: 'Good morning.', model: 'aura-2-thalia-en', encoding: 'mulaw', sample_rate: 8_000, container: 'none' });
  expect((await response.arrayBuffer()).byteLength).toBe(13 * 480);
  const { tts } = await clientAt('').manage.v1.models.list();
  expect(tts!.map(({ canonical_name: name }) => name)).toContain('aura-2-apollo-en');
});

test('it takes the refusals for the vendor\'s', async () => {
  const ask = (base: string, text = 'Good morning.') => clientAt(base).speak.v1.audio.generate({ text, model: 'aura-2-thalia-en', encoding: 'linear16', sample_rate: 16_000, container: 'none' });
  await expect(ask('/fail/quota')).rejects.toMatchObject({ statusCode: 402, body: { err_code: 'ASR_PAYMENT_REQUIRED' } });
  await expect(ask('', 'word '.repeat(500))).rejects.toMatchObject({ statusCode: 413 });
});
