import { expect, test } from 'vitest';
import { privateHostIn } from './addresses.js';

const inProduction = (outboundNetworks: readonly string[] = []) => ({ isProduction: true, outboundNetworks });

test.each([
  ['http://127.0.0.1:11434/v1', '127.0.0.1'], ['https://169.254.169.254/latest', '169.254.169.254'], ['http://[::1]/', '::1'], ['http://localhost:80/', 'localhost'], ['wss://10.0.0.7', '10.0.0.7'], ['http://2130706433/', '127.0.0.1'],
])('in production no settings lead to %s', async (address, host) => {
  expect(await privateHostIn(inProduction(), { deep: [{ baseUrl: address }] })).toBe(host);
  expect(await privateHostIn({ isProduction: false, outboundNetworks: [] }, { baseUrl: address })).toBeUndefined();
});

test('a host that is no web address is one too, and a socket of this machine is none that anybody may use', async () => {
  for (const host of ['10.0.0.7', 'localhost', '::1', '/var/run/postgresql']) expect(await privateHostIn(inProduction(), { host }), host).toBe(host);
  expect(await privateHostIn(inProduction(), { host: '1.1.1.1' })).toBeUndefined();
});

test('public addresses, names that nobody knows, and networks that the operator names are let through', async () => {
  expect(await privateHostIn(inProduction(), { baseUrl: 'https://1.1.1.1/v1', other: 'http no address', unknown: 'https://no-such-host.invalid/' })).toBeUndefined();
  expect(await privateHostIn(inProduction(['10.0.0.0/8']), { baseUrl: 'http://10.0.0.7/' })).toBeUndefined();
});
