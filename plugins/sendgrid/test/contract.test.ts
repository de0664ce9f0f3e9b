import { readFileSync } from 'node:fs';
import client from '@sendgrid/mail';
import { systemClock, type MailMessage, type ProviderErrorCause } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { contracts, realTime, recordingWatch, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { manifestKinds } from '../src/manifest.js';
import { startSendgridServer, type SendgridServer } from './sendgrid-server.js';

let server: SendgridServer;
beforeAll(async () => { server = await startSendgridServer(); });
afterAll(async () => { await server.close(); });

const open = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => plugin.mail!({ settings: { baseUrl, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });

const SENDGRID = {
  time: realTime(systemClock, 500), open: (watch: ContractWatch) => open(server.url, watch),
  failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => open(cause === 'unreachable' ? 'http://127.0.0.1:1' : `${server.url}/fail/${cause}`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
};

runContract('mail', SENDGRID, test);

test('it is held to every rule', () => {
  const names: string[] = [];
  runContract('mail', SENDGRID, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts.mail.length);
});

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { keywords: string[]; parley: { kinds: unknown } };
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});

const MESSAGE: MailMessage = { from: 'Parley <parley@example.com>', to: '"Zoë, of Köln" <zoe@example.com>', subject: 'Grüße', text: 'Follow https://parley.example.com/reset?token=1\n', html: '<p>Hello</p>', messageId: '<1@parley.example.com>' };
const send = async (baseUrl: string, message = MESSAGE) => {
  const provider = await open(baseUrl, recordingWatch());
  try { return await provider.send({ message, signal: new AbortController().signal }); } finally { await provider.close(); }
};

test('a mail goes out as it was written, to one recipient, and nobody counts who opens it', async () => {
  server.mails.length = 0;
  const { id } = await send(server.url);
  expect(id).toMatch(/^[\w-]{10,}$/);
  expect(server.mails).toEqual([{
    from: { email: 'parley@example.com', name: 'Parley' }, personalizations: [{ to: [{ email: 'zoe@example.com', name: 'Zoë, of Köln' }] }], subject: 'Grüße',
    content: [{ type: 'text/plain', value: MESSAGE.text }, { type: 'text/html', value: '<p>Hello</p>' }], headers: { 'Message-ID': '<1@parley.example.com>', 'Auto-Submitted': 'auto-generated' },
    tracking_settings: { click_tracking: { enable: false, enable_text: false }, open_tracking: { enable: false } },
  }]);
});

test('the vendor\'s words come along, with the field and the wait; a sender that is not verified is no wrong key', async () => {
  const failureOf = (how: string) => send(`${server.url}/fail/${how}`).then(() => undefined, (error: unknown) => error);
  expect(await failureOf('sender')).toMatchObject({ causeCode: 'bad-request', vendorCode: 'from', httpStatus: 403, vendorMessage: expect.stringContaining('verified Sender Identity') as string });
  expect(await failureOf('quota')).toMatchObject({ causeCode: 'quota', vendorMessage: 'Maximum credits exceeded' });
  const limited = await failureOf('rate-limit') as { retryAfterMs: number };
  expect(limited.retryAfterMs).toBeGreaterThan(20_000);
  expect(limited.retryAfterMs).toBeLessThanOrEqual(31_000);
});

test('the server takes what the vendor\'s own client sends', async () => {
  client.setApiKey('SG.key');
  // The types leave out what the client has.
  (client as unknown as { client: { setDefaultRequest(name: string, value: string): void } }).client.setDefaultRequest('baseUrl', server.url);
  server.mails.length = 0;
  const [response] = await client.send({ to: { email: 'zoe@example.com', name: 'Zoë' }, from: 'parley@example.com', subject: 'Hello', text: 'Hello.' });
  expect([response.statusCode, server.mails[0]?.personalizations]).toEqual([202, [{ to: [{ email: 'zoe@example.com', name: 'Zoë' }] }]]);
});
