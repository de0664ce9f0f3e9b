import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { decodeId, encodeId, InvalidIdError, splitId, uuidv7 } from './ids.js';

const randomUuid = () => randomBytes(16).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function codeOf(run: () => unknown): string | undefined {
  try { run(); return undefined; } catch (error) { return error instanceof InvalidIdError ? error.code : String(error); }
}

test('every UUID comes back from its external form', () => {
  const edges = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  for (const uuid of [...edges, ...Array.from({ length: 5_000 }, randomUuid)]) {
    const id = encodeId('agt', uuid);
    expect(id).toMatch(/^agt_[0-9A-Za-z]{22}$/);
    expect(decodeId('agt', id)).toBe(uuid);
    expect(splitId(id)).toEqual({ prefix: 'agt', uuid });
  }
});

test('external ids sort as their UUIDs do', () => {
  const uuids = Array.from({ length: 2_000 }, randomUuid).sort();
  const ids = uuids.map((uuid) => encodeId('call', uuid));
  expect([...ids].sort()).toEqual(ids);
});

test('an id of another kind is told from no id at all', () => {
  const id = encodeId('agt', uuidv7());
  expect(codeOf(() => decodeId('call', id))).toBe('WRONG_PREFIX');
  const tooLarge = `agt_${'z'.repeat(22)}`;
  for (const bad of ['', 'agt_', 'agt', id.slice(0, -1), `${id}0`, id.replace('_', '-'), id.toUpperCase(), ` ${id}`, `${id}\n`, 'agt_!!!!!!!!!!!!!!!!!!!!!!', tooLarge]) {
    expect(codeOf(() => decodeId('agt', bad)), bad).toBe('MALFORMED');
  }
  for (const bad of ['', 'no-uuid', uuidv7().toUpperCase(), `${uuidv7()} `]) expect(codeOf(() => encodeId('agt', bad)), bad).toBe('MALFORMED');
});

test('an error repeats only the beginning of a long wrong id', () => {
  expect(() => decodeId('agt', 'x'.repeat(10_000))).toThrow(/^"x{48}…" is not an id\.$/);
});

test('a UUID of version 7 carries its time, version and variant', () => {
  for (const nowMs of [Date.now() + 1_000, Date.now() + 86_400_000]) {
    const uuid = uuidv7(nowMs);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs);
  }
});

test('UUIDs of a process grow strictly, within a millisecond and when the clock steps back', () => {
  const start = Date.now() + 200_000_000;
  const times = Array.from({ length: 20_000 }, (_, index) => start + (index % 7 === 0 ? -5_000 : Math.floor(index / 1_000)));
  const uuids = times.map((nowMs) => uuidv7(nowMs));
  for (let index = 1; index < uuids.length; index++) expect(uuids[index]! > uuids[index - 1]!).toBe(true);
  expect(new Set(uuids).size).toBe(uuids.length);
});
