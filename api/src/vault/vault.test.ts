import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { uuidv7 } from '@parley/db';
import { openTestDatabase, seedTenant, type Tenant, type TestDatabase } from '@parley/db/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../limits.js';
import { openBytes, SealBrokenError, sealBytes } from './cipher.js';
import { KeyUnavailableError, LocalKeys, parseKeys } from './key-provider.js';
import { renewKeys, rotateDataKeys } from './renew-keys.js';
import { Secret } from './secret.js';
import { Vault } from './vault.js';

let opened: TestDatabase;
let mine: Tenant;
let other: Tenant;
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];

beforeAll(async () => { opened = await openTestDatabase(); });
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.reset();
  [mine, other] = [await seedTenant(opened.database.system, 'mine'), await seedTenant(opened.database.system, 'other')];
  // Those of the fixture are sealed with nothing.
  await opened.database.system.dataKey.deleteMany();
});

const vaultOf = (...keys: Uint8Array[]) => new Vault(opened.database, new LocalKeys(keys));
const system = () => opened.database.system;

async function keep(vault: Vault, { organizationId, providerConnectionId: connectionId }: Tenant, text: string, name = 'apiKey') {
  const [sealed] = await vault.seal(organizationId, [{ secret: new Secret(text), owner: { organizationId, connectionId, name, version: 1 } }]);
  const id = uuidv7();
  await system().connectionSecret.create({ data: { id, organizationId, connectionId, name, dataKeyId: sealed!.dataKeyId, ciphertext: sealed!.ciphertext, lastFour: '' } });
  return id;
}
const stored = (id: string) => system().connectionSecret.findUniqueOrThrow({ where: { id }, include: { dataKey: true } });
const read = async (vault: Vault, id: string) => (await vault.open(await stored(id))).reveal();

test('a secret is printed by nothing', () => {
  const secret = new Secret('sk-very-secret-1234');
  const printed = [String(secret), secret.toString(), JSON.stringify({ secret }), inspect(secret), inspect({ deep: [secret] }, { showHidden: true }), Object.entries(secret).join()];
  const logged: string[] = [];
  pino({ level: 'trace' }, { write: (line) => { logged.push(line); } }).info({ secret, list: [secret] }, 'a secret');
  for (const text of [...printed, ...logged]) expect(text).not.toContain('very');
  expect([secret.lastFour, new Secret('short').lastFour, secret.reveal()]).toEqual(['1234', '', 'sk-very-secret-1234']);
});

test('what is sealed opens in its context alone, and not after a bit was changed', () => {
  const sealed = sealBytes(oldKey, Buffer.from('a'), ['x', 'y']);
  expect(openBytes(oldKey, sealed, ['x', 'y']).toString()).toBe('a');
  expect(Buffer.from(sealBytes(oldKey, Buffer.from('a'), ['x', 'y'])).equals(sealed)).toBe(false);
  for (const context of [['x', 'z'], ['xy'], ['x', 'y', ''], ['x,y'], ['y', 'x']]) expect(() => openBytes(oldKey, sealed, context)).toThrow(SealBrokenError);
  expect(() => openBytes(newKey, sealed, ['x', 'y'])).toThrow(SealBrokenError);
  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice();
    changed[at]! ^= 1;
    expect(() => openBytes(oldKey, changed, ['x', 'y'])).toThrow(SealBrokenError);
  }
  for (const length of [0, 1, 28, sealed.length - 1]) expect(() => openBytes(oldKey, sealed.slice(0, length), ['x', 'y'])).toThrow(SealBrokenError);
});

test('a secret that is moved, renamed, put back or given another data key does not open', async () => {
  const vault = vaultOf(oldKey);
  const [id, theirs] = [await keep(vault, mine, 'mine-secret'), await keep(vault, other, 'their-secret')];
  expect([await read(vault, id), await read(vault, theirs)]).toEqual(['mine-secret', 'their-secret']);
  const row = await stored(id);
  for (const change of [{ connectionId: other.providerConnectionId }, { name: 'token' }, { version: 2 }, { organizationId: other.organizationId }]) await expect(vaultOf(oldKey).open({ ...row, ...change })).rejects.toThrow(SealBrokenError);
  const { dataKey, ciphertext } = await stored(theirs);
  await expect(vaultOf(oldKey).open({ ...row, dataKey })).rejects.toThrow(SealBrokenError);
  await expect(vaultOf(oldKey).open({ ...row, dataKey, ciphertext })).rejects.toThrow(SealBrokenError);
  await expect(vaultOf(newKey).open(row)).rejects.toThrow(KeyUnavailableError);
});

