import { readFileSync } from 'node:fs';
import { systemClock, type MailMessage, type ProviderErrorCause } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { contracts, realTime, recordingWatch, runContract, WATCHED_SECRET, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCESS_KEY_ID } from '../../s3/test/signature.js';
import plugin from '../src/index.js';
import { mailboxHeader } from '../src/mailbox.js';
import { manifestKinds } from '../src/manifest.js';
import { startSesServer, type SesServer } from './ses-server.js';

let server: SesServer;
beforeAll(async () => { server = await startSesServer(WATCHED_SECRET); });
afterAll(async () => { await server.close(); });

const open = (endpoint: string, { logger, secret }: ContractWatch, settings: object = {}) => plugin.mail!({ settings: { endpoint, accessKeyId: ACCESS_KEY_ID, ...settings }, secrets: { secretAccessKey: secret }, clock: systemClock, logger });

const SES = {
  time: realTime(systemClock, 500), open: (watch: ContractWatch) => open(server.url, watch),
  failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => open(cause === 'unreachable' ? 'http://127.0.0.1:1' : `${server.url}/fail/${cause}`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
};

runContract('mail', SES, test);

test('it is held to every rule', () => {
  const names: string[] = [];
  runContract('mail', SES, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts.mail.length);
});

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { keywords: string[]; parley: { kinds: unknown } };
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});

const MESSAGE: MailMessage = { from: 'Parley <parley@example.com>', to: '"Zoë, of Köln" <zoe@example.com>', subject: 'Grüße', text: 'Hello.\n', html: '<p>Hello</p>', messageId: '<1@parley.example.com>' };
const send = async (endpoint: string, settings: object = {}) => {
  const provider = await open(endpoint, recordingWatch(), settings);
  try { return await provider.send({ message: MESSAGE, signal: new AbortController().signal }); } finally { await provider.close(); }
};

test('a mail goes out as it was written, to one recipient, with a name that no header misreads', async () => {
  server.mails.length = 0;
  expect((await send(server.url, { configurationSet: 'parley' })).id).toMatch(/^0100/);
  expect(server.mails).toEqual([{
    FromEmailAddress: 'Parley <parley@example.com>', Destination: { ToAddresses: [`=?UTF-8?B?${Buffer.from('Zoë, of Köln').toString('base64')}?= <zoe@example.com>`] }, ConfigurationSetName: 'parley',
    Content: { Simple: { Subject: { Data: 'Grüße', Charset: 'UTF-8' }, Body: { Text: { Data: 'Hello.\n', Charset: 'UTF-8' }, Html: { Data: '<p>Hello</p>', Charset: 'UTF-8' } }, Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }] } },
  }]);
});

test('a long name is several encoded words, none cut inside a character', () => {
  const name = 'Zoë 🎧 '.repeat(20).trim();
  const words = mailboxHeader(`${name} <zoe@example.com>`).replace(' <zoe@example.com>', '').split(' ');
  expect(words.length).toBeGreaterThan(4);
  expect(words.every((word) => word.length <= 75)).toBe(true);
  expect(words.map((word) => Buffer.from(/^=\?UTF-8\?B\?(.*)\?=$/.exec(word)![1]!, 'base64').toString()).join('')).toBe(name);
});

test('the vendor\'s words come along; the quota of a day is no passing limit, a sender that is not verified no wrong key', async () => {
  const failureOf = (how: string) => send(`${server.url}/fail/${how}`).then(() => undefined, (error: unknown) => error);
  expect(await failureOf('daily-quota')).toMatchObject({ causeCode: 'quota', httpStatus: 429, vendorMessage: 'Daily message quota exceeded.' });
  expect(await failureOf('rate-limit')).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 1_000 });
  expect(await failureOf('bad-request')).toMatchObject({ causeCode: 'bad-request', vendorCode: 'MessageRejected', vendorMessage: expect.stringContaining('not verified') as string });
  expect(await send(server.url, { accessKeyId: 'AKIDNOBODY' }).catch((error: unknown) => error)).toMatchObject({ causeCode: 'auth', vendorCode: 'InvalidAccessKeyId' });
});
