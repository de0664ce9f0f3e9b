import { createClient, type Client } from 'graphql-ws';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { activeCall, append, conversation, conversation as events, publishedAgent, startKit, until } from '../../test/kit.js';
import { LIMITS } from '../limits.js';
import { LocalBus, RESYNC, type BusMessage } from './bus.js';
import { LiveQueue } from './live-queue.js';
import { RedisBus } from './redis-bus.js';

test('the bus of a process tells those who listen, and nobody else', async () => {
  const bus = new LocalBus();
  const heard: [string, BusMessage][] = [];
  const stop = await bus.subscribe('one', (message) => { heard.push(['a', message]); });
  await bus.subscribe('one', (message) => { heard.push(['b', message]); });
  bus.publish('one', { n: 1 });
  bus.publish('two', { n: 2 });
  stop();
  stop();
  bus.publish('one', { n: 3 });
  expect(heard).toEqual([['a', { n: 1 }], ['b', { n: 1 }], ['b', { n: 3 }]]);
});

test('a subscriber that is too slow is sent to the log, and no event is dropped in silence', async () => {
  const queue = new LiveQueue();
  const [one] = events('x');
  queue.events(Array.from({ length: LIMITS.subscriberQueueItemsMax }, (_, index) => ({ ...one!, seq: index + 1 })));
  queue.events([{ ...one!, seq: LIMITS.subscriberQueueItemsMax + 1 }]);
  queue.events([{ ...one!, seq: LIMITS.subscriberQueueItemsMax + 2 }]);
  expect(await queue.next()).toEqual({ kind: 'resync' });
  queue.events([{ ...one!, seq: 999 }]);
  expect(await queue.next()).toMatchObject({ kind: 'event', event: { seq: 999 } });
  const waiting = queue.next();
  queue.close();
  expect(await waiting).toEqual({ kind: 'closed' });
});

test('the newest words win, and a finished turn makes them pointless', async () => {
  const queue = new LiveQueue();
  const words = (text: string) => ({ callId: 'x', turnIndex: 1, speaker: 'CALLER' as const, text, atMs: 1 });
  queue.interims([words('one'), words('two')]);
  expect(await queue.next()).toMatchObject({ interim: { text: 'two' } });
  queue.interims([words('three')]);
  queue.events(events('x').slice(3, 4));
  expect(await queue.next()).toMatchObject({ event: { type: 'caller-turn' } });
  const waiting = queue.next();
  queue.close();
  expect(await waiting).toEqual({ kind: 'closed' });
});

// The suites run twice: embedded, and on Postgres and Redis; the second time these are there too.
for (const redisUrl of process.env['REDIS_URL'] ? [process.env['REDIS_URL']] : []) {
  test('two processes share a call: one stores, the other tells, and signing out is heard by both', async () => {
    const kit = await startKit();
    const clients: Client[] = [];
    try {
      const person = await kit.signUp();
      const other = await kit.another();
      const { id, callId } = await activeCall(kit, person, await publishedAgent(person));
      const seqs: number[] = [];
      let closed: { code: number } | undefined;
      const client = createClient({ url: `${other.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${person.token}` }, retryAttempts: 0, on: { closed: (event) => { closed = event as { code: number }; } } });
      clients.push(client);
      client.subscribe<{ callEvents: { seq: number } }>({ query: 'subscription ($id: ID!) { callEvents(callId: $id) { seq } }', variables: { id } }, { next: ({ data }) => { seqs.push(data!.callEvents.seq); }, error: () => undefined, complete: () => undefined });
      await append(kit, callId, conversation(callId).slice(0, 2));
      await until(() => seqs.length === 2, 'the first events');
      for (const event of conversation(callId).slice(2, 6)) await append(kit, callId, [event]);
      await until(() => seqs.length === 6, 'live events across processes');
      expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
      await person.ask('mutation { signOut { errors { code } } }');
      await until(() => closed !== undefined, 'the close');
      expect(closed!.code).toBe(4403);
    } finally {
      for (const client of clients) await client.dispose();
      await kit.close();
    }
  });

  test('what others write on our channels is no news: everyone looks again, and the process lives', async () => {
    const bus = new RedisBus(redisUrl, pino({ level: 'silent' }));
    const stranger = new Redis(redisUrl);
    const name = `parley-stranger-${process.pid}`;
    const heard: BusMessage[] = [];
    try {
      await bus.subscribe(name, (message) => { heard.push(message); });
      for (const text of ['not JSON', 'null', '7']) await stranger.publish(`parley:${name}`, text);
      bus.publish(name, { n: 1 });
      await until(() => heard.length === 4, 'three calls to look again and a message');
      expect(heard).toEqual([RESYNC, RESYNC, RESYNC, { n: 1 }]);
    } finally {
      stranger.disconnect();
      await bus.close();
    }
  });

  test('after Redis was away, everyone is told to look again', async () => {
    const bus = new RedisBus(redisUrl, pino({ level: 'silent' }));
    const name = `parley-test-${process.pid}`;
    const heard: BusMessage[] = [];
    try {
      await bus.subscribe(name, (message) => { heard.push(message); });
      bus.publish(name, { n: 1 });
      await until(() => heard.length === 1, 'a message');
      await bus.breakConnections();
      await until(() => heard.length === 2, 'the call to look again');
      expect(heard[1]).toEqual(RESYNC);
      bus.publish(name, { n: 2 });
      await until(() => heard.length === 3, 'a message after the break');
    } finally {
      await bus.close();
    }
  });
}
