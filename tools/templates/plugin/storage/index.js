import { createHash } from 'node:crypto';
import { createStorageProvider, definePlugin, ProviderError, toProviderError } from '@parley/plugin-sdk';

const OBJECT_BYTES_MAX = 64 * 1024 * 1024;
const PIECE_BYTES = 65_536;

/** Keys, ranges and deadlines are the kit's affair; what is left is what the vendor's client does. */
export default definePlugin({
  storage: async ({ settings: { bytesMax = 2 * OBJECT_BYTES_MAX }, clock }) => {
    const objects = new Objects(bytesMax);
    return createStorageProvider({
      abilities: { objectBytesMax: OBJECT_BYTES_MAX, signedUrlMsMax: 0 }, clock, timeoutMs: 10_000, asProviderError: toProviderError,
      put: (upload) => objects.put(upload),
      read: (key, range) => soon(() => objects.read(key, range)),
      head: (key) => soon(() => objects.head(key)),
      delete: (key) => soon(() => { objects.delete(key); }),
      sign: async () => { throw new ProviderError('bad-request', 'It makes no signed addresses.'); },
      close: async () => {},
    });
  },
});

/** Answers on another turn of the loop, as a vendor would: until then whoever asked may change his mind. */
async function soon(work) {
  await new Promise((resolve) => { setImmediate(resolve); });
  return work();
}

class Objects {
  #bytesMax;
  #kept = new Map();

  constructor(bytesMax) {
    this.#bytesMax = bytesMax;
  }

  async put({ key, contentType, pieces }) {
    const parts = [];
    for await (const piece of pieces) parts.push(Uint8Array.from(piece));
    const bytes = Buffer.concat(parts);
    const others = [...this.#kept].reduce((sum, [name, { bytes: { byteLength } }]) => sum + (name === key ? 0 : byteLength), 0);
    if (others + bytes.byteLength > this.#bytesMax) throw new ProviderError('quota', 'There is no room for the object.');
    const etag = createHash('sha256').update(bytes).digest('hex');
    this.#kept.set(key, { bytes, object: { key, byteLength: bytes.byteLength, contentType, etag, modifiedAt: new Date() } });
    return { etag };
  }

  read(key, { startByte = 0, endByte = Infinity } = {}) {
    const found = this.#kept.get(key);
    if (!found) return undefined;
    const { bytes, object } = found;
    if (startByte > 0 && startByte >= bytes.byteLength) throw new ProviderError('bad-request', 'The range begins behind the last byte.');
    const part = bytes.subarray(startByte, Math.min(endByte + 1, bytes.byteLength));
    return { object, startByte, byteLength: part.byteLength, body: inPieces(part) };
  }

  head(key) {
    return this.#kept.get(key)?.object;
  }

  delete(key) {
    this.#kept.delete(key);
  }
}

async function* inPieces(bytes) {
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
