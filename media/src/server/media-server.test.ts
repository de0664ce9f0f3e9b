import type { CallPlan } from '@parley/media-contract';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { decodeMulaw, encodeMulaw } from '../audio/g711.js';
import type { CallInput, CallLine } from '../call/line.js';
import { MediaServer, type MediaServerOptions } from './media-server.js';
import { browserFrame, EchoCall, planFor, STREAM_SID, TestClient, twilioMedia, twilioStart } from './testing.js';

/** Sockets answer within a turn or two of the loop; looks often. */
const soon = <Value>(read: () => Value) => expect.poll(read, { interval: 3, timeout: 5_000 });
const open: { close(): Promise<void> }[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((server) => server.close())); });

interface Bench {
  readonly server: MediaServer;
  readonly clock: VirtualClock;
  readonly calls: Map<string, EchoCall>;
  readonly logged: [string, unknown][];
  readonly url: string;
  readonly client: (path: '/v1/twilio' | '/v1/browser', options?: { readonly autoPong?: boolean }) => Promise<TestClient>;
  readonly twilio: (callId: string) => Promise<TestClient>;
  readonly browser: (callId: string) => Promise<TestClient>;
}

/** A token is its call's id; `bad:CODE` is refused with that code. */
async function takePlan(token: string, transport: CallPlan['transport']): ReturnType<MediaServerOptions['takePlan']> {
  await Promise.resolve();
  if (token === 'api-away') throw new Error('connect ECONNREFUSED');
  return token.startsWith('bad:') ? { plan: undefined, refusal: token.slice(4) as 'TOKEN_USED' } : { plan: planFor(token, transport) };
}

