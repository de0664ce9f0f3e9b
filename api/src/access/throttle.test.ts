import { afterAll, beforeAll, expect, test } from 'vitest';
import { post, startKit, type Kit } from '../../test/kit.js';
import { LIMITS } from '../limits.js';

const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { sessionToken errors { code } } }';

let kit: Kit;
beforeAll(async () => { kit = await startKit({ TRUST_PROXY: '1' }); });
afterAll(() => kit.close());

/** Answers the code of a sign-in with a wrong password; undefined for one that lets in. */
async function attempt(url: string, email: string, forwarded: string, password = 'a wrong guess'): Promise<string | undefined> {
  const { data } = await post(`${url}/graphql`, SIGN_IN, { email, password }, { 'x-forwarded-for': forwarded });
  return data.signIn.errors[0]?.code as string | undefined;
}

async function exhaust(url: string, email: string, forwarded: string, times = LIMITS.signInAttemptsMax): Promise<void> {
  for (let count = 0; count < times; count++) expect(await attempt(url, email, forwarded)).toBe('INVALID_CREDENTIALS');
}

test('behind a proxy guesses count for the address that the proxy names, and no client names its own', async () => {
  const { email } = await kit.signUp('Proxied');
  await exhaust(kit.api.url, email, '203.0.113.1');
  expect(await attempt(kit.api.url, email, '203.0.113.1')).toBe('TOO_MANY_ATTEMPTS');
  // What stands before the proxy's own entry was written by the client.
  expect(await attempt(kit.api.url, email, '198.51.100.9, 203.0.113.1')).toBe('TOO_MANY_ATTEMPTS');
  expect(await attempt(kit.api.url, email, '203.0.113.2', 'a good password')).toBeUndefined();
  const alone = await kit.another({ TRUST_PROXY: '' });
  const other = await kit.signUp('Direct');
  for (let count = 0; count < LIMITS.signInAttemptsMax; count++) expect(await attempt(alone.url, other.email, `192.0.2.${count}`)).toBe('INVALID_CREDENTIALS');
  expect(await attempt(alone.url, other.email, '192.0.2.99')).toBe('TOO_MANY_ATTEMPTS');
});

test('guesses from many addresses on one account come to an end too, known or not', async () => {
  const known = await kit.signUp('Everywhere');
  for (const email of [known.email, 'nobody@example.com']) {
    const codes: (string | undefined)[] = [];
    // The limit is counted down without a hash for each: what is tested is that addresses do not matter.
    for (let count = 0; count < LIMITS.signInAccountAttemptsMax - 2; count++) await kit.api.app.throttles.signInAccount.attempt(email);
    for (let count = 0; count < 3; count++) codes.push(await attempt(kit.api.url, email, `198.51.100.${count}`));
    expect(codes).toEqual(['INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'TOO_MANY_ATTEMPTS']);
  }
});

test('processes on one Redis count together; without it each counts for itself', async () => {
  const { email } = await kit.signUp('Replicated');
  const other = await kit.another();
  const isShared = process.env['REDIS_URL'] !== undefined;
  await exhaust(kit.api.url, email, '203.0.113.7');
  expect(await attempt(other.url, email, '203.0.113.7')).toBe(isShared ? 'TOO_MANY_ATTEMPTS' : 'INVALID_CREDENTIALS');
});
