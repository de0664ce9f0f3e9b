import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { chooseServer } from './choose-server.js';
import { closeReason, PortInUseError, type SocketListener, type SocketServer, type SocketServerOptions, type WireSocket } from './socket-server.js';

/** Sockets answer within a turn or two of the loop; looks often. */
const soon = <Value>(read: () => Value) => expect.poll(read, { interval: 3, timeout: 5_000 });
const open: SocketServer[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((server) => server.close())); });

const silent = (): SocketListener => ({ onMessage() {}, onPong() {}, onDrain() {}, onClose() {} });

describe.each(['uws', 'ws'] as const)('%s', (engine) => {
  async function serve(options: Partial<SocketServerOptions>): Promise<number> {
    const server = await chooseServer(engine, { http: {}, sockets: {}, onListenerError: (error) => { throw error; }, ...options }, () => {});
    open.push(server);
    expect(server.engine).toBe(engine);
    return server.listen(0, '127.0.0.1');
  }
  const connected = async (port: number, path = '/a'): Promise<WebSocket> => {
    const client = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    await new Promise((resolve, reject) => { client.once('open', resolve).once('error', reject); });
    return client;
  };
  const closed = (client: WebSocket): Promise<[number, string]> => new Promise((resolve) => { client.once('close', (code, reason) => { resolve([code, reason.toString()]); }); });

  test('answers its routes and nothing else', async () => {
    const port = await serve({ http: { '/healthz': () => ({ status: 200, contentType: 'text/plain', body: 'ok' }), '/readyz': () => Promise.resolve({ status: 503, contentType: 'text/plain', body: 'no' }) } });
    const ask = async (path: string, method = 'GET'): Promise<unknown> => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
      return [response.status, await response.text()];
    };
    expect(await ask('/healthz')).toEqual([200, 'ok']);
    expect(await ask('/readyz')).toEqual([503, 'no']);
    expect(await ask('/other')).toEqual([404, 'There is nothing here.\n']);
    expect(await ask('/healthz', 'POST')).toEqual([404, 'There is nothing here.\n']);
  });

  test('an upgrade to an unknown path is refused', async () => {
    await expect(connected(await serve({ sockets: { '/a': silent } }), '/nowhere')).rejects.toThrow('404');
  });

  test('carries text and bytes both ways, and tells how a socket ended', async () => {
    let ended: (how: [number, string]) => void;
    const end = new Promise<[number, string]>((resolve) => { ended = resolve; });
    const port = await serve({ sockets: { '/a': (socket) => ({
      ...silent(), onMessage: (data, isBinary) => { socket.send(isBinary ? data : Buffer.from(data).toString(), isBinary); }, onClose: (code, reason) => { ended([code, reason]); },
    }) } });
    const client = await connected(port);
    const got: [string, boolean][] = [];
    const both = new Promise<void>((resolve) => { client.on('message', (data: Buffer, isBinary) => { if (got.push([data.toString('latin1'), isBinary]) === 2) resolve(); }); });
    client.send('hello');
    client.send(Buffer.from([1, 2, 250]));
    await both;
    expect(got).toEqual([['hello', false], ['\u0001\u0002\u00fa', true]]);
    client.close(4000, 'bye');
    expect(await end).toEqual([4000, 'bye']);
  });

  test('a close of ours carries code and reason, and the socket is dead afterwards', async () => {
    let ours: WireSocket | undefined;
    let closes = 0;
    const port = await serve({ sockets: { '/a': (socket) => { ours = socket; return { ...silent(), onMessage: () => { socket.close(4401, 'ü'.repeat(200)); }, onClose: () => { closes++; } }; } } });
    const client = await connected(port);
    const end = closed(client);
    client.send('x');
    expect(await end).toEqual([4401, 'ü'.repeat(60)]);
    await soon(() => closes).toBe(1);
    expect([ours!.send('late', false), ours!.bufferedBytes()]).toEqual(['dropped', 0]);
    ours!.ping();
    ours!.close(1000, '');
    ours!.terminate();
    expect(closes).toBe(1);
  });

  test('a listener that throws loses its own socket only', async () => {
    const errors: unknown[] = [];
    const port = await serve({ onListenerError: (error) => errors.push(error), sockets: { '/a': (socket) => ({ ...silent(), onMessage: (data) => {
      if (data.length > 3) throw new Error('broken call');
      socket.send(data, true);
    } }) } });
    const [broken, neighbour] = await Promise.all([connected(port), connected(port)]);
    const end = closed(broken);
    broken.send('long message');
    expect(await end).toEqual([1011, 'internal error']);
    expect(errors).toHaveLength(1);
    const answer = new Promise((resolve) => { neighbour.once('message', resolve); });
    neighbour.send('ok');
    await answer;
  });

  test('an oversized message ends its connection only', async () => {
    const port = await serve({ messageBytesMax: 1_000, sockets: { '/a': (socket) => ({ ...silent(), onMessage: (data) => { socket.send(data, true); } }) } });
    const [greedy, neighbour] = await Promise.all([connected(port), connected(port)]);
    greedy.on('error', () => { /* a reset connection may say so before it closes */ });
    const end = closed(greedy);
    greedy.send(Buffer.alloc(1_001));
    expect([1006, 1009]).toContain((await end)[0]);
    const answer = new Promise((resolve) => { neighbour.once('message', resolve); });
    neighbour.send(Buffer.alloc(1_000));
    await answer;
  });

  test('a peer that stops reading: sent, then queued, then dropped; memory stays within the limit; drained when it reads', async () => {
    const limit = 40_000;
    let ours: WireSocket | undefined;
    let drains = 0;
    const port = await serve({ backpressureBytesMax: limit, sockets: { '/a': (socket) => { ours = socket; return { ...silent(), onDrain: () => { drains++; } }; } } });
    const client = await connected(port);
    client.pause();
    const frame = new Uint8Array(16_000);
    const outcomes: string[] = [];
    let highest = 0;
    // The kernel takes a few megabytes first. A turn of the loop now and then lets it.
    for (let count = 0; count < 3_000 && outcomes.filter((outcome) => outcome === 'dropped').length < 20; count++) {
      outcomes.push(ours!.send(frame, true));
      highest = Math.max(highest, ours!.bufferedBytes());
      if (count % 10 === 0) await new Promise((resolve) => { setImmediate(resolve); });
    }
    expect(outcomes[0]).toBe('sent');
    expect(outcomes).toContain('queued');
    expect(outcomes.at(-1)).toBe('dropped');
    expect(highest).toBeLessThanOrEqual(limit + frame.length + 16);
    expect(highest).toBeGreaterThan(0);
    client.resume();
    await soon(() => drains).toBeGreaterThan(0);
    await soon(() => ours!.bufferedBytes()).toBe(0);
    expect(ours!.send(frame, true)).not.toBe('dropped');
  });

  test('pings are answered by pongs', async () => {
    let pongs = 0;
    const port = await serve({ sockets: { '/a': (socket) => { socket.ping(); return { ...silent(), onPong: () => { pongs++; } }; } } });
    await connected(port);
    await soon(() => pongs).toBe(1);
    expect(pongs).toBe(1);
  });

  test('a port in use is one sentence', async () => {
    const port = await serve({});
    const second = await chooseServer(engine, { http: {}, sockets: {}, onListenerError: () => {} }, () => {});
    await expect(second.listen(port, '127.0.0.1')).rejects.toThrow(PortInUseError);
    await expect(second.listen(port, '127.0.0.1')).rejects.toThrow(`Port ${port} is already in use`);
    await second.close();
  });

  test('after stopListening open sockets go on and new ones are turned away', async () => {
    const server = await chooseServer(engine, { http: {}, sockets: { '/a': (socket) => ({ ...silent(), onMessage: (data) => { socket.send(data, true); } }) }, onListenerError: () => {} }, () => {});
    open.push(server);
    const port = await server.listen(0, '127.0.0.1');
    const client = await connected(port);
    server.stopListening();
    await expect(connected(port)).rejects.toThrow('ECONNREFUSED');
    const answer = new Promise((resolve) => { client.once('message', resolve); });
    client.send('still here');
    await answer;
    const end = closed(client);
    await server.close();
    expect((await end)[0]).toBe(1006);
  });

  test('bytes that are no HTTP do no harm', async () => {
    const port = await serve({ http: { '/healthz': () => ({ status: 200, contentType: 'text/plain', body: 'ok' }) } });
    const raw = connect(port, '127.0.0.1');
    raw.on('error', () => {});
    const end = new Promise((resolve) => { raw.once('close', resolve); });
    raw.resume();
    raw.end('\u0000\u0001 nonsense \r\n\r\n');
    await end;
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });
});

test('a reason is cut between characters', () => {
  expect(closeReason('short')).toBe('short');
  expect(Buffer.byteLength(closeReason('€'.repeat(100)))).toBe(120);
});
