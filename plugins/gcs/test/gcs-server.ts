// A local server that is faithful to the wire format of Google Cloud Storage and of where its service accounts sign in,
// and strict about what it is sent. Buckets named `fail-<how>` answer every request with that failure.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultOfAssertion, isSigned } from './signature.js';

export const BUCKET = 'kept';

class Refusal extends Error {
  constructor(readonly status: number, readonly body: string, readonly headers: Record<string, string> = {}) { super(body); }
}
const refused = (status: number, reason: string, message: string, headers: Record<string, string> = {}) => new Refusal(status, JSON.stringify({ error: { code: status, message, errors: [{ message, domain: 'global', reason }] } }), headers);

interface Kept { readonly bytes: Buffer; readonly type: string; readonly generation: string; readonly updated: Date }

const FAILURES: Readonly<Record<string, (token: string) => Refusal>> = {
  // The vendor tells no token; a proxy of one's own may.
  auth: (token) => refused(403, 'forbidden', `parley does not have storage.objects.get access with ${token}.`),
  quota: () => refused(403, 'quotaExceeded', 'The project has exceeded its quota.'),
  'rate-limit': () => refused(429, 'rateLimitExceeded', 'The rate of change requests to the object exceeds the rate limit.', { 'retry-after': '2' }),
  'bad-request': () => refused(400, 'invalid', 'Invalid argument.'),
  'vendor-fault': () => refused(503, 'backendError', 'Backend Error'),
  gateway: () => new Refusal(502, '<html><body>Bad gateway</body></html>'),
};

class Store {
  readonly objects = new Map<string, Kept>();
  #generation = Date.now() * 1_000;

  keep(name: string, bytes: Buffer, type: string): Kept {
    const kept = { bytes, type, generation: String(this.#generation += 1), updated: new Date() };
    this.objects.set(name, kept);
    return kept;
  }
}

/** Of a request that came to its end; another throws. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (!request.complete) throw new Error('The request broke off.');
  return Buffer.concat(chunks);
}

const description = (name: string, { bytes, type, generation, updated }: Kept): string => JSON.stringify({
  kind: 'storage#object', name, bucket: BUCKET, size: String(bytes.length), contentType: type, generation, metageneration: '1', updated: updated.toISOString(), md5Hash: createHash('md5').update(bytes).digest('base64'), etag: 'CLK=',
});

function give(request: IncomingMessage, response: ServerResponse, kept: Kept): void {
  const { bytes, type, generation, updated } = kept;
  const headers = { 'content-type': type, 'x-goog-generation': generation, 'x-goog-hash': `md5=${createHash('md5').update(bytes).digest('base64')}`, 'last-modified': updated.toUTCString(), 'accept-ranges': 'bytes' };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) { response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes); return; }
  if (Number(from) >= bytes.length) throw new Refusal(416, 'The requested range cannot be satisfied.');
  const end = to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${end}/${bytes.length}`, 'content-length': end - Number(from) + 1 }).end(bytes.subarray(Number(from), end + 1));
}

/** RFC 2387, as the vendor's client sends it: a description, then the bytes. */
function partsOf(body: Buffer, type: string): { readonly type: string; readonly bytes: Buffer } {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? '';
  const bytesFrom = body.indexOf('\r\n\r\n', body.indexOf(`--${boundary}`, 2)) + 4;
  const head = body.subarray(body.indexOf(`--${boundary}`, 2), bytesFrom).toString();
  return { type: /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream', bytes: body.subarray(bytesFrom, body.lastIndexOf(`\r\n--${boundary}--`)) };
}

async function signIn(request: IncomingMessage, response: ServerResponse, tokenUrl: string, token: string): Promise<void> {
  const form = new URLSearchParams((await bodyOf(request)).toString());
  const fault = form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer' ? faultOfAssertion(form.get('assertion') ?? '', tokenUrl) : 'Unsupported grant type';
  if (fault !== undefined) throw new Refusal(400, JSON.stringify({ error: 'invalid_grant', error_description: fault }));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: token, expires_in: 3_599, token_type: 'Bearer' }));
}

async function answer(request: IncomingMessage, response: ServerResponse, store: Store, { url, token }: { readonly url: string; readonly token: string }): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, url);
  if (pathname === '/token') { await signIn(request, response, `${url}/token`, token); return; }
  const [, isUpload, bucket, rawName] = /^(\/upload)?\/storage\/v1\/b\/([^/]+)\/o(?:\/([^/]+))?$/.exec(pathname) ?? [];
  if (bucket === undefined) {
    const kept = store.objects.get(pathname.replace(`/${BUCKET}/`, ''));
    if (!isSigned(request)) throw new Refusal(403, '<?xml version=\'1.0\'?><Error><Code>SignatureDoesNotMatch</Code></Error>');
    if (!kept) throw new Refusal(404, '<?xml version=\'1.0\'?><Error><Code>NoSuchKey</Code></Error>');
    give(request, response, kept);
    return;
  }
  const failure = /^fail-(.+)$/.exec(bucket)?.[1];
  if (failure === 'timeout') return;
  if (failure === 'cut') { response.writeHead(200, { 'content-length': 1_000, 'content-type': 'audio/wav', 'x-goog-generation': '1' }).write(Buffer.alloc(400)); setImmediate(() => { response.destroy(); }); return; }
  const body = await bodyOf(request);
  if (request.headers.authorization !== `Bearer ${token}`) throw refused(401, 'authError', 'Invalid Credentials');
  if (failure !== undefined) throw FAILURES[failure]!(token);
  if (bucket !== BUCKET) throw refused(404, 'notFound', 'The specified bucket does not exist.');
  const name = rawName === undefined ? searchParams.get('name')! : decodeURIComponent(rawName);
  const json = (text: string): void => { response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' }).end(text); };
  if (isUpload) {
    const type = request.headers['content-type'] ?? 'application/octet-stream';
    const whole = searchParams.get('uploadType') === 'multipart' ? partsOf(body, type) : { bytes: body, type };
    json(description(name, store.keep(name, whole.bytes, whole.type)));
    return;
  }
  const kept = store.objects.get(name);
  if (!kept) throw searchParams.get('alt') === 'media' ? new Refusal(404, `No such object: ${bucket}/${name}`) : refused(404, 'notFound', `No such object: ${bucket}/${name}`);
  if (request.method === 'DELETE') { store.objects.delete(name); response.writeHead(204).end(); } else if (searchParams.get('alt') === 'media') give(request, response, kept); else json(description(name, kept));
}

export interface GcsServer {
  readonly url: string;
  /** `METHOD /path` of each request so far. */
  readonly requests: string[];
  readonly keys: () => string[];
  close(): Promise<void>;
}

export async function startGcsServer(token: string): Promise<GcsServer> {
  const store = new Store();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method!} ${request.url!.split('?')[0]!}`);
    answer(request, response, store, { url, token }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) { response.destroy(); return; }
      response.writeHead(error.status, { 'content-type': error.body.startsWith('{') ? 'application/json' : 'text/html', ...error.headers }).end(error.body);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url, requests, keys: () => [...store.objects.keys()],
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}
