import { ProviderError, type StorageProvider, type StorageReading, type StoredObject } from '@parley/plugin-sdk';
import { commonBreakers, neverAborted, type Breakers } from './breaker.js';
import type { Wrap } from './harness.js';

/** An adapter with some of its requests replaced. */
const having = (change: (provider: StorageProvider) => Partial<StorageProvider>): Wrap<'storage'> => (provider) => ({ ...provider, ...change(provider) });
const havingHead = (change: (object: StoredObject) => Partial<StoredObject>): Wrap<'storage'> => having((provider) => ({
  head: async (request) => { const object = await provider.head(request); return object && { ...object, ...change(object) }; },
}));
const havingRead = (change: (reading: StorageReading) => Partial<StorageReading>): Wrap<'storage'> => having((provider) => ({
  read: async (request) => { const reading = await provider.read(request); return reading && { ...reading, ...change(reading) }; },
}));

async function* mapped(body: AsyncIterable<Uint8Array>, change: (piece: Uint8Array, index: number) => Uint8Array): AsyncGenerator<Uint8Array> {
  let index = 0;
  for await (const piece of body) yield change(piece, index++);
}

/** Puts what it has been given so far, and says nothing of the rest. */
async function* untilItBreaks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try { yield* body; } catch { /* What came is kept. */ }
}

/** Takes at most so many bytes. */
async function* atMost(body: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  let restBytes = bytesMax;
  for await (const piece of body) { yield piece.subarray(0, restBytes); restBytes -= Math.min(restBytes, piece.byteLength); }
}

/** Answers a refusal as if all were well. */
async function pardoned<Result>(request: Promise<Result>, instead: Result): Promise<Result> {
  try { return await request; } catch { return instead; }
}

