import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../limits.js';
import { sharedDomain } from './callback.service.js';
import { IdentityProviders } from './identity-providers.js';
import type { ProviderFailure } from './provider-failure.js';

/** A server that says of itself what it is told to say. */
let server: Server;
let issuer: string;
let said: unknown;
let isSilent = false;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (isSilent) return;
    if (request.url?.includes('/elsewhere/')) { response.writeHead(302, { location: 'http://169.254.169.254/' }).end(); return; }
    response.writeHead(200, { 'content-type': 'application/json' }).end(typeof said === 'string' ? said : JSON.stringify(said));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => { server.close(); server.closeAllConnections(); });

const OWN = ['127.0.0.0/8'];
const good = (more: object = {}) => ({ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'], ...more });
const client = { clientId: 'parley', clientSecret: 'a secret' };

async function reasonOf(networks: readonly string[], address: string, timeoutMs?: number): Promise<string> {
  const providers = new IdentityProviders(networks, timeoutMs);
  try {
    await providers.configurationOf({ ...client, issuer: address });
    return 'fine';
  } catch (error) {
    return (error as ProviderFailure).reason;
  } finally {
    await providers.close();
  }
}

test('a network that is not public is reached where the operator says so, and nowhere else', async () => {
  said = good();
  expect(await reasonOf(OWN, issuer)).toBe('fine');
  for (const address of [issuer, 'https://127.0.0.1/', 'https://169.254.169.254/', 'https://localhost/', 'https://[::1]/', 'http://example.com/', 'https://example.com:22/']) expect([address, await reasonOf([], address)]).toEqual([address, 'ADDRESS_REFUSED']);
  expect(await reasonOf(['10.0.0.0/8'], issuer)).toBe('ADDRESS_REFUSED');
});

test.each<[string, string, unknown]>([
  ['no JSON', 'MALFORMED', '<html>'], ['an empty object', 'MALFORMED', {}], ['another issuer', 'MALFORMED', () => good({ issuer: 'https://login.example.com' })], ['too much', 'MALFORMED', () => good({ more: 'x'.repeat(LIMITS.providerBodyBytesMax) })],
  ['no keys', 'UNSUITABLE', () => good({ jwks_uri: undefined })], ['a script for browsers', 'UNSUITABLE', () => good({ authorization_endpoint: 'javascript:alert(1)//' })], ['signatures that clients could make', 'UNSUITABLE', () => good({ id_token_signing_alg_values_supported: ['HS256', 'none'] })],
  ['no secrets of clients', 'UNSUITABLE', () => good({ token_endpoint_auth_methods_supported: ['private_key_jwt'] })],
])('a provider that says %s is %s', async (_name, reason, answer) => {
  said = typeof answer === 'function' ? (answer as () => unknown)() : answer;
  expect(await reasonOf(OWN, issuer)).toBe(reason);
});

test('a provider that is away, slow, or elsewhere is told apart', async () => {
  said = good();
  expect(await reasonOf(OWN, 'http://127.0.0.1:9')).toBe('UNREACHABLE');
  expect(await reasonOf(OWN, `${issuer}/elsewhere`)).toBe('MALFORMED');
  isSilent = true;
  expect(await reasonOf(OWN, issuer, 200)).toBe('TIMEOUT');
  isSilent = false;
  expect(await reasonOf(OWN, issuer)).toBe('fine');
});

test('what a provider says is believed for some minutes, for one client with one secret', async () => {
  said = good();
  const providers = new IdentityProviders(OWN);
  const first = await providers.configurationOf({ ...client, issuer });
  said = {};
  expect(await providers.configurationOf({ ...client, issuer })).toBe(first);
  await expect(providers.configurationOf({ ...client, issuer, clientSecret: 'another' })).rejects.toMatchObject({ reason: 'MALFORMED' });
  await providers.close();
});

test('a provider that is shared by many has to name the organization too', () => {
  for (const issuer of ['https://accounts.google.com', 'https://accounts.google.com/']) expect([sharedDomain(issuer, { hd: 'example.com' }), sharedDomain(issuer, {})]).toEqual(['example.com', '']);
  expect(sharedDomain('https://login.example.com', { hd: 'example.net' })).toBeUndefined();
});
