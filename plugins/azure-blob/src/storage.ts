import type { Readable } from 'node:stream';
import { BlobSASPermissions, ContainerClient, StorageSharedKeyCredential, type BlockBlobClient } from '@azure/storage-blob';
import { createStorageProvider, type ByteRange, type PluginContext, type StorageProvider, type StorageReading, type StoredObject } from '@parley/plugin-sdk';
import { asProviderError, isMissing } from './errors.js';
import { objectBytesMax, SIGNED_URL_MS_MAX, storageSettings, type StorageSettings } from './settings.js';
import { upload } from './upload.js';

interface Facts { readonly etag?: string | undefined; readonly contentType?: string | undefined; readonly lastModified?: Date | undefined }

const bare = (etag: string | undefined): string => (etag ?? '').replace(/^"|"$/g, '');
const objectOf = (key: string, byteLength: number, { etag, contentType, lastModified }: Facts): StoredObject => ({
  key, byteLength, contentType: contentType ?? 'application/octet-stream', etag: bare(etag), modifiedAt: lastModified ?? new Date(0),
});

/** The answer of a request; undefined where there is no such object. */
async function unlessMissing<Result>(request: Promise<Result>): Promise<Result | undefined> {
  try { return await request; } catch (error) { if (isMissing(error)) return undefined; throw error; }
}

/** Signed with the account's key; nothing is tried twice. */
function connect({ account, container, endpoint }: StorageSettings, accountKey: string): ContainerClient {
  const home = endpoint === '' ? `https://${account}.blob.core.windows.net` : endpoint.replace(/\/+$/, '');
  return new ContainerClient(`${home}/${container}`, new StorageSharedKeyCredential(account, accountKey), { retryOptions: { maxTries: 1 } });
}

async function read(blob: BlockBlobClient, key: string, range: ByteRange | undefined, signal: AbortSignal): Promise<StorageReading | undefined> {
  const { startByte: from = 0, endByte } = range ?? {};
  const answer = await unlessMissing(blob.download(from, endByte === undefined ? undefined : endByte - from + 1, { abortSignal: signal, maxRetryRequests: 0 }));
  if (!answer) return undefined;
  const { contentLength: byteLength = 0, contentRange, readableStreamBody } = answer;
  const [, startByte = '0', all = String(byteLength)] = /^bytes (\d+)-\d+\/(\d+)$/.exec(contentRange ?? '') ?? [];
  const stream = (readableStreamBody as Readable).on('error', () => undefined);
  signal.addEventListener('abort', () => { stream.destroy(); }, { once: true });
  return { object: objectOf(key, Number(all), answer), startByte: Number(startByte), byteLength, body: stream };
}

/** Objects as block blobs in a container of Azure Blob Storage. */
export async function openStorage({ settings: given, secrets, clock }: PluginContext): Promise<StorageProvider> {
  const settings = storageSettings.parse(given);
  const secret = secrets['accountKey'] ?? '';
  const container = connect(settings, secret);
  const blobOf = (key: string): BlockBlobClient => container.getBlockBlobClient(`${settings.prefix}${key}`);
  return createStorageProvider({
    abilities: { objectBytesMax: objectBytesMax(settings.blockBytes), signedUrlMsMax: SIGNED_URL_MS_MAX }, clock, timeoutMs: settings.timeoutMs, asProviderError: (error) => asProviderError(error, secret),
    put: async (request) => ({ etag: bare((await upload(blobOf(request.key), request, settings.blockBytes)).etag) }),
    read: (key, range, signal) => read(blobOf(key), key, range, signal),
    head: async (key, signal) => {
      const facts = await unlessMissing(blobOf(key).getProperties({ abortSignal: signal }));
      return facts && objectOf(key, facts.contentLength ?? 0, facts);
    },
    delete: async (key, signal) => { await unlessMissing(blobOf(key).delete({ abortSignal: signal })); },
    // Addresses have whole seconds, and what is behind the point is cut off.
    sign: (key, lifetimeMs) => blobOf(key).generateSasUrl({ permissions: BlobSASPermissions.parse('r'), expiresOn: new Date(Math.ceil((Date.now() + lifetimeMs) / 1_000) * 1_000) }),
    close: async () => undefined,
  });
}
