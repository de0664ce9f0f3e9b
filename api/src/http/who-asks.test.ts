import { request as send } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startKit, type Kit } from '../../test/kit.js';
import { environmentFaults } from '../env.js';
import { clientAddress, compileTrustProxy } from './client-address.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit({ CORS_ORIGINS: 'https://app.example.com, http://localhost:3000' }); });
afterAll(() => kit.close());

const address = (setting: string | undefined, forwarded: string, remoteAddress = '127.0.0.1') => clientAddress({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress }, connection: { remoteAddress } } as never, compileTrustProxy(setting));

test('a proxy is believed only where it is trusted, and a client cannot put an address before its own', () => {
  expect(address(undefined, '1.2.3.4')).toBe('127.0.0.1');
  expect(address('loopback', '1.2.3.4')).toBe('1.2.3.4');
  expect(address('loopback', '6.6.6.6, 1.2.3.4')).toBe('1.2.3.4');
  expect(address('loopback', '1.2.3.4', '9.9.9.9')).toBe('9.9.9.9');
  expect(address('2', '6.6.6.6, 1.2.3.4, 10.0.0.2')).toBe('1.2.3.4');
  expect(address('127.0.0.1, 10.0.0.0/8', '1.2.3.4, 10.0.0.2')).toBe('1.2.3.4');
  expect(environmentFaults({ TRUST_PROXY: 'everybody' })).toEqual(['TRUST_PROXY must be a number of proxies or a list of networks like loopback, 10.0.0.0/8.']);
  expect(environmentFaults({ CORS_ORIGINS: 'https://app.example.com/path' })).toEqual(['CORS_ORIGINS must be a list of web origins like https://app.example.com, without paths.']);
  expect(environmentFaults({ CORS_ORIGINS: '*' })).toHaveLength(1);
});

/** fetch does not let one say where a request comes from. */
const ask = (method: string, headers: Record<string, string>, body = '') => new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
  const request = send({ port: kit.api.port, path: '/graphql', method, headers }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part)).on('end', () => { resolve({ status: response.statusCode!, headers: response.headers, text: Buffer.concat(parts).toString() }); });
  }).on('error', reject);
  request.end(body);
});
const PREFLIGHT = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };

test('pages of named origins may use a token, pages of others nothing, and cookies stay at home', async () => {
  const allowed = await ask('OPTIONS', { ...PREFLIGHT, origin: 'https://app.example.com' });
  expect([allowed.status, allowed.headers['access-control-allow-origin'], allowed.headers['access-control-allow-credentials'], allowed.headers['vary']]).toEqual([204, 'https://app.example.com', undefined, 'origin']);
  expect(allowed.headers['access-control-allow-headers']).toContain('idempotency-key');
  const refused = await ask('OPTIONS', { ...PREFLIGHT, origin: 'https://evil.example.com' });
  expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([204, undefined]);
  const person = await kit.signUp();
  const query = JSON.stringify({ query: '{ viewer { user { email } } }' });
  const withToken = await ask('POST', { 'content-type': 'application/json', origin: 'http://localhost:3000', authorization: `Bearer ${person.token}` }, query);
  expect([withToken.headers['access-control-allow-origin'], withToken.text]).toEqual(['http://localhost:3000', expect.stringContaining(person.email)]);
  const withCookie = await ask('POST', { 'content-type': 'application/json', origin: 'http://localhost:3000', cookie: `parley=${person.token}` }, query);
  expect(withCookie.text).toContain('"viewer":null');
});
