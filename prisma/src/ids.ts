import { randomFillSync } from 'node:crypto';

/** Prefixes of external ids, by what they name. */
export type IdPrefix = 'org' | 'usr' | 'agt' | 'agv' | 'call' | 'trn' | 'rec' | 'ses' | 'aud' | 'svc' | 'key' | 'rol' | 'pky' | 'inv' | 'dom' | 'con';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const VALUES = new Map(ALPHABET.split('').map((character, value) => [character, BigInt(value)]));
/** 62^22 > 2^128: every id fills 22 characters, so that external ids sort as their UUIDs do. */
const BASE62_LENGTH = 22;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The 42 low bits of the counter below; 32 of them are random at the start of each millisecond. */
const COUNTER_MAX = 2n ** 42n - 1n;

let lastMs = 0;
let counter = 0n;

function randomBits(bytes: number): bigint {
  return BigInt(`0x${randomFillSync(Buffer.alloc(bytes)).toString('hex')}`);
}

/**
 * A UUID of version 7 (RFC 9562): time first, so that rows lie in the order in which they were made. Strictly growing
 * within a process, also when the clock steps back: 42 bits after the time are a counter with a random start
 * (RFC 9562 section 6.2, method 1), the last 32 are random.
 */
export function uuidv7(nowMs = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = randomBits(4);
  } else if (++counter > COUNTER_MAX) {
    lastMs += 1;
    counter = randomBits(4);
  }
  const high = (BigInt(lastMs) << 16n) | 0x7000n | (counter >> 30n);
  const low = (0b10n << 62n) | ((counter & 0x3fff_ffffn) << 32n) | randomBits(4);
  const hex = ((high << 64n) | low).toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** An external id that names nothing: `WRONG_PREFIX` for the id of another kind of thing, `MALFORMED` for no id at all. */
export class InvalidIdError extends Error {
  override readonly name = 'InvalidIdError';

  constructor(readonly code: 'WRONG_PREFIX' | 'MALFORMED', message: string) {
    super(message);
  }
}

/** `<prefix>_<22 characters>`, e.g. `agt_02E1x…`. @throws InvalidIdError when `uuid` is no UUID in lower case. */
export function encodeId(prefix: string, uuid: string): string {
  if (!UUID.test(uuid)) throw new InvalidIdError('MALFORMED', `"${shorten(uuid)}" is not a UUID.`);
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let place = 0; place < BASE62_LENGTH; place++) {
    text = ALPHABET[Number(value % 62n)] + text;
    value /= 62n;
  }
  return `${prefix}_${text}`;
}

/** The UUID inside an external id. @throws InvalidIdError when it is another kind of id, or none. */
export function decodeId(prefix: string, id: string): string {
  const split = splitId(id);
  if (!split) throw new InvalidIdError('MALFORMED', `"${shorten(id)}" is not an id.`);
  if (split.prefix !== prefix) throw new InvalidIdError('WRONG_PREFIX', `"${shorten(id)}" is the id of something else; this one begins with "${prefix}_".`);
  return split.uuid;
}

/** Both parts of an external id, whatever its prefix; undefined where it is no id. */
export function splitId(id: string): { readonly prefix: string; readonly uuid: string } | undefined {
  const match = /^([a-z]{1,8})_([0-9A-Za-z]{22})$/.exec(id);
  if (!match) return undefined;
  let value = 0n;
  for (const character of match[2]!) value = value * 62n + VALUES.get(character)!;
  if (value >> 128n !== 0n) return undefined;
  const hex = value.toString(16).padStart(32, '0');
  return { prefix: match[1]!, uuid: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` };
}

const shorten = (text: string) => (text.length > 48 ? `${text.slice(0, 48)}…` : text);
