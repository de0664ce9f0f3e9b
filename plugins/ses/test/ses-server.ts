// A local server that is faithful to the wire format of the vendor and strict about what it is sent: every signature is
// looked at. With `/fail/<how>` as its base it answers every request with that failure.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalOf } from '../../s3/test/signature.js';

class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, readonly words: string, readonly headers: Record<string, string> = {}) { super(code); }
}

const FAILURES: Readonly<Record<string, (secret: string) => Refusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (secret) => new Refusal(403, 'InvalidSignatureException', `The request signature we calculated does not match the signature you provided with ${secret}.`),
  quota: () => new Refusal(400, 'AccountSuspendedException', 'Your account has been suspended.'),
  'daily-quota': () => new Refusal(429, 'TooManyRequestsException', 'Daily message quota exceeded.'),
  'rate-limit': () => new Refusal(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.', { 'retry-after': '1' }),
  'bad-request': () => new Refusal(400, 'MessageRejected', 'Email address is not verified. The following identities failed the check in region US-EAST-1: parley@example.com'),
  'vendor-fault': () => new Refusal(500, 'InternalFailure', 'The request processing has failed because of an unknown error, exception or failure.'),
};

interface Text { readonly Data: string; readonly Charset: string }
export interface SentMail {
  readonly FromEmailAddress: string;
  readonly Destination: { readonly ToAddresses: readonly string[] };
  readonly ConfigurationSetName?: string;
  readonly Content: { readonly Simple: { readonly Subject: Text; readonly Body: { readonly Text: Text; readonly Html?: Text }; readonly Headers: readonly { readonly Name: string; readonly Value: string }[] } };
}

/** Mailboxes are ASCII; a name with more than words is quoted or in encoded words. */
const MAILBOX = /^(?:(?:[\w .-]+|"[^"\\]*"|=\?UTF-8\?B\?[A-Za-z0-9+/=]{1,63}\?=(?: =\?UTF-8\?B\?[A-Za-z0-9+/=]{1,63}\?=)*) )?<?[^\s@<>,;:"()]+@[^\s@<>,;:"()]+\.[^\s@<>,;:"()]+>?$/;

function read(body: string): SentMail {
  const mail = JSON.parse(body) as SentMail;
  const { FromEmailAddress: from, Destination: { ToAddresses: to }, Content: { Simple: { Subject: subject, Body: { Text: text }, Headers: headers } } } = mail;
  if (![from, ...to].every((mailbox) => MAILBOX.test(mailbox))) throw new Refusal(400, 'BadRequestException', 'Missing final \'@domain\'');
  if (to.length === 0 || subject.Data === '' || text.Data === '' || headers.some(({ Name }) => /^(message-id|date|to|from|subject|return-path)$/i.test(Name))) throw new Refusal(400, 'BadRequestException', 'The request is not valid.');
  return mail;
}

async function answer(request: IncomingMessage, response: ServerResponse, mails: SentMail[], secret: string): Promise<void> {
  const [, failure, path] = /^(?:\/fail\/([\w-]+))?(\/.*)$/.exec(request.url ?? '') ?? [];
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (failure === 'timeout') return;
  const refused = refusalOf(request, body, secret, 'ses');
  if (refused !== undefined) throw new Refusal(403, refused, 'The request is not signed as it should be.');
  if (failure !== undefined) throw FAILURES[failure]!(secret);
  if (request.method !== 'POST' || path !== '/v2/email/outbound-emails') throw new Refusal(404, 'UnknownOperationException', 'There is no such operation.');
  mails.push(read(body.toString()));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ MessageId: `0100${randomUUID()}-000000` }));
}

export interface SesServer { readonly url: string; readonly mails: SentMail[]; close(): Promise<void> }

export async function startSesServer(secret: string): Promise<SesServer> {
  const mails: SentMail[] = [];
  const server = createServer((request, response) => {
    answer(request, response, mails, secret).catch((error: unknown) => {
      const { status, code, words, headers } = error instanceof Refusal ? error : new Refusal(500, 'InternalFailure', String(error));
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code, ...headers }).end(JSON.stringify({ message: words }));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, mails,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}
