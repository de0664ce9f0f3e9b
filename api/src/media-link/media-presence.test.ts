import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MediaPresence } from './media-presence.js';

const logger = pino({ level: 'silent' });
const clients: Redis[] = [];
const open: MediaPresence[] = [];
afterEach(() => {
  for (const presence of open.splice(0)) presence.close();
  for (const client of clients.splice(0)) client.disconnect();
});

const media = (mediaId: string) => ({ mediaId, callsMax: 3, isDraining: false });
const ids = async (presence: MediaPresence) => (await presence.list()).map(({ mediaId }) => mediaId);

function kept(redis: Redis | undefined, presenceMs?: number): MediaPresence {
  const presence = new MediaPresence({ redis, logger, presenceMs });
  open.push(presence);
  return presence;
}

test('a server is there from the beginning of its first stream to the end of its last, as it said last', async () => {
  const presence = kept(undefined);
  const [leaveB, leaveOld] = [presence.enter(media('b')), presence.enter(media('a'))];
  expect(await presence.list()).toMatchObject([{ mediaId: 'a', callsMax: 3, isDraining: false }, { mediaId: 'b' }]);
  const before = (await presence.list())[0]!.connectedAt.getTime();
  while (Date.now() === before) await new Promise(setImmediate);
  const leaveNew = presence.enter({ ...media('a'), isDraining: true });
  expect(await presence.list()).toMatchObject([{ mediaId: 'a', isDraining: true }, { mediaId: 'b' }]);
  leaveOld();
  leaveOld();
  leaveB();
  expect(await ids(presence)).toEqual(['a']);
  leaveNew();
  expect(await ids(presence)).toEqual([]);
});

test('while Redis does not answer each process knows its own', async () => {
  const redis = new Redis('redis://127.0.0.1:1', { maxRetriesPerRequest: 1, enableOfflineQueue: false, retryStrategy: () => null });
  redis.on('error', () => undefined);
  clients.push(redis);
  const presence = kept(redis);
  presence.enter(media('a'));
  expect(await ids(presence)).toEqual(['a']);
});

// The suites run twice: embedded, and on Postgres and Redis; the second time these are there too.
for (const redisUrl of process.env['REDIS_URL'] ? [process.env['REDIS_URL']] : []) {
  /** A numbered database of this test process, so that others' media servers are not seen here. */
  const url = new URL(redisUrl);
  url.pathname = `/${process.pid % 16}`;

  const connect = async (): Promise<Redis> => {
    const redis = new Redis(url.href, { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 2_000 });
    redis.on('error', () => undefined);
    clients.push(redis);
    await new Promise((resolve) => { redis.once('ready', resolve); });
    return redis;
  };
  beforeEach(async () => { await (await connect()).flushdb(); });

  const untilIds = async (presence: MediaPresence, wanted: readonly string[], always: readonly string[] = []): Promise<void> => {
    const end = performance.now() + 10_000;
    for (let seen: string[] = []; JSON.stringify(seen) !== JSON.stringify(wanted);) {
      seen = await ids(presence);
      expect(seen).toEqual(expect.arrayContaining([...always]));
      if (performance.now() > end) throw new Error(`there are ${JSON.stringify(seen)}`);
    }
  };

  test('processes know each other\'s media servers, by what those tell, until they leave', async () => {
    const [one, other] = [kept(await connect()), kept(await connect())];
    one.enter(media('a'));
    const leave = other.enter({ ...media('b'), isDraining: true });
    for (const presence of [one, other]) await untilIds(presence, ['a', 'b']);
    const seen = await one.list();
    expect(seen).toMatchObject([{ mediaId: 'a', callsMax: 3, isDraining: false }, { mediaId: 'b', callsMax: 3, isDraining: true }]);
    expect(seen[1]!.connectedAt).toBeInstanceOf(Date);
    leave();
    await untilIds(one, ['a']);
    one.close();
    await untilIds(other, []);
  });

  test('the servers of a process that died are forgotten, those of one that lives are kept all the while', async () => {
    const presenceMs = 2_000;
    const dying = await connect();
    const onlooker = kept(await connect());
    kept(dying, presenceMs).enter(media('lost'));
    kept(await connect(), presenceMs).enter(media('kept'));
    await untilIds(onlooker, ['kept', 'lost']);
    dying.disconnect();
    // By then the other entry, too, has lived longer than one that nobody renews.
    await untilIds(onlooker, ['kept'], ['kept']);
    await untilIds(onlooker, ['kept']);
    expect(await clients.at(-1)!.smembers('parley:media')).toHaveLength(1);
  });

  test('what others wrote to the same Redis is passed over', async () => {
    const stranger = await connect();
    await stranger.sadd('parley:media', 'x', 'y', 'z');
    await stranger.mset('parley:media:x', 'no JSON', 'parley:media:y', '{"mediaId":7}', 'parley:media:z', '{"mediaId":"z","connectedAt":"never"}');
    const presence = kept(await connect());
    presence.enter(media('a'));
    await untilIds(presence, ['a']);
  });
}
