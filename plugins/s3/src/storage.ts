import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, S3Client, type HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createStorageProvider, type ByteRange, type PluginContext, type StorageProvider, type StorageReading, type StorageUpload, type StoredObject } from '@parley/plugin-sdk';
import { asProviderError, isMissing } from './errors.js';
import { objectBytesMax, SIGNED_URL_MS_MAX, storageSettings, type StorageSettings } from './settings.js';

/** Parts under way at once. */
const PARTS_AT_ONCE = 2;

/** Everything is told here, so that the client looks for nothing in the environment and in files; it tries nothing twice. */
function connect({ region, endpoint, hasBucketInPath, accessKeyId, timeoutMs }: StorageSettings, secretAccessKey: string): S3Client {
  return new S3Client({
    region, endpoint: endpoint === '' ? `https://s3.${region}.amazonaws.com` : endpoint, forcePathStyle: hasBucketInPath, credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1, retryMode: 'standard', defaultsMode: 'standard', useFipsEndpoint: false, useDualstackEndpoint: false, useArnRegion: false, disableMultiregionAccessPoints: true, userAgentAppId: 'parley',
    // What not every storage of the protocol knows is left out where it need not be.
    requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: timeoutMs },
  });
}

const bare = (etag: string | undefined): string => (etag ?? '').replace(/^(W\/)?"|"$/g, '');

function objectOf(key: string, byteLength: number, { ETag: etag, ContentType: contentType, LastModified: modifiedAt }: Pick<HeadObjectCommandOutput, 'ETag' | 'ContentType' | 'LastModified'>): StoredObject {
  return { key, byteLength, contentType: contentType ?? 'application/octet-stream', etag: bare(etag), modifiedAt: modifiedAt ?? new Date(0) };
}

/** The answer of a request; undefined where there is no such object. */
async function unlessMissing<Result>(request: Promise<Result>): Promise<Result | undefined> {
  try { return await request; } catch (error) { if (isMissing(error)) return undefined; throw error; }
}

class Bucket {
  readonly #client: S3Client;
  readonly #settings: StorageSettings;

  constructor(settings: StorageSettings, secretAccessKey: string) {
    this.#settings = settings;
    this.#client = connect(settings, secretAccessKey);
  }

  async put({ key, contentType, pieces, signal }: StorageUpload): Promise<{ readonly etag: string }> {
    const body = Readable.from(pieces, { objectMode: false });
    const upload = new Upload({ client: this.#client, params: { ...this.#place(key), Body: body, ContentType: contentType }, partSize: this.#settings.partBytes, queueSize: PARTS_AT_ONCE });
    const abort = (): void => { void upload.abort(); };
    signal.addEventListener('abort', abort, { once: true });
    try {
      signal.throwIfAborted();
      return { etag: bare((await upload.done()).ETag) };
    } finally {
      signal.removeEventListener('abort', abort);
      body.destroy();
    }
  }

  async read(key: string, range: ByteRange | undefined, signal: AbortSignal): Promise<StorageReading | undefined> {
    const asked = range && { Range: `bytes=${range.startByte}-${range.endByte ?? ''}` };
    const answer = await unlessMissing(this.#client.send(new GetObjectCommand({ ...this.#place(key), ...asked }), { abortSignal: signal }));
    if (!answer) return undefined;
    const { Body: body, ContentLength: byteLength = 0, ContentRange: contentRange } = answer;
    const [, startByte = '0', all = String(byteLength)] = /^bytes (\d+)-\d+\/(\d+)$/.exec(contentRange ?? '') ?? [];
    const stream = (body as Readable).on('error', () => undefined);
    signal.addEventListener('abort', () => { stream.destroy(); }, { once: true });
    return { object: objectOf(key, Number(all), answer), startByte: Number(startByte), byteLength, body: stream };
  }

  async head(key: string, signal: AbortSignal): Promise<StoredObject | undefined> {
    const answer = await unlessMissing(this.#client.send(new HeadObjectCommand(this.#place(key)), { abortSignal: signal }));
    return answer && objectOf(key, answer.ContentLength ?? 0, answer);
  }

  async delete(key: string, signal: AbortSignal): Promise<void> {
    await unlessMissing(this.#client.send(new DeleteObjectCommand(this.#place(key)), { abortSignal: signal }));
  }

  sign(key: string, lifetimeMs: number): Promise<string> {
    return getSignedUrl(this.#client, new GetObjectCommand(this.#place(key)), { expiresIn: Math.ceil(lifetimeMs / 1_000) });
  }

  close(): void {
    this.#client.destroy();
  }

  #place(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#settings.bucket, Key: `${this.#settings.prefix}${key}` };
  }
}

/** Objects in a bucket of Amazon S3, or of what speaks its protocol. */
export async function openStorage({ settings: given, secrets, clock }: PluginContext): Promise<StorageProvider> {
  const settings = storageSettings.parse(given);
  const secret = secrets['secretAccessKey'] ?? '';
  const bucket = new Bucket(settings, secret);
  return createStorageProvider({
    abilities: { objectBytesMax: objectBytesMax(settings.partBytes), signedUrlMsMax: SIGNED_URL_MS_MAX }, clock, timeoutMs: settings.timeoutMs, asProviderError: (error) => asProviderError(error, secret),
    put: (upload) => bucket.put(upload),
    read: (key, range, signal) => bucket.read(key, range, signal),
    head: (key, signal) => bucket.head(key, signal),
    delete: (key, signal) => bucket.delete(key, signal),
    sign: (key, lifetimeMs) => bucket.sign(key, lifetimeMs),
    close: async () => { bucket.close(); },
  });
}
