import { isProviderError, type ProviderErrorCause } from '../errors.js';
import { STORAGE_SPEC, type ByteRange } from '../kinds/storage.js';
import { commonChecks, outcomeOf, specCheck, type Outcome } from './common-checks.js';
import { must, type ContractCheck } from './contract.js';
import { collect, CONTENT_TYPE, freshKey, isSame, patterned, piecesOfBytes, storageCheck, type StorageBench, type StorageContractHarness } from './storage-kit.js';

type Check = ContractCheck<StorageContractHarness>;

const LARGE_BYTES = 11 * 1024 * 1024 + 1;
const neverAborted = (): AbortSignal => new AbortController().signal;

function mustBe(cause: ProviderErrorCause, outcome: Outcome<unknown>, what: string): void {
  must('error' in outcome, `${what} was answered`);
  must(isProviderError(outcome.error) && outcome.error.causeCode === cause, `${what} did not reject with ${cause}`);
}

const keeping: readonly Check[] = [
  storageCheck('storage/gives-back-what-it-took', 'an object comes back byte for byte with its content type, of one piece, of many and of none', async (bench) => {
    for (const [byteLength, size] of [[10_000, 10_000], [10_000, 777], [0, 1], [1, 1]] as const) {
      const [key, bytes] = [freshKey(), patterned(byteLength)];
      const told = await bench.put(key, bytes, { size });
      must(told.byteLength === byteLength, `${byteLength} bytes were put, and ${told.byteLength} told`);
      must(isSame(await bench.bytes(key), bytes), `an object of ${byteLength} bytes in pieces of ${size} came back changed`);
      const object = await bench.head(key);
      must(object !== undefined, 'an object that was put is not there');
      must(object.key === key && object.byteLength === byteLength, `the object ${object.key} of ${object.byteLength} bytes was told`);
      must(object.contentType === CONTENT_TYPE, `its content type is "${object.contentType}"`);
      must(object.etag !== '' && object.etag === told.etag && !object.etag.includes('"'), `its etag is ${object.etag}, and ${told.etag} when it was put`);
      must(Math.abs(object.modifiedAt.getTime()) >= 0, 'when it was put is no time');
    }
  }),
  storageCheck('storage/takes-any-length', 'an object that is larger than what is sent at once comes back whole', async (bench) => {
    const [key, bytes] = [freshKey(), patterned(bench.harness.largeBytes ?? LARGE_BYTES, 7)];
    const { byteLength } = await bench.put(key, bytes);
    must(byteLength === bytes.byteLength, `${bytes.byteLength} bytes were put, and ${byteLength} told`);
    must(isSame(await bench.bytes(key), bytes), 'a large object came back changed');
    await bench.delete(key);
  }),
  storageCheck('storage/replaces', 'a second put replaces bytes, content type and etag', async (bench) => {
    const key = freshKey();
    const first = await bench.put(key, patterned(500, 1));
    const second = await bench.put(key, patterned(300, 2), { contentType: 'text/plain' });
    must(first.etag !== second.etag, 'other bytes have the same etag');
    must(isSame(await bench.bytes(key), patterned(300, 2)), 'the bytes of the first put were read after the second');
    must((await bench.head(key))?.contentType === 'text/plain', 'the content type of the first put was told after the second');
  }),
  storageCheck('storage/misses-are-told', 'what is not there is undefined to read and head, and deleted without complaint', async (bench) => {
    const key = freshKey();
    const missing = async (when: string): Promise<void> => {
      must(await bench.head(key) === undefined, `head told of an object ${when}`);
      must(await bench.open(key) === undefined, `read gave an object ${when}`);
    };
    await missing('that was never put');
    await bench.delete(key);
    await bench.put(key, patterned(10));
    await bench.delete(key);
    await missing('that was deleted');
  }),
  storageCheck('storage/put-is-whole', 'a put that breaks off rejects with aborted and leaves what was there as it was', async (bench) => {
    const [kept, fresh] = [freshKey(), freshKey()];
    await bench.put(kept, patterned(2_000, 3));
    for (const key of [kept, fresh]) {
      for (const how of ['throws', 'is aborted'] as const) {
        const controller = new AbortController();
        async function* broken(): AsyncGenerator<Uint8Array> {
          yield* piecesOfBytes(patterned(400_000, 9));
          if (how === 'throws') throw new Error('the source broke');
          controller.abort();
          yield patterned(10);
        }
        const outcome = await bench.within(outcomeOf(bench.provider.put({ key, contentType: 'text/plain', body: broken, signal: controller.signal })), 'a put that breaks off');
        mustBe('aborted', outcome, `a put whose body ${how}`);
      }
    }
    must(await bench.head(fresh) === undefined, 'half an object is there');
    must((await bench.head(kept))?.contentType === CONTENT_TYPE && isSame(await bench.bytes(kept), patterned(2_000, 3)), 'an object was changed by a put that broke off');
  }),
];

