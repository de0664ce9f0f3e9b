// A local server that is faithful to the wire format of S3 and strict about what it is sent: every signature is looked
// at, parts have the size that the vendor wants. Buckets named `fail-<how>` answer every request with that failure.
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalOf } from './signature.js';

export const BUCKET = 'kept';
const PART_BYTES_MIN = 5 * 1_024 * 1_024;

class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, readonly words: string, readonly headers: Record<string, string> = {}) { super(code); }
}

interface Kept { readonly bytes: Buffer; readonly type: string; readonly etag: string; readonly modified: string }
interface Parts { readonly key: string; readonly type: string; readonly parts: Map<number, Buffer> }

const FAILURES: Readonly<Record<string, (secret: string) => Refusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (secret) => new Refusal(403, 'SignatureDoesNotMatch', `The request signature we calculated does not match the signature you provided (${secret}).`),
  quota: () => new Refusal(507, 'XMinioStorageFull', 'Storage backend has reached its minimum free drive threshold.'),
  'rate-limit': () => new Refusal(503, 'SlowDown', 'Please reduce your request rate.', { 'retry-after': '2' }),
  'bad-request': () => new Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist'),
  'vendor-fault': () => new Refusal(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  region: () => new Refusal(301, 'PermanentRedirect', 'The bucket you are attempting to access must be addressed using the specified endpoint.'),
};

const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();
const xml = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (request.method === 'PUT' && Number(request.headers['content-length']) !== body.length) throw new Refusal(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  return body;
}

class Store {
  readonly objects = new Map<string, Kept>();
  readonly uploads = new Map<string, Parts>();

  keep(key: string, bytes: Buffer, type: string, etag = md5(bytes).toString('hex')): string {
    this.objects.set(key, { bytes, type, etag, modified: new Date().toUTCString() });
    return etag;
  }

  begin(key: string, type: string): string {
    const id = randomUUID();
    this.uploads.set(id, { key, type, parts: new Map() });
    return id;
  }

  partsOf(id: string, key: string): Parts {
    const upload = this.uploads.get(id);
    if (upload?.key !== key) throw new Refusal(404, 'NoSuchUpload', 'The specified multipart upload does not exist.');
    return upload;
  }

  finish(id: string, key: string, wanted: string): string {
    const { parts, type } = this.partsOf(id, key);
    const listed = [...wanted.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part]) => ({ number: Number(/<PartNumber>(\d+)</.exec(part!)?.[1]), etag: /<ETag>(?:"|&quot;)?([0-9a-f]+)/.exec(part!)?.[1] }));
    const bytes = listed.map(({ number, etag }, index) => {
      const part = parts.get(number);
      if (!part || md5(part).toString('hex') !== etag) throw new Refusal(400, 'InvalidPart', 'One or more of the specified parts could not be found.');
      if (index > 0 && number <= listed[index - 1]!.number) throw new Refusal(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
      if (index + 1 < listed.length && part.length < PART_BYTES_MIN) throw new Refusal(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed object size.');
      return part;
    });
    if (bytes.length === 0) throw new Refusal(400, 'MalformedXML', 'The XML you provided was not well-formed.');
    this.uploads.delete(id);
    return this.keep(key, Buffer.concat(bytes), type, `${createHash('md5').update(Buffer.concat(bytes.map(md5))).digest('hex')}-${bytes.length}`);
  }
}

function give(request: IncomingMessage, response: ServerResponse, kept: Kept | undefined): void {
  if (!kept) throw new Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
  const { bytes, type, etag, modified } = kept;
  const headers = { 'content-type': type, etag: `"${etag}"`, 'last-modified': modified, 'accept-ranges': 'bytes' };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) { response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(request.method === 'HEAD' ? undefined : bytes); return; }
  if (Number(from) >= bytes.length) throw new Refusal(416, 'InvalidRange', 'The requested range is not satisfiable');
  const end = to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${end}/${bytes.length}`, 'content-length': end - Number(from) + 1 }).end(bytes.subarray(Number(from), end + 1));
}

async function answer(request: IncomingMessage, response: ServerResponse, store: Store, secret: string): Promise<void> {
  const { pathname, searchParams } = new URL(request.url!, 'http://s3.test');
  const [, bucket, key = ''] = /^\/([^/]+)\/(.+)$/.exec(decodeURIComponent(pathname)) ?? [];
  const failure = /^fail-(.+)$/.exec(bucket ?? '')?.[1];
  if (failure === 'timeout') return;
  const body = await bodyOf(request);
  if (failure === 'garbage') { response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>'); return; }
  if (failure === 'cut') { response.writeHead(200, { 'content-length': 1_000, 'content-type': 'audio/wav', etag: '"x"' }).write(Buffer.alloc(400)); setImmediate(() => { response.destroy(); }); return; }
  if (failure !== undefined && failure in FAILURES) throw FAILURES[failure]!(secret);
  const refused = refusalOf(request, body, secret);
  if (refused !== undefined) throw new Refusal(403, refused, 'The request is not signed as it should be.');
  if (bucket !== BUCKET) throw new Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const [uploadId, type] = [searchParams.get('uploadId'), request.headers['content-type'] ?? 'binary/octet-stream'];
  const told = (status: number, headers: Record<string, string>, text?: string): void => { response.writeHead(status, headers).end(text); };
  switch (`${request.method!}${searchParams.has('uploads') ? ' uploads' : uploadId === null ? '' : ' upload'}`) {
    case 'PUT': told(200, { etag: `"${store.keep(key, body, type)}"` }); return;
    case 'GET': case 'HEAD': give(request, response, store.objects.get(key)); return;
    case 'DELETE': store.objects.delete(key); told(204, {}); return;
    case 'POST uploads': told(200, { 'content-type': 'application/xml' }, xml(`<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>${store.begin(key, type)}</UploadId></InitiateMultipartUploadResult>`)); return;
    case 'PUT upload': store.partsOf(uploadId!, key).parts.set(Number(searchParams.get('partNumber')), body); told(200, { etag: `"${md5(body).toString('hex')}"` }); return;
    case 'POST upload': told(200, { 'content-type': 'application/xml' }, xml(`<CompleteMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><ETag>&quot;${store.finish(uploadId!, key, body.toString())}&quot;</ETag></CompleteMultipartUploadResult>`)); return;
    case 'DELETE upload': store.partsOf(uploadId!, key); store.uploads.delete(uploadId!); told(204, {}); return;
    default: throw new Refusal(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
  }
}

export interface S3Server {
  readonly url: string;
  /** `METHOD` of each request so far, and its query. */
  readonly requests: string[];
  /** Uploads in parts that were begun and neither finished nor given up. */
  readonly unfinished: () => number;
  /** Keys of what is kept. */
  readonly keys: () => string[];
  close(): Promise<void>;
}

export async function startS3Server(secret: string): Promise<S3Server> {
  const store = new Store();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method!} ${request.url!.split('?')[1] ?? ''}`);
    answer(request, response, store, secret).catch((error: unknown) => {
      const { status, code, words, headers } = error instanceof Refusal ? error : new Refusal(500, 'InternalError', String(error));
      response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(request.method === 'HEAD' ? undefined : xml(`<Error><Code>${code}</Code><Message>${words}</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>`));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, unfinished: () => store.uploads.size, keys: () => [...store.objects.keys()],
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}