describe.each(['uws', 'ws'] as const)('%s', (engine) => {
  async function bench(options: Partial<MediaServerOptions> = {}): Promise<Bench> {
    const clock = new VirtualClock();
    const calls = new Map<string, EchoCall>();
    const logged: [string, unknown][] = [];
    const log = (message: string, fields?: unknown): void => { logged.push([message, fields]); };
    const server = new MediaServer({
      clock, engine, callsMax: 10, takePlan, logger: { debug: log, info: log, warn: log, error: log },
      openCall: ({ plan, line }) => {
        const call = new EchoCall(line);
        calls.set(plan.callId, call);
        return call;
      },
      ...options,
    });
    open.push(server);
    const port = await server.listen(0, '127.0.0.1');
    const client: Bench['client'] = async (path, clientOptions) => {
      const made = new TestClient(port, path, clientOptions);
      await made.opened;
      return made;
    };
    const started = async (path: '/v1/twilio' | '/v1/browser', start: (callId: string) => object, callId: string): Promise<TestClient> => {
      const made = await client(path);
      made.send(start(callId));
      await soon(() => server.liveCalls > 0 && calls.has(callId)).toBe(true);
      return made;
    };
    return {
      server, clock, calls, logged, url: `http://127.0.0.1:${port}`, client,
      twilio: (callId) => started('/v1/twilio', twilioStart, callId), browser: (callId) => started('/v1/browser', (token) => ({ type: 'start', token }), callId),
    };
  }

  test('a telephone call, as on the wire', async () => {
    const { client, calls, server } = await bench();
    const caller = await client('/v1/twilio');
    caller.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    caller.send(twilioStart('call_1'));
    for (const chunk of [1, 2, 3]) caller.send(twilioMedia(chunk, chunk * 1000));
    caller.send({ event: 'dtmf', streamSid: STREAM_SID, sequenceNumber: '5', dtmf: { track: 'inbound_track', digit: '7' } });
    await soon(() => caller.texts.length).toBe(3);
    const call = calls.get('call_1')!;
    expect(call.line).toMatchObject({ transport: 'TWILIO', sampleRateHz: 8000, evidence: 'MARK', carrierCallId: 'CA0' });
    expect(call.told.map((item) => (item as string[])[0])).toEqual(['audio', 'audio', 'audio', 'dtmf']);
    const echoed = caller.texts.map((text) => decodeMulaw(Buffer.from((text['media'] as { payload: string }).payload, 'base64')));
    expect(echoed.map((samples) => samples[0])).toEqual(call.told.slice(0, 3).map((item) => (item as number[])[1]));
    expect(call.line.sendMark('m:1')).toBe('sent');
    expect(call.line.sendClear()).toBe('sent');
    await soon(() => caller.texts.slice(3)).toEqual([{ event: 'mark', streamSid: STREAM_SID, mark: { name: 'm:1' } }, { event: 'clear', streamSid: STREAM_SID }]);
    caller.send({ event: 'mark', sequenceNumber: '6', streamSid: STREAM_SID, mark: { name: 'm:1' } });
    caller.send({ event: 'stop', sequenceNumber: '7', stop: {}, streamSid: STREAM_SID });
    expect((await caller.closed).code).toBe(1000);
    expect(call.told.slice(-2)).toEqual([['mark', 'm:1'], ['closed', 'stopped']]);
    expect([call.line.sendAudio(new Int16Array(160)), call.line.sendMark('x'), call.line.sendClear(), call.line.bufferedBytes()]).toEqual(['dropped', 'dropped', 'dropped', 0]);
    expect(server.liveCalls).toBe(0);
  });

  test('all audio due at once travels in one message, and a long piece in messages of half a second', async () => {
    const { twilio, calls } = await bench();
    const caller = await twilio('call_1');
    expect(calls.get('call_1')!.line.sendAudio(new Int16Array(8 * 160))).toBe('sent');
    calls.get('call_1')!.line.sendAudio(new Int16Array(9_000));
    await soon(() => caller.texts.map((text) => Buffer.from((text['media'] as { payload: string }).payload, 'base64').length)).toEqual([1280, 4000, 4000, 1000]);
  });

  test('a browser call: ready comes first, audio echoes, notices arrive, nobody plays more than was sent', async () => {
    const { client, calls } = await bench({ openCall: ({ plan, line }) => {
      const call = new EchoCall(line);
      calls.set(plan.callId, call);
      line.sendNotice({ type: 'state', state: 'LISTENING' });
      return call;
    } });
    const caller = await client('/v1/browser');
    caller.send({ type: 'start', token: 'call_1' });
    caller.send(browserFrame(900));
    await soon(() => caller.audio.length).toBe(1);
    expect(caller.audio[0]).toEqual(Buffer.from(browserFrame(900)));
    expect(caller.texts).toMatchObject([{ type: 'ready', callId: 'call_1', sampleRateHz: 16000 }, { type: 'state', state: 'LISTENING' }]);
    caller.send({ type: 'played', samples: 200 });
    caller.send({ type: 'played', samples: 99_999 });
    caller.send({ type: 'stop' });
    await caller.closed;
    expect(calls.get('call_1')!.told.slice(1)).toEqual([['played', 200], ['played', 320], ['closed', 'stopped']]);
  });

  test('what is written and holds reach the call; a text that was not taken is answered, and the call goes on', async () => {
    const { browser, calls, server } = await bench();
    const caller = await browser('call_1');
    caller.send({ type: 'text', text: ' Hello\n' });
    for (let count = 0; count < 60; count++) caller.send({ type: 'text', text: 'too much' });
    for (const isHeld of [true, false]) caller.send({ type: 'hold', isHeld });
    const call = calls.get('call_1')!;
    await soon(() => call.told.length).toBe(63);
    expect([call.told[0], ...call.told.slice(-2)]).toEqual([['text', 'Hello'], ['hold', true], ['hold', false]]);
    call.line.sendNotice({ type: 'hold', isHeld: true });
    await soon(() => caller.texts.at(-1)).toEqual({ type: 'hold', isHeld: true });
    const errors = caller.texts.filter(({ type }) => type === 'error');
    expect(errors).toHaveLength(60);
    expect(errors[0]).toEqual({ type: 'error', code: 'TEXT_FLOOD', message: 'Too many texts wait to be answered; this one was not taken.' });
    expect([server.liveCalls, server.counters.faults.get('TEXT_FLOOD')]).toEqual([1, 60]);
  });

  test('a text that cannot be taken is a fault like others', async () => {
    const { browser, calls } = await bench();
    const caller = await browser('call_1');
    caller.send({ type: 'text', text: '   ' });
    caller.send({ type: 'text', text: 'x'.repeat(2_001) });
    await soon(() => caller.texts.slice(1)).toEqual([
      { type: 'error', code: 'BAD_TEXT', message: 'The text is empty.' }, { type: 'error', code: 'BAD_TEXT', message: 'The text has 2001 characters; at most 2000 are allowed.' },
    ]);
    for (let count = 0; count < 49; count++) caller.send({ type: 'text', text: '' });
    expect(await caller.closed).toMatchObject({ code: 4400, reason: expect.stringContaining('TOO_MANY_FAULTS') });
    expect(calls.get('call_1')!.told).toEqual([['closed', 'lost']]);
  });

  test('three texts are kept while the call is being opened', async () => {
    let opened: ((input: CallInput) => void) | undefined;
    let line: CallLine | undefined;
    const { client } = await bench({ openCall: (request) => { line = request.line; return new Promise((resolve) => { opened = resolve; }); } });
    const caller = await client('/v1/browser');
    caller.send({ type: 'start', token: 'call_1' });
    for (const text of ['one', 'two', 'three', 'four']) caller.send({ type: 'text', text });
    await soon(() => caller.texts).toMatchObject([{ type: 'error', code: 'TEXT_FLOOD' }]);
    const call = new EchoCall(line!);
    opened!(call);
    await soon(() => call.told).toEqual([['text', 'one'], ['text', 'two'], ['text', 'three']]);
  });

  test('a call hangs up with a code of its own, and is not told of what it did', async () => {
    const { browser, calls } = await bench();
    const caller = await browser('call_1');
    const { line, told } = calls.get('call_1')!;
    line.sendNotice({ type: 'ended', code: 'GOODBYE', text: 'The agent said goodbye.' });
    line.close('ended', 'goodbye');
    line.close('ended', 'twice is once');
    expect(await caller.closed).toEqual({ code: 1000, reason: 'goodbye' });
    expect(caller.texts.at(-1)).toEqual({ type: 'ended', code: 'GOODBYE', text: 'The agent said goodbye.' });
    expect(told).toEqual([]);
  });

  test('what comes while the call is being opened waits, in order; the oldest audio goes first when it is too much', async () => {
    let opened: ((input: CallInput) => void) | undefined;
    let line: CallLine | undefined;
    const { client, clock } = await bench({
      openCall: (request) => { line = request.line; return new Promise((resolve) => { opened = resolve; }); }, limits: { heldAudioMsMax: 100, heldMessagesMax: 10 },
    });
    const caller = await client('/v1/twilio');
    caller.send(twilioStart('call_1'));
    for (let chunk = 1; chunk <= 8; chunk++) caller.send(twilioMedia(chunk, chunk * 1000));
    caller.send({ event: 'mark', streamSid: STREAM_SID, mark: { name: 'late' } });
    await soon(() => opened).toBeDefined();
    // The marker's answer comes after everything sent before it has been taken.
    caller.socket.ping();
    await new Promise((resolve) => { caller.socket.once('pong', resolve); });
    const call = new EchoCall(line!);
    opened!(call);
    await soon(() => call.told.length).toBe(6);
    const levels = [4, 5, 6, 7, 8].map((chunk) => decodeMulaw(encodeMulaw(Int16Array.of(chunk * 1000)))[0]);
    expect(call.told.map((item) => (item as unknown[])[1])).toEqual([...levels, 'late']);
    await clock.advance(1_000);
    expect(call.told.at(-1)).toEqual(['LOST_FRAMES', 3]);
  });

  test('a far end that leaves while its call is being opened still makes a call that ends', async () => {
    let opened: ((input: CallInput) => void) | undefined;
    let line: CallLine | undefined;
    const { client, server } = await bench({ openCall: (request) => { line = request.line; return new Promise((resolve) => { opened = resolve; }); } });
    const caller = await client('/v1/browser');
    caller.send({ type: 'start', token: 'call_1' });
    await soon(() => opened).toBeDefined();
    caller.socket.terminate();
    await soon(() => server.liveCalls).toBe(0);
    const call = new EchoCall(line!);
    opened!(call);
    await soon(() => call.told).toEqual([['closed', 'lost']]);
    expect(line!.sendAudio(new Int16Array(320))).toBe('dropped');
  });

  test('lost and repeated frames are repaired, and told once a second', async () => {
    const { twilio, calls, clock } = await bench();
    const caller = await twilio('call_1');
    for (const chunk of [1, 2, 2, 5, 6, 7]) caller.send(twilioMedia(chunk, 8031));
    const { told } = calls.get('call_1')!;
    await soon(() => told.length).toBe(7);
    await clock.advance(1_000);
    expect(told.slice(7)).toEqual([['SEQUENCE_JUMP', 1], ['LOST_FRAMES', 2]]);
  });

  test('a client that stops reading: queued, then dropped, memory bounded, a neighbour unharmed, drained when it reads again', async () => {
    const { browser, calls, server, url } = await bench();
    const [slow, neighbour] = [await browser('call_slow'), await browser('call_fine')];
    slow.socket.pause();
    const { line, told } = calls.get('call_slow')!;
    const outcomes = new Set<string>();
    let highest = 0;
    for (let count = 0; count < 3_000 && !outcomes.has('dropped'); count++) {
      outcomes.add(line.sendAudio(new Int16Array(8_000)));
      highest = Math.max(highest, line.bufferedBytes());
      if (count % 10 === 0) await new Promise((resolve) => { setImmediate(resolve); });
    }
    expect([...outcomes]).toEqual(['sent', 'queued', 'dropped']);
    expect(highest).toBeLessThan(65_536 + 16_100);
    neighbour.send(browserFrame(5));
    await soon(() => neighbour.audio.length).toBe(1);
    slow.socket.resume();
    await soon(() => told).toContainEqual(['drain']);
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/parley_media_sends_total\{outcome="dropped"\} [1-9]/);
    expect(server.counters.sends.dropped).toBeGreaterThan(0);
  });

  test('health, readiness and metrics', async () => {
    const { url, browser } = await bench({ callsMax: 1 });
    const status = async (path: string): Promise<number> => (await fetch(url + path)).status;
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 200]);
    const caller = await browser('call_1');
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);
    const page = await (await fetch(`${url}/metrics`)).text();
    expect(page).toMatch(/^parley_media_calls 1$/m);
    expect(page).toMatch(/^parley_media_calls_opened_total 1$/m);
    expect(page).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    expect(page).toMatch(/^parley_media_resident_memory_bytes [1-9]/m);
    caller.send({ type: 'stop' });
    await caller.closed;
    expect(await status('/readyz')).toBe(200);
  });

  test('draining: readiness falls at once, new sockets are turned away, the live call finishes', async () => {
    const { url, browser, client, server } = await bench();
    const caller = await browser('call_1');
    let isDrained = false;
    const drained = server.drain().then(() => { isDrained = true; });
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const late = await client('/v1/browser');
    expect(await late.closed).toMatchObject({ code: 1001, reason: expect.stringContaining('SHUTTING_DOWN') });
    expect(late.texts).toMatchObject([{ type: 'error', code: 'SHUTTING_DOWN' }]);
    caller.send(browserFrame(5));
    await soon(() => caller.audio.length).toBe(1);
    expect(isDrained).toBe(false);
    caller.send({ type: 'stop' });
    await drained;
  });

  test('closing ends live calls with words', async () => {
    const { browser, server, calls } = await bench();
    const caller = await browser('call_1');
    await server.close();
    expect(await caller.closed).toMatchObject({ code: 1001 });
    expect(caller.texts.at(-1)).toMatchObject({ type: 'error', code: 'SHUTTING_DOWN' });
    expect(calls.get('call_1')!.told).toEqual([['closed', 'lost']]);
  });
});

test('without its binary the server runs on ws, with one warning', async () => {
  vi.doMock('uWebSockets.js', () => { throw new Error('This version of uWS.js supports only Node.js versions 16 to 25.\n\nmore'); });
  const { chooseServer } = await import('./choose-server.js');
  const warnings: unknown[] = [];
  const options = { http: {}, sockets: {}, onListenerError: () => {} };
  const server = await chooseServer(undefined, options, (...warning) => { warnings.push(warning); });
  expect(server.engine).toBe('ws');
  expect(warnings).toHaveLength(1);
  await expect(chooseServer('uws', options, () => {})).rejects.toThrow('MEDIA_SERVER=uws was asked for');
  vi.doUnmock('uWebSockets.js');
});
