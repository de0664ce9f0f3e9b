import { createStorageProvider, failureOnTheWay, openHttpConnections, ProviderError, type ByteRange, type PluginContext, type StorageProvider, type StorageReading, type StorageUpload, type StoredObject } from '@parley/plugin-sdk';
import { isMissing, refused, unreadable } from './errors.js';
import { readServiceAccount, signedUrl, type ServiceAccount } from './service-account.js';
import { OBJECT_BYTES_MAX, SIGNED_URL_MS_MAX, storageSettings, type StorageSettings } from './settings.js';
import { Tokens } from './token.js';

/** What is asked of an object's description. */
const FIELDS = 'size,contentType,generation,updated';

interface Asked { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: AsyncIterable<Uint8Array>; readonly signal: AbortSignal }

/** The vendor's JSON API. Every version of an object has a number of its own (`generation`): the etag of the kind. */
class Bucket {
  readonly #settings: StorageSettings;
  readonly #account: ServiceAccount;
  readonly #http: ReturnType<typeof openHttpConnections>;
  readonly #tokens: Tokens;

  constructor(settings: StorageSettings, account: ServiceAccount) {
    this.#settings = { ...settings, baseUrl: settings.baseUrl.replace(/\/+$/, '') };
    this.#account = account;
    this.#http = openHttpConnections({ connectMsMax: settings.timeoutMs });
    this.#tokens = new Tokens(account, settings.tokenUrl, settings.timeoutMs, this.#http.fetch);
  }

  /** One request of a length that nobody has to know; what breaks off before its end is thrown away by the vendor. */
  async put({ key, contentType, pieces, signal }: StorageUpload): Promise<{ readonly etag: string }> {
    const query = new URLSearchParams({ uploadType: 'media', name: `${this.#settings.prefix}${key}`, fields: FIELDS });
    const response = await this.#ask(`/upload/storage/v1/b/${this.#settings.bucket}/o?${query.toString()}`, { method: 'POST', headers: { 'content-type': contentType }, body: pieces, signal });
    if (!response) throw new ProviderError('bad-request', 'The vendor does not know the bucket.');
    return { etag: descriptionOf(key, await response.text()).etag };
  }

  async read(key: string, range: ByteRange | undefined, signal: AbortSignal): Promise<StorageReading | undefined> {
    const response = await this.#ask(`${this.#pathOf(key)}?alt=media`, { signal, ...(range ? { headers: { range: `bytes=${range.startByte}-${range.endByte ?? ''}` } } : {}) });
    if (!response) return undefined;
    const { headers, body } = response;
    const byteLength = Number(headers.get('content-length') ?? Number.NaN);
    const etag = headers.get('x-goog-generation');
    const [, startByte = '0', all = String(byteLength)] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
    if (!Number.isSafeInteger(byteLength) || etag === null) { await body?.cancel(); throw unreadable(); }
    const object = { key, byteLength: Number(all), contentType: headers.get('content-type') ?? 'application/octet-stream', etag, modifiedAt: new Date(headers.get('last-modified') ?? 0) };
    return { object, startByte: Number(startByte), byteLength, body: (body ?? []) as unknown as AsyncIterable<Uint8Array> };
  }

  async head(key: string, signal: AbortSignal): Promise<StoredObject | undefined> {
    const response = await this.#ask(`${this.#pathOf(key)}?fields=${FIELDS}`, { signal });
    return response && descriptionOf(key, await response.text());
  }

  async delete(key: string, signal: AbortSignal): Promise<void> {
    const response = await this.#ask(this.#pathOf(key), { method: 'DELETE', signal });
    await response?.text();
  }

  sign(key: string, lifetimeMs: number): string {
    const { baseUrl, bucket, prefix } = this.#settings;
    return signedUrl(this.#account, { baseUrl, path: `/${bucket}/${prefix}${key}`, seconds: Math.ceil(lifetimeMs / 1_000), nowMs: Date.now() });
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  #pathOf(key: string): string {
    return `/storage/v1/b/${this.#settings.bucket}/o/${encodeURIComponent(`${this.#settings.prefix}${key}`)}`;
  }

  /** The answer; undefined where there is no such object. */
  async #ask(path: string, { method = 'GET', headers, body, signal }: Asked): Promise<Response | undefined> {
    const token = await this.#tokens.get();
    const init = { method, headers: { authorization: `Bearer ${token}`, ...headers }, signal, ...(body === undefined ? {} : { body, duplex: 'half' }) };
    const response = await this.#http.fetch(`${this.#settings.baseUrl}${path}`, init as unknown as RequestInit);
    if (response.ok) return response;
    const { status } = response;
    if (status === 401) this.#tokens.forget();
    const text = await response.text();
    if (isMissing(status, text)) return undefined;
    throw refused({ text, status, headers: response.headers, secret: token });
  }
}

function descriptionOf(key: string, text: string): StoredObject {
  let answer: Record<string, unknown>;
  try { answer = Object(JSON.parse(text)) as Record<string, unknown>; } catch { throw unreadable(); }
  const { size, contentType = 'application/octet-stream', generation, updated } = answer;
  if (typeof size !== 'string' || typeof generation !== 'string' || typeof updated !== 'string' || typeof contentType !== 'string') throw unreadable();
  return { key, byteLength: Number(size), contentType, etag: generation, modifiedAt: new Date(updated) };
}

/** Objects in a bucket of Google Cloud Storage. */
export async function openStorage({ settings: given, secrets, clock }: PluginContext): Promise<StorageProvider> {
  const settings = storageSettings.parse(given);
  const bucket = new Bucket(settings, readServiceAccount(secrets['serviceAccountKey'] ?? ''));
  return createStorageProvider({
    abilities: { objectBytesMax: OBJECT_BYTES_MAX, signedUrlMsMax: SIGNED_URL_MS_MAX }, clock, timeoutMs: settings.timeoutMs, asProviderError: failureOnTheWay,
    put: (upload) => bucket.put(upload),
    read: (key, range, signal) => bucket.read(key, range, signal),
    head: (key, signal) => bucket.head(key, signal),
    delete: (key, signal) => bucket.delete(key, signal),
    sign: async (key, lifetimeMs) => bucket.sign(key, lifetimeMs),
    close: () => bucket.close(),
  });
}
