import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPluginCatalog, type PluginCatalog } from '@parley/plugin-host';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startMailServer } from '../../../plugins/mail/test/mail-server.js';
import { startKit } from '../../test/kit.js';
import { LIMITS } from '../limits.js';
import { layOut } from './lay-out.js';
import { mailLanguage, type MailTemplate, type MailTemplates } from './letters.js';
import { Mailer } from './mailer.js';
import { isMailServer, mailServerOf } from './route.js';
import { consoleLink, sendMail } from './send-mail.js';

let catalog: PluginCatalog;
let lines: string[] = [];
const closing: (() => Promise<unknown>)[] = [];
const logger = {
  debug: () => undefined,
  info: (message: string, fields: object = {}) => { lines.push(`${message} ${JSON.stringify(fields)}`); },
  warn: (message: string, fields: object = {}) => { lines.push(`${message} ${JSON.stringify(fields)}`); },
};
beforeAll(async () => { catalog = await createPluginCatalog({ roots: [process.cwd()], mode: 'development', hostVersion: '0.1.0', logger }); });
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  lines = [];
});
afterAll(() => catalog.close());

const MESSAGE = { from: 'parley@example.com', to: 'ada@example.com', subject: 'Hello', text: 'A secret link\n', messageId: '<1@example.com>' };

/** A mailer on the simulated provider, with these faults. */
function mailerWith(faults: readonly object[] = [], more: object = {}): Mailer {
  const mailer = new Mailer({ catalog, logger, retryMs: 1, closeMs: 50, steps: [{ connectionId: 'simulated', pluginId: 'simulated', settings: { delayMs: 0, faults, ...more }, secrets: {} }] });
  closing.push(() => mailer.close());
  return mailer;
}

const until = async (condition: () => boolean) => { while (!condition()) await new Promise((resolve) => { setImmediate(resolve); }); };

test('what fails for a while is tried again; what is refused as it is, is not', async () => {
  const mailer = mailerWith([{ kind: 'refuse', times: 2 }]);
  expect(mailer.take(MESSAGE, 'invitation')).toBe(true);
  await until(() => mailer.waiting === 0);
  expect(lines.map((line) => line.split(/[.;]/)[0])).toEqual(['A mail could not be sent', 'A mail could not be sent', 'A mail was sent']);
  lines = [];
  mailer.take({ ...MESSAGE, to: 'nobody' }, 'invitation');
  await mailer.idle();
  expect(mailer.waiting).toBe(0);
  expect(lines).toEqual([expect.stringContaining('given up') as string]);
  expect(lines.join()).not.toMatch(/secret|ada@/);
});

test('a mail is given up after some tries, and nothing waits for ever', async () => {
  const mailer = mailerWith([{ kind: 'refuse', always: true }]);
  mailer.take(MESSAGE, 'invitation');
  await until(() => mailer.waiting === 0);
  expect(lines).toHaveLength(LIMITS.mailTriesMax);
  expect(lines.at(-1)).toContain('given up');
});

test('only so many wait; the process ends without waiting for later tries', async () => {
  const mailer = mailerWith([{ kind: 'stall', always: true }]);
  const taken = Array.from({ length: LIMITS.mailsWaitingMax + 1 }, () => mailer.take(MESSAGE, 'invitation'));
  expect(taken.indexOf(false)).toBe(LIMITS.mailsWaitingMax);
  const calm = mailerWith([{ kind: 'refuse', always: true }]);
  calm.take(MESSAGE, 'invitation');
  await calm.idle();
  await calm.close();
  expect(calm.take(MESSAGE, 'invitation')).toBe(false);
  expect(lines).toContainEqual(expect.stringContaining('Mails were lost'));
});

