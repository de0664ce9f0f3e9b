import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { expect, test, vi } from 'vitest';
import { readBody } from './body.js';

const requestOf = () => Object.assign(new PassThrough(), { headers: {} }) as unknown as IncomingMessage & PassThrough;
const closed = (request: PassThrough) => new Promise((resolve) => { request.once('close', resolve); });

test('the close of a finished request makes no error', async () => {
  const request = requestOf();
  const body = readBody(request, 100);
  const isClosed = closed(request);
  request.end('whole');
  expect(String(await body)).toBe('whole');
  // Every error of GraphQL's records its stack this way.
  const recorded = vi.spyOn(Error, 'captureStackTrace');
  request.destroy();
  await isClosed;
  expect(recorded.mock.calls.filter(([error]) => error instanceof GraphQLError)).toEqual([]);
  recorded.mockRestore();
});

test('a request that closes too early, or is too large, is refused', async () => {
  const early = requestOf();
  const body = readBody(early, 100);
  early.write('half');
  early.destroy();
  await expect(body).rejects.toMatchObject({ extensions: { code: 'BAD_REQUEST' } });
  const large = requestOf();
  const tooLarge = readBody(large, 3);
  large.write('four');
  await expect(tooLarge).rejects.toMatchObject({ extensions: { code: 'BODY_TOO_LARGE' } });
  large.destroy();
});
