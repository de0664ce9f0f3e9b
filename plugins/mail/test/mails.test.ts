import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type MailMessage, type MailProvider } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { recordingWatch } from '@parley/plugin-sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { manifestKinds } from '../src/manifest.js';
import { startMailServer } from './mail-server.js';

let folder: string;
let watch: ReturnType<typeof recordingWatch>;
const closing: (() => Promise<void>)[] = [];
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'parley-mail-')); watch = recordingWatch(); });
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

const MESSAGE: MailMessage = {
  from: 'Parley <parley@example.com>', to: '"Zoë, of Köln" <zoe@example.com>', subject: 'Grüße — your link', text: 'Follow this:\nhttps://parley.example.com/reset?token=very-secret\n',
  html: '<p>Follow <a href="https://parley.example.com/reset?token=very-secret">this</a>.</p>', messageId: '<1@parley.example.com>',
};

async function open(settings: object, password = ''): Promise<MailProvider> {
  const provider = await plugin.mail!({ settings: { ...settings }, secrets: { password }, clock: systemClock, logger: watch.logger });
  closing.push(() => provider.close());
  return provider;
}

const send = (provider: MailProvider, changes: Partial<MailMessage> = {}) => provider.send({ message: { ...MESSAGE, ...changes }, signal: new AbortController().signal });

/** Quoted-printable, as far as these mails use it. */
const decoded = (raw: string) => Buffer.from(raw.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8');

function expectWhole(raw: string): void {
  expect(raw).toMatch(/^From: Parley <parley@example\.com>\r$/m);
  expect(raw).toMatch(/^To: .*<zoe@example\.com>\r$/m);
  expect(raw).toMatch(/^Subject: =\?UTF-8\?/m);
  expect(raw).toMatch(/^Message-ID: <1@parley\.example\.com>\r$/m);
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(raw).toContain('Content-Type: text/plain; charset=utf-8');
  expect(raw).toContain('Content-Type: text/html; charset=utf-8');
  expect(decoded(raw)).toContain('https://parley.example.com/reset?token=very-secret');
}

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { keywords: string[]; parley: { kinds: unknown } };
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});

test('a mail goes over SMTP as it was written, with user and password', async () => {
  const server = await startMailServer({
    authOptional: false,
    onAuth: ({ username, password }, _session, done) => { if (username === 'parley' && password === 'right') done(null, { user: username }); else done(new Error('no')); },
  });
  closing.push(() => server.close());
  const provider = await open({ transport: 'smtp', host: '127.0.0.1', port: server.port, security: 'none', user: 'parley' }, 'right');
  expect(provider.abilities.isDelivering).toBe(true);
  await send(provider);
  expect(server.mails).toMatchObject([{ sender: 'parley@example.com', recipients: ['zoe@example.com'], user: 'parley' }]);
  expectWhole(server.mails[0]!.raw);
  expect(watch.logged()).not.toContain('very-secret');
});

test('one recipient is one, whatever stands in it', async () => {
  const server = await startMailServer();
  closing.push(() => server.close());
  const provider = await open({ transport: 'smtp', host: '127.0.0.1', port: server.port, security: 'none' });
  for (const to of ['a@example.com, eve@example.com', '<a@example.com>, <eve@example.com>', 'group: a@example.com;', 'a@example.com\0']) {
    await send(provider, { to }).catch((error: unknown) => { expect(error).toMatchObject({ causeCode: 'bad-request' }); });
  }
  await send(provider, { to: 'eve@example.com <zoe@example.com>' });
  expect(server.mails.flatMap(({ recipients }) => recipients).filter((address) => address !== 'zoe@example.com' && address !== 'eve@example.com')).toEqual([]);
  expect(server.mails.every(({ recipients }) => recipients.length === 1)).toBe(true);
  expect(server.mails.at(-1)!.recipients).toEqual(['zoe@example.com']);
});

test('where encryption is demanded, a server without it or with a certificate of its own making gets no mail', async () => {
  const plain = await startMailServer();
  const selfSigned = await startMailServer({ disabledCommands: [] });
  closing.push(() => plain.close(), () => selfSigned.close());
  for (const { port, mails } of [plain, selfSigned]) {
    const provider = await open({ transport: 'smtp', host: '127.0.0.1', port, user: 'parley' }, 'right');
    await expect(send(provider)).rejects.toMatchObject({ causeCode: 'unreachable' });
    expect(mails).toEqual([]);
  }
});

test('without a server each mail is a file that its owner alone can read; the log has its name and nothing in it', async () => {
  const target = join(folder, 'mail');
  const provider = await open({ transport: 'file', folder: target });
  expect(provider.abilities.isDelivering).toBe(false);
  const { id } = await send(provider);
  const file = join(target, id);
  expectWhole(readFileSync(file, 'utf8'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(target).mode & 0o777).toBe(0o700);
  expect(watch.logged()).toContain(file);
  for (const secret of ['very-secret', 'zoe@example.com']) expect(watch.logged()).not.toContain(secret);
});

test('only so many files are kept, the newest', async () => {
  const provider = await open({ transport: 'file', folder, filesMax: 3 });
  const sent = await Promise.all(Array.from({ length: 7 }, (_, index) => send(provider, { messageId: `<${index}@example.com>` })));
  expect(readdirSync(folder).sort()).toEqual(sent.map(({ id }) => id).sort().slice(-3));
});

test('a folder that cannot be made is a failure that says so', async () => {
  const provider = await open({ transport: 'file', folder: join(import.meta.filename, 'below-a-file') });
  await expect(send(provider)).rejects.toMatchObject({ causeCode: 'vendor-fault' });
});