const ALL: MailTemplates = {
  'email-verification': { name: 'Ada', url: 'https://p.example/verify#token=t' }, 'password-reset': { name: '', url: 'https://p.example/reset#token=t' }, 'password-changed': { name: 'Ada', url: 'https://p.example/forgot' },
  invitation: { organizationName: 'Müller & Söhne', inviterName: 'Bob', roleName: 'Admin', url: 'https://p.example/invitation#token=t', expiresAt: new Date('2026-11-28T12:00:00Z') },
  'organization-deletion': { organizationName: 'Müller & Söhne', deletionAt: new Date('2026-12-21T12:00:00Z'), url: 'https://p.example/settings' },
};

test('every mail has words in both languages, with its link in text and HTML and nothing that is loaded', () => {
  for (const template of Object.keys(ALL) as MailTemplate[]) {
    const [english, german] = [layOut(template, ALL[template], 'en'), layOut(template, ALL[template], 'de')];
    expect(english.subject).not.toBe(german.subject);
    for (const mail of [english, german]) {
      expect(mail.text).toContain(`\n${ALL[template].url}\n`);
      expect(mail.html).toContain(`href="${ALL[template].url}"`);
      expect(mail.html).not.toMatch(/<img|<script|<link|src=|url\(|undefined/);
      expect(mail.text).not.toContain('undefined');
      expect(mail.subject).not.toMatch(/[\r\n]/);
    }
  }
  expect(layOut('invitation', ALL.invitation, 'de').text).toContain('28. November 2026');
});

test('names add no header, no markup and no link', () => {
  const { subject, text, html } = layOut('invitation', { ...ALL.invitation, organizationName: 'Win <b>money</b>\r\nBcc: eve@evil.example', inviterName: `see https://evil.example/x or www.evil.example \u202e ${'x'.repeat(500)}` }, 'en');
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toContain('<b>');
  expect(`${subject}${text}${html}`).not.toMatch(/evil\.example|https:\/\/evil|eve@|\u202e|x{200}/);
  expect(text).toContain('Win <b>money');
});

test('the language is the first wanted one that there are words for', () => {
  expect(mailLanguage(undefined, 'fr-CH, de-AT;q=0.9, en;q=0.8')).toBe('de');
  expect(mailLanguage('en-GB')).toBe('en');
  expect(mailLanguage('fr', null)).toBe('en');
});

test('the address of a mail server says everything about it', () => {
  expect(mailServerOf('smtp://us%40er:p%3Ass@mail.example.com')).toEqual({ host: 'mail.example.com', port: 587, security: 'starttls', user: 'us@er', password: 'p:ss' });
  expect(mailServerOf('smtps://mail.example.com')).toMatchObject({ port: 465, security: 'tls' });
  expect(mailServerOf('smtp://[::1]:1025?security=none')).toMatchObject({ host: '::1', port: 1025, security: 'none' });
  for (const wrong of ['http://mail.example.com', 'smtp://', 'mail.example.com', 'smtp://a?security=some', 'smtp://%E0%A4%A@host']) expect(isMailServer(wrong), wrong).toBe(false);
});

test('a process sends over the mail server it was given, and into files without one', async () => {
  const server = await startMailServer();
  const filed = await startKit({ PARLEY_PUBLIC_URL: 'https://parley.example.com' });
  closing.push(() => server.close(), () => filed.close());
  const served = await filed.another({ PARLEY_MAIL_URL: `smtp://127.0.0.1:${server.port}?security=none`, PARLEY_MAIL_FROM: 'Parley <hello@parley.example.com>' });
  for (const { app } of [served, filed.api]) {
    expect(sendMail(app, { to: 'ada@example.com', template: 'email-verification', values: { name: 'Ada', url: consoleLink(app, 'verify-email', 'to/ken') }, language: 'de' })).toBe(true);
    await app.mailer.idle();
  }
  expect(server.mails).toMatchObject([{ sender: 'hello@parley.example.com', recipients: ['ada@example.com'] }]);
  const [file] = readdirSync(join(filed.dataDir, 'mail'));
  const raw = readFileSync(join(filed.dataDir, 'mail', file!), 'utf8');
  expect(raw).toMatch(/^From: Parley <no-reply@parley\.example\.com>\r$/m);
  expect(raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')).toContain('https://parley.example.com/verify-email#token=to%2Fken');
});