test('the database alone tells nothing: no clear secret, no clear key', async () => {
  await keep(vaultOf(oldKey), mine, 'sk-clear-text-of-mine');
  const [{ dump }] = await system().$queryRaw<[{ dump: string }]>`SELECT string_agg(encode(ciphertext, 'escape') || to_jsonb(s)::text, '') AS dump FROM connection_secrets s`;
  expect(dump).not.toContain('clear-text');
  const { ciphertext } = await system().dataKey.findFirstOrThrow();
  expect(ciphertext.length).toBe(1 + 12 + 32 + 16);
});

test('a new key-encryption key takes over: old keys only open, and what is done stays done where it is cut off', async () => {
  const before = vaultOf(oldKey);
  const ids = [await keep(before, mine, 'one'), await keep(before, other, 'two')];
  const both = vaultOf(newKey, oldKey);
  // Cut off after the first: the second is found by the next run.
  const wrap = both.provider.wrap.bind(both.provider);
  let wraps = 0;
  const cutOff = new Vault(opened.database, { id: both.provider.id, unwrap: both.provider.unwrap.bind(both.provider), wrap: (plain, context) => (++wraps > 1 ? Promise.reject(new Error('cut off')) : wrap(plain, context)) });
  expect(await renewKeys(opened.database, cutOff)).toEqual({ rewrapped: 1, resealed: 0, failed: 1 });
  expect(await Promise.all(ids.map((id) => read(vaultOf(newKey, oldKey), id)))).toEqual(['one', 'two']);
  expect(await renewKeys(opened.database, both)).toEqual({ rewrapped: 1, resealed: 0, failed: 0 });
  expect(await renewKeys(opened.database, both)).toEqual({ rewrapped: 0, resealed: 0, failed: 0 });
  // The old one can go now.
  expect(await Promise.all(ids.map((id) => read(vaultOf(newKey), id)))).toEqual(['one', 'two']);
  await expect(read(vaultOf(oldKey), ids[0]!)).rejects.toThrow(KeyUnavailableError);
});

test('new data keys seal what is there anew, in batches; keys that nothing needs go; secrets stay as they are', async () => {
  const vault = vaultOf(oldKey);
  const names = Array.from({ length: LIMITS.renewalBatchRows + 5 }, (_none, index) => `name-${index}`);
  const ids: string[] = [];
  for (const name of names) ids.push(await keep(vault, mine, `secret of ${name}`, name));
  const [{ ciphertext: first }, [oldest]] = [await stored(ids[0]!), await system().dataKey.findMany()];
  await system().dataKey.update({ where: { id: oldest!.id }, data: { createdAt: new Date(Date.now() - 2 * LIMITS.dataKeyKeptMs) } });
  expect(await rotateDataKeys(opened.database, vault)).toEqual({ rewrapped: 0, resealed: names.length, failed: 0 });
  expect(Buffer.from((await stored(ids[0]!)).ciphertext).equals(first)).toBe(false);
  expect((await system().dataKey.findMany()).map(({ id }) => id)).toEqual([expect.not.stringMatching(oldest!.id)]);
  expect(await read(vault, ids.at(-1)!)).toBe(`secret of ${names.at(-1)!}`);
}, 20_000);

test('what no key opens is counted and left; what is sealed after that opens', async () => {
  const id = await keep(vaultOf(oldKey), mine, 'lost');
  const vault = vaultOf(newKey);
  expect(await renewKeys(opened.database, vault)).toEqual({ rewrapped: 0, resealed: 0, failed: 1 });
  const again = await keep(vault, mine, 'found', 'other');
  expect(await read(vault, again)).toBe('found');
  await expect(read(vault, id)).rejects.toThrow(KeyUnavailableError);
});

test('without its data keys nothing of an organization can be read', async () => {
  await keep(vaultOf(oldKey), mine, 'shredded');
  const theirs = await keep(vaultOf(oldKey), other, 'kept');
  await system().dataKey.deleteMany({ where: { organizationId: mine.organizationId } });
  expect(await system().connectionSecret.findMany({ select: { id: true } })).toEqual([{ id: theirs }]);
});

test('keys are 32 bytes as base64, one or several', () => {
  const text = randomBytes(32).toString('base64');
  expect([parseKeys(text)?.length, parseKeys(`${text}, ${randomBytes(32).toString('base64url')}\n`)?.length]).toEqual([1, 2]);
  for (const wrong of ['', 'short', randomBytes(31).toString('base64'), `${text},short`, text.replace('=', '==')]) expect(parseKeys(wrong)).toBeUndefined();
});
