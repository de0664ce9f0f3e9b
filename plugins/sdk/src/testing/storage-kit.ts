import type { ByteRange, StorageProvider, StorageReading, StoredObject } from '../kinds/storage.js';
import { outcomeOf, withProvider, type Outcome } from './common-checks.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';
import type { RecordingWatch } from './watch.js';

export interface StorageContractHarness extends ContractHarness<'storage'> {
  /** Size of the largest object of the suite, in bytes: more than the vendor takes in one piece. Default 11,534,337. */
  readonly largeBytes?: number;
  /** How a signed address is opened; default: over HTTP. */
  readonly openUrl?: (url: string, headers: Readonly<Record<string, string>>, provider: StorageProvider) => Promise<Response>;
}

export const CONTENT_TYPE = 'audio/wav';
const PIECE_BYTES = 65_536;

let keys = 0;
/** A key that no other check has, in no earlier run either. */
export const freshKey = (): string => `contract/${crypto.randomUUID()}/${keys += 1}.wav`;

/** Bytes that show where they stand: what is lost, doubled or swapped is seen. */
export function patterned(byteLength: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  let state = (seed * 2_654_435_761) >>> 0;
  for (let index = 0; index < byteLength; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

export const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

export async function* piecesOfBytes(bytes: Uint8Array, size = PIECE_BYTES): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

/** Requests to the storage under test, each within the time that an answer may take. */
export class StorageBench {
  readonly provider: StorageProvider;
  readonly watch: RecordingWatch;
  readonly harness: StorageContractHarness;

  constructor(provider: StorageProvider, watch: RecordingWatch, harness: StorageContractHarness) {
    this.provider = provider;
    this.watch = watch;
    this.harness = harness;
  }

  within<Result>(work: Promise<Result>, what: string): Promise<Result> {
    return this.harness.time.within(work, answerMsMaxOf(this.harness), what);
  }

  async put(key: string, bytes: Uint8Array, more: { readonly contentType?: string; readonly size?: number; readonly signal?: AbortSignal } = {}): Promise<{ byteLength: number; etag: string }> {
    const { contentType = CONTENT_TYPE, size, signal = new AbortController().signal } = more;
    return this.within(this.provider.put({ key, contentType, body: () => piecesOfBytes(bytes, size), signal }), 'putting an object');
  }

  async open(key: string, range?: ByteRange, signal: AbortSignal = new AbortController().signal): Promise<StorageReading | undefined> {
    return this.within(this.provider.read({ key, signal, ...(range === undefined ? {} : { range }) }), 'reading an object');
  }

  /** The bytes of an object that has to be there. */
  async bytes(key: string, range?: ByteRange): Promise<Uint8Array> {
    const reading = await this.open(key, range);
    must(reading !== undefined, 'an object that was put is not there');
    const all = await this.within(collect(reading.body), 'the bytes of an object');
    must(all.byteLength === reading.byteLength, `${reading.byteLength} bytes were told, and ${all.byteLength} came`);
    must(reading.startByte === (range?.startByte ?? 0), `the bytes were said to begin at ${reading.startByte}`);
    return all;
  }

  head(key: string): Promise<StoredObject | undefined> {
    return this.within(this.provider.head({ key, signal: new AbortController().signal }), 'asking for an object');
  }

  delete(key: string): Promise<void> {
    return this.within(this.provider.delete({ key, signal: new AbortController().signal }), 'deleting an object');
  }

  async openUrl(url: string, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; type: string; bytes: Uint8Array }> {
    const open = this.harness.openUrl ?? ((address: string) => fetch(address, { headers }));
    const response = await this.within(open(url, headers, this.provider), 'opening a signed address');
    return { status: response.status, type: response.headers.get('content-type') ?? '', bytes: new Uint8Array(await this.within(response.arrayBuffer(), 'the bytes of a signed address')) };
  }

  outcome<Result>(work: Promise<Result>): Promise<Outcome<Result>> {
    return outcomeOf(work);
  }
}

export async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(Uint8Array.from(piece));
  return Buffer.concat(pieces);
}

/** A rule that is looked at with an adapter of its own. */
export function storageCheck(id: string, rule: string, run: (bench: StorageBench) => Promise<void>): ContractCheck<StorageContractHarness> {
  return defineCheck<StorageContractHarness>(id, rule, async (harness) => {
    await withProvider<'storage'>(harness, async (provider, watch) => { await run(new StorageBench(provider, watch, harness)); });
  });
}
