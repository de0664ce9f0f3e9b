// A local server that is faithful to the wire format of the vendor, strict about what it is sent, and fails on demand:
// with `/fail/<how>` as its base it answers every request with that failure.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Fault { readonly message: string; readonly field: string | null; readonly help: string | null }
class Refusal extends Error {
  constructor(readonly status: number, readonly body: string, readonly headers: Record<string, string> = {}) { super(body); }
}
const fault = (message: string, field: string | null = null): Fault => ({ message, field, help: null });
const refused = (status: number, faults: readonly Fault[], headers: Record<string, string> = {}) => new Refusal(status, JSON.stringify({ errors: faults }), headers);

const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (key) => refused(401, [fault(`The provided authorization grant is invalid, expired, or revoked: ${key}`)]),
  quota: () => refused(401, [fault('Maximum credits exceeded')]),
  'rate-limit': () => refused(429, [fault('too many requests')], { 'x-ratelimit-limit': '500', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 30) }),
  'bad-request': () => refused(400, [fault('The content value must be a string at least one character in length.', 'content.0.value')]),
  sender: () => refused(403, [fault('The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.', 'from')]),
  'vendor-fault': () => new Refusal(503, '<html><body>Service unavailable</body></html>'),
};

export interface SentMail {
  readonly from: { readonly email: string; readonly name?: string };
  readonly personalizations: readonly { readonly to: readonly { readonly email: string; readonly name?: string }[] }[];
  readonly subject: string;
  readonly content: readonly { readonly type: string; readonly value: string }[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly tracking_settings?: object;
}

const FIELDS = ['from', 'personalizations', 'subject', 'content', 'headers', 'tracking_settings', 'attachments', 'categories', 'custom_args', 'reply_to', 'send_at', 'template_id', 'mail_settings', 'asm', 'batch_id', 'ip_pool_name', 'reply_to_list'];
const RESERVED = ['x-sg-id', 'x-sg-eid', 'received', 'dkim-signature', 'content-type', 'content-transfer-encoding', 'to', 'from', 'subject', 'reply-to', 'cc', 'bcc'];

/** What the vendor says of a mail that it does not take. */
function faultsOf(mail: SentMail): Fault[] {
  const faults: Fault[] = Object.keys(mail).filter((name) => !FIELDS.includes(name)).map((name) => fault(`Bad Request: unknown field ${name}`, name));
  const address = (one: { email?: unknown; name?: unknown } | undefined, field: string) => {
    if (typeof one?.email !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(one.email)) faults.push(fault('Does not contain a valid address.', `${field}.email`));
    if (one && 'name' in one && (typeof one.name !== 'string' || one.name === '')) faults.push(fault('The name must be a string.', `${field}.name`));
  };
  address(mail.from, 'from');
  if (!Array.isArray(mail.personalizations) || mail.personalizations.length === 0) faults.push(fault('The personalizations field is required and must have at least one personalization.', 'personalizations'));
  for (const { to } of mail.personalizations ?? []) { if (to.length === 0) faults.push(fault('The to array is required.', 'personalizations.0.to')); for (const one of to) address(one, 'personalizations.0.to.0'); }
  if (typeof mail.subject !== 'string' || mail.subject === '') faults.push(fault('The subject is required.', 'subject'));
  const order = (mail.content ?? []).map(({ type }) => type);
  if (order.length === 0 || (order.includes('text/plain') && order[0] !== 'text/plain')) faults.push(fault('If present, text/plain and text/html may only be provided once, and text/plain must be first.', 'content'));
  for (const name of Object.keys(mail.headers ?? {})) if (RESERVED.includes(name.toLowerCase())) faults.push(fault(`The header ${name} is reserved.`, `headers.${name}`));
  return faults;
}

async function answer(request: IncomingMessage, response: ServerResponse, mails: SentMail[]): Promise<void> {
  const [, failure, path] = /^(?:\/fail\/([\w-]+))?(\/.*)$/.exec(request.url ?? '') ?? [];
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (key === undefined) throw refused(401, [fault('Permission denied, wrong credentials')]);
  if (failure === 'timeout') return;
  if (failure !== undefined) throw FAILURES[failure]!(key);
  if (request.method !== 'POST' || path !== '/v3/mail/send') throw refused(404, [fault('Not Found')]);
  if (request.headers['content-type'] !== 'application/json') throw refused(415, [fault('Content-Type should be application/json.')]);
  const mail = JSON.parse(Buffer.concat(chunks).toString()) as SentMail;
  const faults = faultsOf(mail);
  if (faults.length > 0) throw refused(400, faults);
  mails.push(mail);
  response.writeHead(202, { 'x-message-id': randomBytes(11).toString('base64url') }).end();
}

export interface SendgridServer { readonly url: string; readonly mails: SentMail[]; close(): Promise<void> }

export async function startSendgridServer(): Promise<SendgridServer> {
  const mails: SentMail[] = [];
  const server = createServer((request, response) => {
    answer(request, response, mails).catch((error: unknown) => {
      const { status, body, headers } = error instanceof Refusal ? error : new Refusal(500, String(error));
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, mails,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}
