import { uuidv7 } from '@parley/db';
import { expect, test } from 'vitest';
import { encodeId, inputId, internalId, nodeId } from './ids.js';

const wrong = (read: () => unknown) => {
  try { read(); } catch (error) { return error as Error & { extensions?: { code: string }; kind?: string }; }
  throw new Error('the id was taken');
};

test('a malformed id is called malformed, not one of another kind', () => {
  const uuid = uuidv7();
  expect(internalId('Call', encodeId('Call', uuid))).toBe(uuid);
  expect(nodeId(encodeId('Call', uuid))).toEqual({ typename: 'Call', id: uuid });
  for (const id of ['call_nope', 'call_', `${encodeId('Call', uuid)}x`, 'call_zzzzzzzzzzzzzzzzzzzzzz']) {
    for (const error of [wrong(() => internalId('Call', id)), wrong(() => nodeId(id))]) {
      expect(error.message).toBe(`"${id}" is malformed: an id of a call is "call_" and 22 digits and letters.`);
      expect(error.extensions?.code).toBe('INVALID_ID');
    }
    expect(wrong(() => inputId('Call', id, 'id'))).toMatchObject({ kind: 'InvalidIdError', path: ['input', 'id'] });
  }
});

test('an id of another kind is told which prefix is wanted', () => {
  for (const id of [encodeId('Agent', uuidv7()), 'agt_nope', 'nonsense', '']) {
    const error = wrong(() => internalId('AgentVersion', id));
    expect(error.message).toBe(`"${id}" is not the id of an agent version; those begin with "agv_".`);
    expect(error.extensions?.code).toBe('INVALID_ID');
  }
  expect(wrong(() => nodeId('xyz_000000000000000000000A')).message).toContain('those begin with "org_", "usr_", "agt_"');
  expect(wrong(() => nodeId('x'.repeat(9_000))).message.length).toBeLessThan(300);
});
