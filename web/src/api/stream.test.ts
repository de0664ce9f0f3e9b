import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fetchStream, STREAM_SILENCE_MS_MAX } from './stream.js';

/** A server that says what the test tells it to, until the request is called off. */
function fakeServer() {
  const server: { say: (text: string) => void; end: () => void; signal: AbortSignal | undefined } = { say: () => undefined, end: () => undefined, signal: undefined };
  vi.stubGlobal('fetch', (_input: unknown, init: RequestInit) => {
    server.signal = init.signal ?? undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        server.say = (text) => { controller.enqueue(new TextEncoder().encode(text)); };
        server.end = () => { controller.close(); };
        init.signal?.addEventListener('abort', () => { controller.error(init.signal!.reason); });
      },
    });
    return Promise.resolve(new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream' } }));
  });
  return server;
}

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

test('a stream that says something now and then stays; one that falls silent ends with an error', async () => {
  const server = fakeServer();
  const response = await fetchStream('/graphql');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.getReader();
  for (let beat = 0; beat < 5; beat++) {
    await vi.advanceTimersByTimeAsync(STREAM_SILENCE_MS_MAX - 1_000);
    server.say(':\n\n');
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(':\n\n');
  }
  const next = expect(reader.read()).rejects.toThrow('Nothing came for too long.');
  await vi.advanceTimersByTimeAsync(STREAM_SILENCE_MS_MAX);
  await next;
});

test('a stream that ends, or is called off, is watched no longer', async () => {
  const server = fakeServer();
  const ended = await fetchStream('/graphql');
  server.end();
  expect(await ended.text()).toBe('');
  expect(vi.getTimerCount()).toBe(0);
  const calledOff = new AbortController();
  await fetchStream('/graphql', { signal: calledOff.signal });
  expect(vi.getTimerCount()).toBe(1);
  calledOff.abort();
  expect(vi.getTimerCount()).toBe(0);
  expect(server.signal?.aborted).toBe(true);
});

test('a server that cannot be reached is told at once', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
  await expect(fetchStream('/graphql')).rejects.toThrow('failed');
  expect(vi.getTimerCount()).toBe(0);
});
