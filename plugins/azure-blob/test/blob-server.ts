// A local server that is faithful to the wire format of Azure Blob Storage and strict about what it is sent: every
// signature is looked at. Containers named `fail-<how>` answer every request with that failure.
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCOUNT, isAllowed } from './signature.js';

export const CONTAINER = 'kept';

class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, readonly words: string, readonly headers: Record<string, string> = {}) { super(code); }
}

interface Blob { readonly bytes: Buffer; readonly type: string; readonly etag: string; readonly modified: string }

const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (key) => new Refusal(403, 'AuthenticationFailed', `Server failed to authenticate the request with ${key}. Make sure the value of Authorization header is formed correctly including the signature.\nRequestId:4442587F`),
  quota: () => new Refusal(403, 'AccountIsDisabled', 'The specified account is disabled.'),
  'rate-limit': () => new Refusal(503, 'ServerBusy', 'The server is busy.', { 'retry-after': '2' }),
  'bad-request': () => new Refusal(404, 'ContainerNotFound', 'The specified container does not exist.'),
  'vendor-fault': () => new Refusal(500, 'InternalError', 'The server encountered an internal error. Please retry the request.'),
  'timed-out': () => new Refusal(500, 'OperationTimedOut', 'The operation could not be completed within the permitted time.'),
};

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (request.method === 'PUT' && Number(request.headers['content-length']) !== body.length) throw new Refusal(411, 'MissingContentLengthHeader', 'Content-Length HTTP header was not specified.');
  return body;
}

class Store {
  readonly blobs = new Map<string, Blob>();
  /** Blocks that no list has named yet, by blob and id. */
  readonly blocks = new Map<string, Map<string, Buffer>>();

  stage(key: string, id: string, bytes: Buffer): void {
    if (Buffer.from(id, 'base64').length > 64) throw new Refusal(400, 'InvalidQueryParameterValue', 'The block id is too long.');
    const staged = this.blocks.get(key) ?? new Map<string, Buffer>();
    this.blocks.set(key, staged.set(id, bytes));
  }

  keep(key: string, bytes: Buffer, type: string): Blob {
    const blob = { bytes, type, etag: `"0x${createHash('md5').update(randomUUID()).digest('hex').slice(0, 15).toUpperCase()}"`, modified: new Date().toUTCString() };
    this.blocks.delete(key);
    this.blobs.set(key, blob);
    return blob;
  }

  commit(key: string, list: string, type: string): Blob {
    const bytes = [...list.matchAll(/<Latest>([^<]+)<\/Latest>/g)].map(([, id]) => {
      const block = this.blocks.get(key)?.get(id!);
      if (!block) throw new Refusal(400, 'InvalidBlockList', 'The specified block list is invalid.');
      return block;
    });
    if (!list.includes('<BlockList')) throw new Refusal(400, 'InvalidXmlDocument', 'XML specified is not syntactically valid.');
    return this.keep(key, Buffer.concat(bytes), type);
  }
}

function give(request: IncomingMessage, response: ServerResponse, blob: Blob | undefined): void {
  if (!blob) throw new Refusal(404, 'BlobNotFound', 'The specified blob does not exist.');
  const { bytes, type, etag, modified } = blob;
  const headers = { 'content-type': type, etag, 'last-modified': modified, 'x-ms-blob-type': 'BlockBlob', 'accept-ranges': 'bytes' };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(String(request.headers['x-ms-range'] ?? request.headers.range ?? '')) ?? [];
  if (from === undefined) { response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(request.method === 'HEAD' ? undefined : bytes); return; }
  if (Number(from) >= bytes.length) throw new Refusal(416, 'InvalidRange', 'The range specified is invalid for the current size of the resource.');
  const end = to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${end}/${bytes.length}`, 'content-length': end - Number(from) + 1 }).end(bytes.subarray(Number(from), end + 1));
}

async function answer(request: IncomingMessage, response: ServerResponse, store: Store, accountKey: string): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, 'http://azure.test');
  const [, account, container, key = ''] = /^\/([^/]+)\/([^/]+)\/(.+)$/.exec(decodeURIComponent(pathname)) ?? [];
  const failure = /^fail-(.+)$/.exec(container ?? '')?.[1];
  if (failure === 'timeout') return;
  const body = await bodyOf(request);
  if (failure === 'garbage') { response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>'); return; }
  if (failure === 'cut') { response.writeHead(200, { 'content-length': 1_000, 'content-type': 'audio/wav', etag: '"x"', 'last-modified': new Date().toUTCString() }).write(Buffer.alloc(400)); setImmediate(() => { response.destroy(); }); return; }
  if (failure !== undefined && failure in FAILURES) throw FAILURES[failure]!(accountKey);
  if (!isAllowed(request, accountKey)) throw new Refusal(403, 'AuthenticationFailed', 'Server failed to authenticate the request.');
  if (account !== ACCOUNT || container !== CONTAINER) throw new Refusal(404, 'ContainerNotFound', 'The specified container does not exist.');
  const type = String(request.headers['x-ms-blob-content-type'] ?? 'application/octet-stream');
  const kept = ({ etag, modified }: Blob): void => { response.writeHead(201, { etag, 'last-modified': modified }).end(); };
  switch (`${request.method!} ${searchParams.get('comp') ?? ''}`) {
    case 'PUT ':
      if (request.headers['x-ms-blob-type'] !== 'BlockBlob') throw new Refusal(400, 'MissingRequiredHeader', 'An HTTP header that\'s mandatory for this request is not specified.');
      kept(store.keep(key, body, type));
      return;
    case 'PUT block': store.stage(key, searchParams.get('blockid')!, body); response.writeHead(201).end(); return;
    case 'PUT blocklist': kept(store.commit(key, body.toString(), type)); return;
    case 'GET ': case 'HEAD ': give(request, response, store.blobs.get(key)); return;
    case 'DELETE ': if (!store.blobs.delete(key)) throw new Refusal(404, 'BlobNotFound', 'The specified blob does not exist.'); response.writeHead(202).end(); return;
    default: throw new Refusal(405, 'UnsupportedHttpVerb', 'The resource doesn\'t support specified Http Verb.');
  }
}

export interface BlobServer {
  /** Where the account is. */
  readonly url: string;
  /** `METHOD comp` of each request so far. */
  readonly requests: string[];
  readonly keys: () => string[];
  close(): Promise<void>;
}

export async function startBlobServer(accountKey: string): Promise<BlobServer> {
  const store = new Store();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method!} ${new URL(request.url!, 'http://azure.test').searchParams.get('comp') ?? ''}`.trim());
    answer(request, response, store, accountKey).catch((error: unknown) => {
      const { status, code, words, headers } = error instanceof Refusal ? error : new Refusal(500, 'InternalError', String(error));
      const text = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${words}</Message></Error>`;
      response.writeHead(status, { 'content-type': 'application/xml', 'x-ms-error-code': code, ...headers }).end(request.method === 'HEAD' ? undefined : text);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${ACCOUNT}`, requests, keys: () => [...store.blobs.keys()],
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}
