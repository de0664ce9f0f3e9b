import { createStorageProvider, placeOf, signStorageLink, toProviderError, type PluginContext, type StorageProvider, type StoredObject } from '@parley/plugin-sdk';
import { delay } from './delay.js';
import { FaultPlan, playFaultOfAnswer } from './faults.js';
import { storageSettings } from './settings.js';

interface Kept { readonly object: StoredObject; readonly bytes: Uint8Array }

/** Where addresses of simulated storage would lead, were there a server. */
export const STORAGE_URL = 'https://storage.invalid/simulated';
const PIECE_BYTES = 65_536;
const DAY_MS = 86_400_000;

async function* inPieces(bytes: Uint8Array, isCut: boolean): AsyncGenerator<Uint8Array> {
  const end = isCut ? Math.floor(bytes.byteLength / 2) : bytes.byteLength;
  for (let at = 0; at < end; at += PIECE_BYTES) yield bytes.subarray(at, Math.min(end, at + PIECE_BYTES));
}

/** Keeps objects in memory for as long as it is open. */
export async function openStorage({ settings: given, secrets, clock }: PluginContext): Promise<StorageProvider> {
  const settings = storageSettings.parse(given);
  const faults = new FaultPlan(settings.faults);
  const objects = new Map<string, Kept>();
  let puts = 0;
  /** What every request goes through; answers whether the result shall be cut. */
  const play = async (signal: AbortSignal): Promise<boolean> => {
    const fault = faults.next();
    await playFaultOfAnswer(fault, clock, signal);
    await delay(clock, settings.delayMs, signal);
    return fault?.kind === 'garbage' || fault?.kind === 'silence';
  };
  return createStorageProvider({
    abilities: { objectBytesMax: settings.objectBytesMax, signedUrlMsMax: DAY_MS }, clock, timeoutMs: 30_000, asProviderError: toProviderError,
    put: async ({ key, contentType, pieces, signal }) => {
      await play(signal);
      const all: Uint8Array[] = [];
      for await (const piece of pieces) all.push(Uint8Array.from(piece));
      const bytes = Uint8Array.from(Buffer.concat(all));
      const etag = String(puts += 1);
      objects.set(key, { bytes, object: { key, byteLength: bytes.byteLength, contentType, etag, modifiedAt: new Date(clock.nowMs()) } });
      return { etag };
    },
    read: async (key, range, signal) => {
      const isCut = await play(signal);
      const kept = objects.get(key);
      if (!kept) return undefined;
      const { startByte, byteLength } = placeOf(range, kept.bytes.byteLength);
      return { object: kept.object, startByte, byteLength, body: inPieces(kept.bytes.subarray(startByte, startByte + byteLength), isCut) };
    },
    head: async (key, signal) => { await play(signal); return objects.get(key)?.object; },
    delete: async (key, signal) => { await play(signal); objects.delete(key); },
    sign: async (key, lifetimeMs) => signStorageLink({ baseUrl: STORAGE_URL, key, expiresAtMs: clock.nowMs() + lifetimeMs, secret: secrets['key'] ?? 'simulated' }),
    close: async () => { objects.clear(); },
  });
}
