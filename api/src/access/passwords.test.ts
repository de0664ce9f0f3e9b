import { expect, test } from 'vitest';
import { Fault } from '../errors.js';
import { HashLanes } from './hash-lanes.js';
import { passwordWeakness } from './password-rules.js';
import { hashPassword, verifyPassword } from './passwords.js';

const OWNER = { email: 'anna.mueller@example.com', organizationNames: ['Harbour Dental', 'Bo'] };
const weakness = (password: string) => passwordWeakness(password, OWNER);

test('passwords that are guessed first are refused, those that nobody guesses are not', () => {
  for (const common of ['password', 'PassWord1', 'qwertyuiop', 'iloveyou', 'trustno1!', 'football2024', '11111111', 'abababab', '１２３４５６７８９', 'sunshine...', 'dragonball']) expect(weakness(common), common).toBe('COMMON');
  for (const good of ['correct horse', 'a good password', 'vierzehn Möwen', '密码太长了记不住吗', 'tr0ub4dor&3x', '🐙🐙🦀🐙🦀🐠🐙🦑']) expect(weakness(good), good).toBeUndefined();
});

test('length is counted in characters', () => {
  expect(weakness('short7!')).toBe('TOO_SHORT');
  expect(weakness('🦀🐙🦑🐠🐡🦐🐚')).toBe('TOO_SHORT');
  const long = Array.from({ length: 256 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('');
  expect(weakness(long)).toBeUndefined();
  expect(weakness(`${long}x`)).toBe('TOO_LONG');
});

test('a password holds neither the address nor the name of the organization', () => {
  for (const own of ['anna.mueller@example.com', 'xAnnaMueller7x', 'anna mueller is me']) expect(weakness(own), own).toBe('CONTAINS_EMAIL');
  for (const name of ['harbourdental99', 'my-Harbour-Dental']) expect(weakness(name), name).toBe('CONTAINS_ORGANIZATION_NAME');
  // Two letters are part of too much.
  expect(weakness('bow and arrow')).toBeUndefined();
});

test('one password is one, however its characters are put together', async () => {
  const hash = await hashPassword('Zoe\u0308 likes caf\u00e9');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(hash, 'Zo\u00eb likes cafe\u0301')).toBe(true);
  expect(await verifyPassword(hash, 'Zoe likes cafe')).toBe(false);
  expect(await verifyPassword(undefined, 'Zoe likes cafe')).toBe(false);
  // An account that signs in otherwise has no password; nothing opens it.
  for (const none of ['', 'x', '!']) expect(await verifyPassword(none, 'x')).toBe(false);
});

test('dear work takes turns in the order it came, and beyond the line is told when to come back', async () => {
  const lanes = new HashLanes(2, 3);
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => lanes.run(() => new Promise<string>((resolve) => { log.push(name); ends.push(() => { resolve(name); }); }));
  const taken = ['a', 'b', 'c', 'd', 'e'].map(work);
  expect(log).toEqual(['a', 'b']);
  expect(lanes.waiting).toBe(3);
  const refused = await work('f').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Fault);
  expect((refused as Fault).data).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', details: { retryAfterMs: expect.any(Number) as number } });
  while (ends.length > 0) { ends.shift()!(); await Promise.resolve(); await new Promise((resolve) => { setImmediate(resolve); }); }
  expect(await Promise.all(taken)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(log).toEqual(['a', 'b', 'c', 'd', 'e']);
  await expect(lanes.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await lanes.run(() => Promise.resolve('free again'))).toBe('free again');
});
