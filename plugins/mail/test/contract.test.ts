import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type ProviderErrorCause } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { startMailServer, type MailServer } from './mail-server.js';

const failure = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

let folder: string;
let server: MailServer;
/** Refuses by the user that signs in, or the first word of the recipient. */
let strict: MailServer;
let silent: Server;
const held = new Set<Socket>();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-mail-'));
  server = await startMailServer();
  strict = await startMailServer({
    authOptional: false,
    onAuth: ({ username = '' }, _session, done) => { if (username === 'auth') done(failure(535, 'no')); else done(null, { user: username }); },
    onRcptTo: (_recipient, { user }, done) => {
      if (String(user) === 'rate-limit') done(failure(451, 'later')); else if (String(user) === 'bad-request') done(failure(550, 'no such person')); else done();
    },
    onData: (stream, { user }, done) => { stream.resume(); stream.on('end', () => { done(String(user) === 'vendor-fault' ? failure(499, 'odd') : null); }); },
  });
  silent = createServer((socket) => { held.add(socket); socket.on('error', () => undefined); });
  await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve); });
});
afterAll(async () => {
  for (const socket of held) socket.destroy();
  silent.close();
  await server.close();
  await strict.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (settings: object, { logger, secret }: ContractWatch) => plugin.mail!({ settings: { ...settings }, secrets: { password: secret }, clock: systemClock, logger });
const smtp = (port: number, more: object = {}) => ({ transport: 'smtp', host: '127.0.0.1', port, security: 'none', ...more });
const time = realTime(systemClock, 500);

const FILES = { time, open: (watch: ContractWatch) => open({ transport: 'file', folder }, watch) };
const SMTP = {
  time, open: (watch: ContractWatch) => open(smtp(server.port), watch),
  failingCauses: ['auth', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => {
    if (cause === 'unreachable') return open(smtp(1), watch);
    if (cause === 'timeout') return open(smtp((silent.address() as AddressInfo).port, { timeoutMs: 100 }), watch);
    return open(smtp(strict.port, { user: cause }), watch);
  },
};

describe('files', () => { runContract('mail', FILES, test); });
describe('SMTP', () => { runContract('mail', SMTP, test); });

test('SMTP is held to every rule', () => {
  const names: string[] = [];
  runContract('mail', SMTP, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts.mail.length);
});
