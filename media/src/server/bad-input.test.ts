import type { CallPlan } from '@parley/media-contract';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { MediaServer, type MediaServerOptions } from './media-server.js';
import { browserFrame, EchoCall, planFor, STREAM_SID, TestClient, twilioMedia, twilioStart } from './testing.js';

/** Sockets answer within a turn or two of the loop; looks often. */
const soon = <Value>(read: () => Value) => expect.poll(read, { interval: 3, timeout: 5_000 });
const open: { close(): Promise<void> }[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((server) => server.close())); });

async function takePlan(token: string, transport: CallPlan['transport']): ReturnType<MediaServerOptions['takePlan']> {
  await Promise.resolve();
  if (token === 'api-away') throw new Error('connect ECONNREFUSED');
  if (token === 'other-transport') return { plan: planFor(token, transport === 'TWILIO' ? 'BROWSER' : 'TWILIO') };
  return token.startsWith('bad:') ? { plan: undefined, refusal: token.slice(4) as 'TOKEN_USED' } : { plan: planFor(token, transport) };
}

/** A call that can be told to break. */
class BreakableCall extends EchoCall {
  override onDtmf(digit: string): void {
    if (digit === '9') throw new Error('this call is broken');
    super.onDtmf(digit);
  }

  override onClosed(how: string): void {
    super.onClosed(how);
    if (this.told.length > 0 && this.told.some((item) => (item as unknown[])[1] === '8')) throw new Error('broken at its end');
  }
}

const browserStart = { type: 'start', token: 'call_bad' };
const TOKEN_CODES = [['TOKEN_UNKNOWN', 4401], ['TOKEN_USED', 4401], ['TOKEN_EXPIRED', 4401], ['CALL_ENDED', 4410], ['TRANSPORT_MISMATCH', 4415], ['CONCURRENT_CALLS_LIMIT', 4430], ['USAGE_LIMIT', 4402], ['ORGANIZATION_CLOSING', 4403], ['ORGANIZATION_SUSPENDED', 4403]] as const;

/** What is sent, and how the far end learns of it: `[name, path, messages, code, close code]`. */
const REFUSED: readonly (readonly [string, '/v1/twilio' | '/v1/browser', readonly unknown[], string, number])[] = [
  ...TOKEN_CODES.map(([code, closeCode]) => [`${code}, browser`, '/v1/browser', [{ type: 'start', token: `bad:${code}` }], code, closeCode] as const),
  ...TOKEN_CODES.map(([code, closeCode]) => [`${code}, telephone`, '/v1/twilio', [twilioStart(`bad:${code}`)], code, closeCode] as const),
  ['a refusal this version does not know', '/v1/browser', [{ type: 'start', token: 'bad:toString' }], 'PLAN_UNAVAILABLE', 4503],
  ['api away', '/v1/browser', [{ type: 'start', token: 'api-away' }], 'PLAN_UNAVAILABLE', 4503],
  ['a plan for another transport', '/v1/twilio', [twilioStart('other-transport')], 'TRANSPORT_MISMATCH', 4415],
  ['no token, browser', '/v1/browser', [{ type: 'start' }], 'TOKEN_MISSING', 4400],
  ['no token, telephone', '/v1/twilio', [twilioStart('x', { customParameters: {} })], 'TOKEN_MISSING', 4400],
  ['audio before start, browser', '/v1/browser', [browserFrame(1)], 'FRAME_BEFORE_START', 4400],
  ['control before start', '/v1/browser', [{ type: 'played', samples: 1 }], 'FRAME_BEFORE_START', 4400],
  ['audio before start, telephone', '/v1/twilio', [twilioMedia(1, 5)], 'FRAME_BEFORE_START', 4400],
  ['malformed JSON, browser', '/v1/browser', ['{"type":'], 'MALFORMED_JSON', 4400],
  ['malformed JSON, telephone', '/v1/twilio', ['{"event":'], 'MALFORMED_JSON', 4400],
  ['an unknown event, telephone', '/v1/twilio', [{ event: 'dance' }], 'UNKNOWN_EVENT', 4400],
  ['a binary frame, telephone', '/v1/twilio', [new Uint8Array(160)], 'BINARY_NOT_EXPECTED', 4400],
  ['wrong codec', '/v1/twilio', [twilioStart('x', { mediaFormat: { encoding: 'audio/x-l16', sampleRate: 16000, channels: 1 } })], 'WRONG_CODEC', 4400],
  ['oversized start', '/v1/browser', [{ type: 'start', token: 'x', more: 'y'.repeat(10_000) }], 'FRAME_TOO_LARGE', 4400],
  ['a second socket for the same call', '/v1/browser', [{ type: 'start', token: 'call_neighbour' }], 'CALL_ALREADY_CONNECTED', 4409],
  ['a call that cannot be opened', '/v1/browser', [{ type: 'start', token: 'cannot-open' }], 'INTERNAL_ERROR', 1011],
  ['a call that throws', '/v1/browser', [browserStart, { type: 'dtmf', digit: '9' }], 'INTERNAL_ERROR', 1011],
  ['a call that throws again at its end', '/v1/browser', [browserStart, { type: 'dtmf', digit: '8' }, { type: 'dtmf', digit: '9' }], 'INTERNAL_ERROR', 1011],
  ['a flood of audio, browser', '/v1/browser', [browserStart, ...Array.from({ length: 4_000 }, () => browserFrame(1))], 'FLOOD', 4429],
  ['a flood of audio, telephone', '/v1/twilio', [twilioStart('call_bad'), ...Array.from({ length: 4_000 }, (_, chunk) => twilioMedia(chunk, 1))], 'FLOOD', 4429],
  ['a flood of messages', '/v1/browser', [browserStart, ...Array.from({ length: 4_000 }, () => ({ type: 'mark', name: 'm' }))], 'FLOOD', 4429],
  ['nothing but noise', '/v1/browser', [browserStart, ...Array.from({ length: 60 }, () => new Uint8Array(641))], 'TOO_MANY_FAULTS', 4400],
];

