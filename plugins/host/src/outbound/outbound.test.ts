import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAddressCheck } from './addresses.js';
import { createOutbound, type OutboundOptions } from './client.js';
import type { OutboundError } from './errors.js';

let server: Server;
let silent: TcpServer;
let port: number;
let silentPort: number;
const asked: { host: string | undefined; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      asked.push({ host: request.headers.host, body: Buffer.concat(parts).toString() });
      if (request.url === '/redirect') response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
      else if (request.url === '/large') response.end(Buffer.alloc(100_000));
      else response.writeHead(201, { 'x-answer': 'yes', connection: 'close' }).end('hello');
    });
  });
  silent = createTcpServer();
  await Promise.all([new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }), new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve); })]);
  port = (server.address() as AddressInfo).port;
  silentPort = (silent.address() as AddressInfo).port;
});
afterAll(() => { server.close(); server.closeAllConnections(); silent.close(); });

const OWN: OutboundOptions = { isHttpAllowed: true, ports: 'any', allowedNetworks: ['127.0.0.0/8'] };
async function codeOf(options: OutboundOptions, address: string, request = {}): Promise<string> {
  const client = createOutbound(options);
  try {
    return `answered ${(await client.request(address, request)).status}`;
  } catch (error) {
    return (error as OutboundError).code;
  } finally {
    await client.close();
  }
}

test('a name is resolved once, vetted, and connected to where it was vetted; the host is told as it was named', async () => {
  let answers = [['127.0.0.1'], ['10.0.0.1']];
  const client = createOutbound({ ...OWN, resolve: () => Promise.resolve(answers.shift() ?? []) });
  const answer = await client.request(`http://hooks.example.com:${port}/x`, { method: 'POST', body: 'body' });
  expect([answer.status, answer.body.toString(), answer.headers['x-answer']]).toEqual([201, 'hello', 'yes']);
  expect(asked.at(-1)).toEqual({ host: `hooks.example.com:${port}`, body: 'body' });
  // The same name, leading elsewhere a moment later: it is vetted anew for each connection.
  await expect(client.request(`http://hooks.example.com:${port}/x`)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  expect(asked).toHaveLength(1);
  await client.close();
  answers = [['93.184.215.14', '10.0.0.1']];
  expect(await codeOf({ ...OWN, resolve: () => Promise.resolve(answers.shift() ?? []) }, `http://hooks.example.com:${port}/`)).toBe('ADDRESS_REFUSED');
});

test.each([
  ['no address at all', 'nonsense', 'ADDRESS_INVALID'], ['http where only https is', 'http://example.com/', 'ADDRESS_INVALID'], ['a file', 'file:///etc/passwd', 'ADDRESS_INVALID'],
  ['a user in it', 'https://user:pass@example.com/', 'ADDRESS_INVALID'], ['another port', 'https://example.com:22/', 'ADDRESS_INVALID'],
  ['this machine', 'https://127.0.0.1/', 'ADDRESS_REFUSED'], ['this machine in one number', 'https://2130706433/', 'ADDRESS_REFUSED'], ['in octal', 'https://0177.0.0.1/', 'ADDRESS_REFUSED'],
  ['cloud metadata', 'https://169.254.169.254/', 'ADDRESS_REFUSED'], ['mapped', 'https://[::ffff:169.254.169.254]/', 'ADDRESS_REFUSED'], ['this machine in IPv6', 'https://[::1]/', 'ADDRESS_REFUSED'],
  ['NAT64 to a private network', 'https://[64:ff9b::10.0.0.1]/', 'ADDRESS_REFUSED'], ['a name of this machine', 'https://localhost/', 'ADDRESS_REFUSED'],
])('%s: %s is not connected to', async (_name, address, code) => {
  expect(await codeOf({}, address)).toBe(code);
});

test('each way to fail has its code, and nothing waits for ever', async () => {
  const address = `http://127.0.0.1:${port}`;
  expect(await codeOf(OWN, address)).toBe('answered 201');
  expect(await codeOf(OWN, `${address}/redirect`)).toBe('REDIRECTED');
  expect(await codeOf(OWN, `${address}/large`)).toBe('BODY_TOO_LARGE');
  expect(await codeOf({ ...OWN, timeoutMs: 100 }, `http://127.0.0.1:${silentPort}/`)).toBe('TIMEOUT');
  expect(await codeOf(OWN, address, { signal: AbortSignal.abort() })).toBe('ABORTED');
  expect(await codeOf(OWN, 'http://127.0.0.1:9/')).toBe('UNREACHABLE');
  expect(await codeOf({ ...OWN, resolve: () => Promise.resolve([]) }, 'http://nowhere.example/')).toBe('UNREACHABLE');
});

test('which addresses are public', () => {
  const isPublic = createAddressCheck();
  for (const address of ['8.8.8.8', '93.184.215.14', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8']) expect([address, isPublic(address)]).toEqual([address, true]);
  for (const address of ['10.1.2.3', '100.64.0.1', '172.31.255.255', '192.168.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254', '::', '2001:db8::1', '2002:a00::1', '::ffff:10.0.0.1', '::ffff:a00:1', 'nonsense']) expect([address, isPublic(address)]).toEqual([address, false]);
  const withOwn = createAddressCheck(['10.0.0.0/8', 'fd00::/8', '192.168.1.5']);
  expect(['10.9.9.9', 'fd00::1', '192.168.1.5', '192.168.1.6'].map(withOwn)).toEqual([true, true, true, false]);
  expect(() => createAddressCheck(['everything'])).toThrow('is no network');
});