const RANGES: readonly (readonly [range: ByteRange, from: number, to: number])[] = [
  [{ startByte: 0, endByte: 0 }, 0, 1], [{ startByte: 100, endByte: 299 }, 100, 300], [{ startByte: 99_990 }, 99_990, 100_000],
  [{ startByte: 99_999, endByte: 500_000 }, 99_999, 100_000], [{ startByte: 0 }, 0, 100_000],
];

const reading: readonly Check[] = [
  storageCheck('storage/reads-ranges', 'a range gives its bytes and no others, an end behind the last is cut, a beginning behind it is refused', async (bench) => {
    const [key, bytes] = [freshKey(), patterned(100_000, 5)];
    await bench.put(key, bytes);
    for (const [range, from, to] of RANGES) must(isSame(await bench.bytes(key, range), bytes.subarray(from, to)), `the range ${JSON.stringify(range)} gave other bytes`);
    must((await bench.open(key, { startByte: 5, endByte: 9 }))?.object.byteLength === 100_000, 'the size of the object is told as that of the range');
    for (const range of [{ startByte: 100_000 }, { startByte: -1 }, { startByte: 5, endByte: 4 }, { startByte: 0.5 }]) mustBe('bad-request', await outcomeOf(bench.open(key, range)), `the range ${JSON.stringify(range)}`);
  }),
  storageCheck('storage/read-can-be-left', 'a body that is left in the middle, or never begun, hinders nothing', async (bench) => {
    const [key, bytes] = [freshKey(), patterned(3_000_000, 6)];
    await bench.put(key, bytes);
    for (let round = 0; round < 3; round += 1) {
      const left = await bench.open(key);
      for await (const piece of left!.body) { must(piece.byteLength > 0, 'an empty piece came'); break; }
    }
    const controller = new AbortController();
    await bench.open(key, undefined, controller.signal);
    controller.abort();
    must(isSame(await bench.bytes(key), bytes), 'after bodies that were left, an object came back changed');
  }),
  storageCheck('storage/abort-rejects', 'an abort rejects every request within 100 ms with the cause aborted, and a body that is being read', async (bench) => {
    const { time: { clock, toleranceMs } } = bench.harness;
    const key = freshKey();
    await bench.put(key, patterned(3_000_000, 8));
    const aborted = async (what: string, start: (signal: AbortSignal) => Promise<unknown>, isLate = false): Promise<void> => {
      const controller = new AbortController();
      const answer = outcomeOf(start(controller.signal));
      if (isLate) await answer;
      controller.abort();
      const abortedAtMs = clock.nowMs();
      mustBe('aborted', await bench.within(answer, `an aborted ${what}`), `an aborted ${what}`);
      must(clock.nowMs() - abortedAtMs <= 100 + toleranceMs, `${what} ended ${Math.round(clock.nowMs() - abortedAtMs)} ms after the abort`);
    };
    await aborted('head', (signal) => bench.provider.head({ key, signal }));
    await aborted('read', (signal) => bench.provider.read({ key, signal }));
    await aborted('delete', (signal) => bench.provider.delete({ key: freshKey(), signal }));
    const stuck = new Promise<never>(() => undefined);
    async function* slow(): AsyncGenerator<Uint8Array> { yield patterned(10); await stuck; }
    await aborted('put', (signal) => bench.provider.put({ key: freshKey(), contentType: CONTENT_TYPE, body: slow, signal }));
    const controller = new AbortController();
    const half = await bench.open(key, undefined, controller.signal);
    const rest = outcomeOf((async () => { for await (const piece of half!.body) { controller.abort(); must(piece.byteLength > 0, 'an empty piece came'); } })());
    mustBe('aborted', await bench.within(rest, 'an aborted body'), 'an aborted body');
  }),
];

/** Keys that would lead elsewhere, or that one storage takes and another does not. */
const WRONG_KEYS = ['', '/', '/a', 'a/', 'a//b', '.', '..', '../a', 'a/../b', 'a/..', './a', 'a\\b', 'a b', 'a\n', 'a\0', 'ä', 'a%2f..', '.hidden', 'a.', 'a?b', 'a#b', 'x'.repeat(201), Array.from({ length: 300 }, () => 'a').join('/')];

