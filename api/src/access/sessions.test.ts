import { openTestDatabase, type TestDatabase } from '@parley/db/testing';
import { roleTemplateId, uuidv7 } from '@parley/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LocalBus } from '../events/bus.js';
import { Sessions } from './sessions.js';

let opened: TestDatabase;
let here: Sessions;
/** Another process on the same database and the same bus. */
let there: Sessions;
let userId: string;
let home: string;
let away: string;
beforeAll(async () => { opened = await openTestDatabase(); });
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.reset();
  const bus = new LocalBus();
  [here, there] = [await Sessions.start(opened.database, bus), await Sessions.start(opened.database, bus)];
  [userId, home, away] = [uuidv7(), uuidv7(), uuidv7()];
  const { system } = opened.database;
  await system.organization.createMany({ data: [home, away].map((id) => ({ id, name: 'O', slug: id })) });
  await system.user.create({ data: { id: userId, email: 'a@example.com', passwordHash: 'x', memberships: { create: [{ organizationId: home, roleId: roleTemplateId('owner') }, { organizationId: away, roleId: roleTemplateId('viewer') }] } } });
});

test('a session that went to another organization is known there at once, in every process, with the role it has there', async () => {
  const { token, actor } = await here.create({ userId, organizationId: home });
  for (const sessions of [here, there]) expect(await sessions.find(token)).toMatchObject({ organizationId: home });
  opened.takeStatements();
  await there.find(token);
  expect(opened.takeStatements()).toEqual([]);
  const heard: string[] = [];
  const stop = there.watch(actor.sessionId, (change) => { heard.push(change); });
  expect(await here.move(actor, away)).toMatchObject({ organizationId: away, role: { key: 'viewer' }, sessionId: actor.sessionId });
  for (const sessions of [here, there]) expect(await sessions.find(token)).toMatchObject({ organizationId: away, role: { key: 'viewer' } });
  // Whoever stays where they are loses nothing that is open.
  await here.move((await here.find(token))!, away);
  await here.end(actor);
  expect(heard).toEqual(['moved', 'ended']);
  stop();
});

test('what was read before the session moved is not believed after it', async () => {
  const { token, actor } = await here.create({ userId, organizationId: home });
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => { go = resolve; });
  let isRead: () => void = () => undefined;
  const read = new Promise<void>((resolve) => { isRead = resolve; });
  /** Its answers take their time on the way. */
  const system = new Proxy(opened.database.system, {
    get: (target, name) => (name !== '$queryRaw' ? Reflect.get(target, name) as unknown : async (...given: Parameters<typeof target.$queryRaw>) => {
      const rows: unknown = await target.$queryRaw(...given);
      isRead();
      await gate;
      return rows;
    }),
  });
  const bus = new LocalBus();
  const slow = await Sessions.start({ ...opened.database, system }, bus);
  const early = slow.find(token);
  await read;
  await (await Sessions.start(opened.database, bus)).move(actor, away);
  go();
  // For the request that asked before, the old place was right.
  expect(await early).toMatchObject({ organizationId: home });
  expect(await slow.find(token)).toMatchObject({ organizationId: away });
});

test('nobody goes where they are no member, and a session ends with its membership', async () => {
  const { token, actor } = await here.create({ userId, organizationId: home });
  const foreign = uuidv7();
  await opened.database.system.organization.create({ data: { id: foreign, name: 'F', slug: 'f' } });
  expect(await here.move(actor, foreign)).toBeUndefined();
  expect(await here.move(actor, uuidv7())).toBeUndefined();
  await opened.database.system.membership.delete({ where: { organizationId_userId: { organizationId: home, userId } } });
  expect(await there.find(token)).toBeUndefined();
});
