import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { ProviderError } from './errors.js';
import { openLiveSocket, type LiveSocketEnd } from './live-socket.js';
import { VirtualClock } from './testing/virtual-clock.js';

let server: WebSocketServer;
afterEach(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

async function connect(autoPong: boolean) {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0, autoPong });
  await once(server, 'listening');
  const [messages, ends, pings]: [unknown[], LiveSocketEnd[], number[]] = [[], [], []];
  // Said before the other side can listen.
  server.on('connection', (socket) => { socket.send('{"type":"hello"}'); socket.send('no JSON'); socket.on('ping', () => { pings.push(pings.length); }); });
  const clock = new VirtualClock();
  const socket = await openLiveSocket({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, headers: {}, clock, timeoutMs: 1_000, signal: new AbortController().signal,
    asRefusal: () => new ProviderError('bad-request', 'refused'), onMessage: (message) => { messages.push(message); }, onEnd: (end) => { ends.push(end); },
  });
  await vi.waitFor(() => { expect(messages).toHaveLength(2); });
  return { socket, clock, messages, ends, pings };
}

test('what is said right after the connection opens is heard, and what is no JSON is told as such', async () => {
  expect((await connect(true)).messages).toEqual([{ type: 'hello' }, undefined]);
});

test('a quiet connection is asked whether it is there, and stays as long as it answers', async () => {
  const { socket, clock, ends, pings } = await connect(true);
  for (let times = 1; times <= 3; times += 1) {
    await clock.advance(15_000);
    await vi.waitFor(() => { expect(pings).toHaveLength(times); });
    // Frames keep their order: once this is answered, the other answer was heard.
    const [client] = server.clients;
    client!.ping();
    await once(client!, 'pong');
  }
  expect(socket.send('{}')).toBe(true);
  expect(ends).toEqual([]);
});

test('a connection that answers no more has broken', async () => {
  const { socket, clock, ends, pings } = await connect(false);
  await clock.advance(15_000);
  await vi.waitFor(() => { expect(pings).toHaveLength(1); });
  expect(ends).toEqual([]);
  await clock.advance(15_000);
  await vi.waitFor(() => { expect(ends).toMatchObject([{ error: { causeCode: 'unreachable' }, code: 1006 }]); });
  expect(socket.send('{}')).toBe(false);
});