/** Messages that a live call survives: answered with a code (browser), the call goes on. */
const SURVIVED: readonly (readonly [string, unknown, string])[] = [
  ['malformed JSON', 'not json', 'MALFORMED_JSON'],
  ['an odd frame', new Uint8Array(641), 'ODD_FRAME'],
  ['an oversized frame', new Uint8Array(40_000), 'FRAME_TOO_LARGE'],
  ['an unknown event', { type: 'dance' }, 'UNKNOWN_EVENT'],
  ['a second start', { type: 'start', token: 'x' }, 'START_TWICE'],
  ['a digit that is none', { type: 'dtmf', digit: 'x' }, 'MALFORMED_MESSAGE'],
];

describe.each(['uws', 'ws'] as const)('%s', (engine) => {
  async function bench(options: Partial<MediaServerOptions> = {}) {
    const clock = new VirtualClock();
    const calls = new Map<string, BreakableCall>();
    const log = (): void => {};
    const server = new MediaServer({
      clock, engine, callsMax: 4, takePlan, logger: { debug: log, info: log, warn: log, error: log },
      openCall: ({ plan, line }) => {
        if (plan.callId === 'cannot-open') throw new Error('no provider');
        const call = new BreakableCall(line);
        calls.set(plan.callId, call);
        return call;
      },
      ...options,
    });
    open.push(server);
    const port = await server.listen(0, '127.0.0.1');
    const connect = async (path: '/v1/twilio' | '/v1/browser', clientOptions?: { readonly autoPong?: boolean }): Promise<TestClient> => {
      const client = new TestClient(port, path, clientOptions);
      await client.opened;
      return client;
    };
    const neighbour = await connect('/v1/browser');
    neighbour.send({ type: 'start', token: 'call_neighbour' });
    await soon(() => neighbour.texts.length).toBe(1);
    const isUnharmed = async (): Promise<void> => {
      const before = neighbour.audio.length;
      neighbour.send(browserFrame(77));
      await soon(() => neighbour.audio.length).toBe(before + 1);
      expect(calls.get('call_neighbour')!.told.filter((item) => (item as unknown[])[0] !== 'audio')).toEqual([]);
    };
    return { server, clock, calls, connect, isUnharmed };
  }

  test.each(REFUSED)('%s', async (_, path, messages, code, closeCode) => {
    const { server, connect, isUnharmed } = await bench();
    const client = await connect(path);
    for (const message of messages) client.send(message);
    const { code: gotCode, reason } = await client.closed;
    expect(reason).toContain(`${code}: `);
    expect(gotCode).toBe(closeCode);
    expect(client.texts.filter((text) => text['type'] === 'error').at(-1)?.['code']).toBe(path === '/v1/browser' ? code : undefined);
    expect(server.counters.refusals.get(code as 'FLOOD')).toBe(1);
    expect(server.liveCalls).toBe(1);
    await isUnharmed();
  });

  test.each(SURVIVED)('%s in a live call', async (_, message, code) => {
    const { clock, calls, connect, isUnharmed } = await bench();
    const client = await connect('/v1/browser');
    client.send(browserStart);
    client.send(message);
    client.send(browserFrame(3));
    await soon(() => client.audio.length).toBe(1);
    expect(client.texts.map((text) => text['code'] ?? text['type'])).toEqual(expect.arrayContaining(['ready', code]));
    await clock.advance(1_000);
    expect(calls.get('call_bad')!.told.filter((item) => (item as unknown[])[0] === 'ODD_FRAME')).toEqual(code === 'ODD_FRAME' ? [['ODD_FRAME', 1]] : []);
    await isUnharmed();
  });

  test('a message beyond the limit of the socket itself', async () => {
    const { connect, isUnharmed, calls } = await bench();
    const client = await connect('/v1/browser');
    client.send(browserStart);
    await soon(() => client.texts.length).toBe(1);
    client.send(new Uint8Array(70_000));
    expect([1006, 1009]).toContain((await client.closed).code);
    await soon(() => calls.get('call_bad')!.told).toEqual([['closed', 'lost']]);
    await isUnharmed();
  });

  test('a burst after a stalled network passes; its drops are told when there are any', async () => {
    const { clock, calls, connect } = await bench();
    const client = await connect('/v1/twilio');
    client.send(twilioStart('call_bad'));
    for (let chunk = 1; chunk <= 510; chunk++) client.send(twilioMedia(chunk, 1));
    await soon(() => client.texts.length).toBe(499);
    client.socket.ping();
    await new Promise((resolve) => { client.socket.once('pong', resolve); });
    await clock.advance(1_000);
    expect(calls.get('call_bad')!.told.at(-1)).toEqual(['FLOOD', 11]);
    client.send(twilioMedia(511, 1));
    client.send(twilioMedia(512, 1));
    client.send(twilioMedia(513, 1));
    await soon(() => client.texts.length).toBe(499 + 11 + 3);
  });

  test('whoever keeps the calls is told why a live one was refused, once', async () => {
    const told: [string, string][] = [];
    const { connect } = await bench({ onRefused: (callId, why) => { told.push([callId, why.code]); } });
    const clients = [await connect('/v1/browser'), await connect('/v1/browser')] as const;
    clients[0].send(browserStart);
    clients[1].send({ type: 'start', token: 'bad:TOKEN_USED' });
    for (let count = 0; count < 60; count++) clients[0].send(new Uint8Array(641));
    await Promise.all(clients.map((client) => client.closed));
    expect(told).toEqual([['call_bad', 'TOO_MANY_FAULTS']]);
  });

  test('a socket that never starts', async () => {
    const { clock, connect, isUnharmed } = await bench();
    const client = await connect('/v1/browser');
    await clock.advance(7_000);
    expect(await client.closed).toMatchObject({ code: 4408 });
    expect(client.texts).toMatchObject([{ type: 'error', code: 'START_TIMEOUT' }]);
    await isUnharmed();
  });

  test('a call that never opens', async () => {
    const { clock, connect } = await bench({ takePlan: (token, transport) => (token === 'call_neighbour' ? takePlan(token, transport) : new Promise(() => {})), limits: { silenceMsMax: 600_000 } });
    const client = await connect('/v1/browser');
    client.send(browserStart);
    client.socket.ping();
    await new Promise((resolve) => { client.socket.once('pong', resolve); });
    await clock.advance(32_000);
    expect(await client.closed).toMatchObject({ code: 4504 });
  });

  test('a half-open socket is lost after 15 s; a quiet one that answers pings is not', async () => {
    const { clock, calls, connect } = await bench();
    const half = await connect('/v1/browser', { autoPong: false });
    half.send({ type: 'start', token: 'call_half' });
    await soon(() => half.texts.length).toBe(1);
    for (let second = 0; second < 17; second++) {
      await clock.advance(1_000);
      // Lets pings and pongs travel: sockets know nothing of the virtual clock.
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => { setImmediate(resolve); });
    }
    expect(calls.get('call_half')!.told).toEqual([['closed', 'lost']]);
    expect((await half.closed).code).toBe(1006);
    expect(calls.get('call_neighbour')!.told).toEqual([]);
  });

  test('more sockets than may be', async () => {
    const { connect, isUnharmed } = await bench();
    await Promise.all([connect('/v1/browser'), connect('/v1/twilio'), connect('/v1/twilio')]);
    const [browser, telephone] = [await connect('/v1/browser'), await connect('/v1/twilio')];
    expect(await browser.closed).toMatchObject({ code: 1013, reason: expect.stringContaining('CALLS_MAX') });
    expect(browser.texts).toMatchObject([{ type: 'error', code: 'CALLS_MAX' }]);
    expect(await telephone.closed).toMatchObject({ code: 1013 });
    await isUnharmed();
  });

  test('unreadable events of a live telephone call are counted, and the call goes on', async () => {
    const { server, connect } = await bench();
    const client = await connect('/v1/twilio');
    client.send(twilioStart('call_bad'));
    client.send('{"event":');
    client.send(twilioMedia(1, 5, { streamSid: 'MZother' }));
    client.send({ event: 'media', streamSid: STREAM_SID, media: { track: 'inbound', chunk: '1', payload: '!!!!' } });
    client.send(twilioMedia(1, 5));
    await soon(() => client.texts.length).toBe(1);
    expect(Object.fromEntries(server.counters.faults)).toEqual({ MALFORMED_JSON: 1, WRONG_STREAM: 1, BAD_PAYLOAD: 1 });
  });
});