export const storageBreakers: Breakers<'storage'> = {
  'storage/declares-itself': [
    { wrong: 'leaves open how large objects may be', wrap: having(({ abilities }) => ({ abilities: { ...abilities, objectBytesMax: Infinity } })) },
    { wrong: 'leaves open how long addresses live', wrap: having(({ abilities }) => ({ abilities: { ...abilities, signedUrlMsMax: undefined as never } })) },
  ],
  'storage/gives-back-what-it-took': [
    { wrong: 'reads bytes as text', wrap: having((provider) => ({ put: async (request) => await provider.put({ ...request, body: () => mapped(request.body(), (piece) => new TextEncoder().encode(new TextDecoder().decode(piece))) }) })) },
    { wrong: 'keeps the last piece alone', wrap: havingRead(({ body }) => ({ body: mapped(body, (piece, index) => (index === 0 ? piece.subarray(1) : piece)) })) },
    { wrong: 'forgets the content type', wrap: havingHead(() => ({ contentType: 'application/octet-stream' })) },
    { wrong: 'has an etag of its own for each question', wrap: havingHead(({ etag }) => ({ etag: `"${etag}"` })) },
    { wrong: 'refuses an empty object', wrap: having((provider) => ({ put: async (request) => { const done = await provider.put(request); if (done.byteLength === 0) throw new ProviderError('bad-request', 'empty'); return done; } })) },
  ],
  'storage/takes-any-length': [{ wrong: 'keeps what fits into one piece', wrap: having((provider) => ({ put: async (request) => await provider.put({ ...request, body: () => atMost(request.body(), 8_388_608) }) })) }],
  'storage/replaces': [
    { wrong: 'keeps the first', wrap: having((provider) => ({ put: async (request) => { if (await provider.head(request)) return { byteLength: 300, etag: 'another' }; return await provider.put(request); } })) },
    { wrong: 'has one etag for all', wrap: having((provider) => ({ put: async (request) => ({ ...await provider.put(request), etag: 'same' }) })) },
  ],
  'storage/misses-are-told': [
    { wrong: 'throws for what is not there', wrap: having((provider) => ({ head: async (request) => { const object = await provider.head(request); if (!object) throw new ProviderError('bad-request', 'no such object'); return object; } })) },
    { wrong: 'complains of deleting nothing', wrap: having((provider) => ({ delete: async (request) => { if (!await provider.head(request)) throw new ProviderError('bad-request', 'no such object'); await provider.delete(request); } })) },
    { wrong: 'deletes nothing', wrap: having(() => ({ delete: async () => undefined })) },
  ],
  'storage/put-is-whole': [
    { wrong: 'keeps half an object', wrap: having((provider) => ({ put: async (request) => await provider.put({ ...request, signal: neverAborted(), body: () => untilItBreaks(request.body()) }) })) },
    {
      wrong: 'makes room before it has the bytes',
      wrap: having((provider) => ({ put: async (request) => { await provider.put({ ...request, signal: neverAborted(), body: () => atMost(request.body(), 0) }).catch(() => provider.delete({ ...request, signal: neverAborted() })); return await provider.put(request); } })),
    },
    { wrong: 'blames the vendor', wrap: having((provider) => ({ put: async (request) => { try { return await provider.put(request); } catch { throw new ProviderError('vendor-fault', 'failed'); } } })) },
  ],
  'storage/reads-ranges': [
    { wrong: 'gives all', wrap: having((provider) => ({ read: async ({ key, signal, range }) => { const all = await provider.read({ key, signal }); return all && { ...all, startByte: range?.startByte ?? 0 }; } })) },
    { wrong: 'leaves the last byte out', wrap: having((provider) => ({ read: async (request) => await provider.read({ ...request, ...(request.range?.endByte ? { range: { ...request.range, endByte: request.range.endByte - 1 } } : {}) }) })) },
    { wrong: 'tells the size of the range', wrap: havingRead(({ object, byteLength }) => ({ object: { ...object, byteLength } })) },
    { wrong: 'has nothing where a range begins too late', wrap: having((provider) => ({ read: async (request) => await pardoned(provider.read(request), undefined) })) },
  ],
  'storage/read-can-be-left': [{
    wrong: 'is closed by whoever leaves', wrap: (provider) => {
      let isLeft = false;
      async function* guarded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
        let isWhole = false;
        try { yield* body; isWhole = true; } finally { isLeft ||= !isWhole; }
      }
      return { ...provider, read: async (request) => { if (isLeft) throw new ProviderError('vendor-fault', 'closed'); const reading = await provider.read(request); return reading && { ...reading, body: guarded(reading.body) }; } };
    },
  }],
  'storage/abort-rejects': [
    { wrong: 'does not listen to the signal', settings: { delayMs: 500 }, wrap: having((provider) => ({ head: async (request) => await provider.head({ ...request, signal: neverAborted() }) })) },
    { wrong: 'reads on', wrap: having((provider) => ({ read: async (request) => { const reading = await provider.read({ ...request, signal: neverAborted() }); if (request.signal.aborted) throw new ProviderError('aborted', 'aborted'); return reading; } })) },
    { wrong: 'ends a body quietly', wrap: havingRead(({ body }) => ({ body: untilItBreaks(body) })) },
    { wrong: 'rejects with an error of its own', wrap: having((provider) => ({ put: async (request) => { try { return await provider.put(request); } catch { throw new Error('aborted'); } } })) },
  ],
  'storage/keys-stay-inside': [
    { wrong: 'makes keys out of what it is given', wrap: having((provider) => ({ head: async (request) => await provider.head({ ...request, key: request.key.replaceAll(/[^\w/-]/g, '_').replaceAll(/^\/*$|\/+$|^\/|\/\/+/g, 'x').slice(0, 100) }) })) },
    { wrong: 'signs whatever it is given', wrap: having((provider) => ({ signedUrl: async (request) => await pardoned(provider.signedUrl(request), 'https://storage.invalid') })) },
    { wrong: 'keeps no long parts', wrap: having((provider) => ({ put: async (request) => { if (request.key.length > 200) throw new ProviderError('bad-request', 'too long'); return await provider.put(request); } })) },
  ],
  'storage/content-type-is-one': [{ wrong: 'believes the content type', wrap: having((provider) => ({ put: async (request) => await provider.put({ ...request, contentType: 'audio/wav' }) })) }],
  'storage/signed-url-opens': [
    { wrong: 'signs another key', wrap: having((provider) => ({ signedUrl: async (request) => await provider.signedUrl({ ...request, key: `other/${request.key}` }) })) },
    { wrong: 'says that it makes none', wrap: having(({ abilities }) => ({ abilities: { ...abilities, signedUrlMsMax: 0 } })) },
  ],
  'storage/signed-url-is-bound': [
    { wrong: 'signs for ever', wrap: having((provider) => ({ signedUrl: async ({ key }) => await provider.signedUrl({ key, lifetimeMs: 60_000 }) })) },
    { wrong: 'shows the secret', wrap: (provider, watch) => ({ ...provider, signedUrl: async (request) => `${await provider.signedUrl(request)}&key=${watch.secret}` }) },
    { wrong: 'signs nothing', wrap: having((provider) => ({ signedUrl: async (request) => `${(await provider.signedUrl(request)).split('?')[0]!}?open` })) },
  ],
  ...commonBreakers<'storage'>('storage', (change) => (provider, watch) => ({
    ...provider, put: async (request) => { try { return await provider.put(request); } catch (error) { throw change(error, watch); } },
  })),
};
