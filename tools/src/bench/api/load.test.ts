import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { closedLoop, openLoop, type Target } from './load.js';

const servers: Server[] = [];
afterEach(() => { for (const server of servers.splice(0)) { server.closeAllConnections(); server.close(); } });

/** A server that answers the numbers it is asked with, through `answer`. */
async function serve(answer: (count: number) => { body: string; afterMs?: number }): Promise<Target> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { body, afterMs = 0 } = answer(++count);
      const send = () => { response.writeHead(200, { 'content-length': Buffer.byteLength(body) }).end(body); };
      if (afterMs === 0) send(); else setTimeout(send, afterMs);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { port: (server.address() as AddressInfo).port, path: '/', body: '{}' };
}

test('the open loop charges a server that stands still for everything it kept waiting', async () => {
  // Every request is held until 200 ms after the first came in: one stall, as a garbage collection would be one.
  let firstMs: number | undefined;
  const target = await serve(() => { firstMs ??= performance.now(); return { body: 'ok', afterMs: Math.max(0, 200 - (performance.now() - firstMs)) }; });
  const { latenciesMs, requests } = await openLoop(target, 500, 0.2);
  expect(requests).toBe(100);
  expect(latenciesMs).toHaveLength(100);
  expect(Math.max(...latenciesMs)).toBeGreaterThan(150);
  // Requests that were due later waited less, but they waited: half of them for more than half of the stall.
  expect(latenciesMs.filter((value) => value > 60).length).toBeGreaterThan(40);
});

test('the closed loop counts answers, and refuses one that differs in length', async () => {
  const honest = await closedLoop(await serve(() => ({ body: 'x'.repeat(100_000) })), 4, 0.1);
  expect(honest.requests).toBeGreaterThan(4);
  expect(honest.latenciesMs).toHaveLength(honest.requests);
  const failing = await serve((count) => ({ body: count < 20 ? 'a full answer' : 'an error' }));
  await expect(closedLoop(failing, 2, 5)).rejects.toThrow('answered with 8 bytes, earlier with 13');
});