const bounds: readonly Check[] = [
  storageCheck('storage/keys-stay-inside', 'a key that could lead elsewhere is refused by every request as bad-request', async (bench) => {
    const { provider } = bench;
    for (const key of WRONG_KEYS) {
      const requests = {
        put: () => provider.put({ key, contentType: CONTENT_TYPE, body: () => piecesOfBytes(patterned(3)), signal: neverAborted() }),
        read: () => provider.read({ key, signal: neverAborted() }), head: () => provider.head({ key, signal: neverAborted() }), delete: () => provider.delete({ key, signal: neverAborted() }), signedUrl: () => provider.signedUrl({ key, lifetimeMs: 60_000 }),
      };
      for (const [name, request] of Object.entries(requests)) mustBe('bad-request', await bench.within(outcomeOf<unknown>(request()), name), `${name} of the key ${JSON.stringify(key.slice(0, 20))}`);
    }
    const long = `contract/${'x'.repeat(200)}`;
    await bench.put(long, patterned(3));
    must(isSame(await bench.bytes(long), patterned(3)), 'a part of 200 characters is not kept');
    await bench.delete(long);
  }),
  storageCheck('storage/content-type-is-one', 'what is no media type is refused as bad-request', async (bench) => {
    for (const contentType of ['', 'wav', 'audio/wav\r\nx: y', 'audio/wäv']) mustBe('bad-request', await outcomeOf(bench.put(freshKey(), patterned(3), { contentType })), `the content type ${JSON.stringify(contentType)}`);
  }),
];

/** Its address, or undefined where the provider makes none, which it has to say. */
async function addressOf(bench: StorageBench, key: string, lifetimeMs = 60_000): Promise<string | undefined> {
  const request = bench.within(bench.provider.signedUrl({ key, lifetimeMs }), 'signing an address');
  if (bench.provider.abilities.signedUrlMsMax > 0) return request;
  mustBe('bad-request', await outcomeOf(request), 'a signed address of a provider that makes none');
  return undefined;
}

const addresses: readonly Check[] = [
  storageCheck('storage/signed-url-opens', 'whoever holds a signed address reads the object with its content type, by ranges too', async (bench) => {
    const [key, bytes] = [freshKey(), patterned(5_000, 4)];
    await bench.put(key, bytes);
    const url = await addressOf(bench, key);
    if (url === undefined) return;
    const whole = await bench.openUrl(url);
    must(whole.status === 200 && isSame(whole.bytes, bytes), `the address answered ${whole.status} with ${whole.bytes.byteLength} bytes`);
    must(whole.type.startsWith(CONTENT_TYPE), `the address told the content type "${whole.type}"`);
    const part = await bench.openUrl(url, { range: 'bytes=100-199' });
    must(part.status === 206 && isSame(part.bytes, bytes.subarray(100, 200)), `a range of the address answered ${part.status} with ${part.bytes.byteLength} bytes`);
  }),
  storageCheck('storage/signed-url-is-bound', 'a signed address is good for its key alone, holds no secret, and has a lifetime in bounds', async (bench) => {
    const [key, other] = [freshKey(), freshKey()];
    await bench.put(key, patterned(100));
    await bench.put(other, patterned(100, 2));
    const url = await addressOf(bench, key);
    const longest = bench.provider.abilities.signedUrlMsMax;
    for (const lifetimeMs of [0, 999, longest + 1, Number.NaN]) mustBe('bad-request', await bench.within(outcomeOf(bench.provider.signedUrl({ key, lifetimeMs })), 'signing an address'), `a lifetime of ${lifetimeMs} ms`);
    if (url === undefined) return;
    must(url.includes(key) && !url.includes(bench.watch.secret), 'the address is not that of the key, or holds the secret');
    const { status, bytes } = await bench.openUrl(url.replace(key, other));
    must(status >= 400 && !isSame(bytes, patterned(100, 2)), `the address of another key answered ${status}`);
    const bare = await bench.openUrl(url.split('?')[0]!);
    must(bare.status >= 400, `the address without its signature answered ${bare.status}`);
  }),
];

/** The rules of `storage/v1`. */
export const storageContract: readonly Check[] = [
  specCheck('storage', STORAGE_SPEC, ({ abilities: { objectBytesMax, signedUrlMsMax } }) => {
    if (!Number.isSafeInteger(objectBytesMax) || objectBytesMax < 1) return 'objectBytesMax is no number of bytes';
    return Number.isSafeInteger(signedUrlMsMax) && signedUrlMsMax >= 0 ? undefined : 'signedUrlMsMax is no number of milliseconds';
  }),
  ...keeping, ...reading, ...bounds, ...addresses,
  ...commonChecks<'storage', StorageContractHarness>('storage', async (provider, harness) => {
    const signal = neverAborted();
    const key = freshKey();
    const put = provider.put({ key, contentType: CONTENT_TYPE, body: () => piecesOfBytes(patterned(100)), signal });
    await harness.time.within(put, harness.answerMsMax ?? 20_000, 'putting an object');
    const found = await harness.time.within(provider.read({ key, signal }), harness.answerMsMax ?? 20_000, 'reading an object');
    if (found) await harness.time.within(collect(found.body), harness.answerMsMax ?? 20_000, 'the bytes of an object');
  }),
];
