import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** CBOR (RFC 8949) as far as authenticators write it: integers, bytes, texts and maps, in the canonical form of CTAP2. */
function cbor(value: number | string | Uint8Array | ReadonlyMap<number | string, unknown>): Buffer {
  const head = (major: number, count: number) => {
    if (count < 24) return Buffer.from([(major << 5) | count]);
    if (count < 0x100) return Buffer.from([(major << 5) | 24, count]);
    return Buffer.from([(major << 5) | 25, count >> 8, count & 0xff]);
  };
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...Array.from(value).flatMap(([key, inner]) => [cbor(key), cbor(inner as never)])]);
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array | string) => Buffer.from(data).toString('base64url');

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;
const ES256 = -7;
/** An authenticator that says nothing of its make. */
const AAGUID = Buffer.alloc(16);

interface Credential { readonly id: Buffer; readonly rpId: string; readonly userHandle: Buffer; readonly privateKey: KeyObject; counter: number }

export interface CreationOptions { readonly challenge: string; readonly rp: { readonly id: string }; readonly user: { readonly id: string }; readonly pubKeyCredParams: readonly { readonly alg: number }[]; readonly excludeCredentials?: readonly { readonly id: string }[]; readonly authenticatorSelection: { readonly residentKey: string; readonly userVerification: string } }
export interface RequestOptions { readonly challenge: string; readonly rpId: string; readonly userVerification: string; readonly allowCredentials?: readonly unknown[] }

/** What a test may get wrong on purpose. */
export interface Faults { readonly origin?: string; readonly isVerified?: boolean; readonly type?: string; readonly counter?: number; readonly userHandle?: Buffer; readonly rpId?: string }

/**
 * A browser and its platform authenticator in one (WebAuthn level 3, ES256, no attestation): keeps discoverable
 * credentials, writes client data and authenticator data byte by byte, and signs them with keys of its own.
 */
export class SoftwareAuthenticator {
  readonly #credentials: Credential[] = [];

  /** @param counts false for keys that live on several devices: their counter stays 0. */
  constructor(readonly origin: string, readonly counts = true) {}

  #clientData(type: string, challenge: string, origin = this.origin): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #checkHost(rpId: string): void {
    const { hostname } = new URL(this.origin);
    if (hostname !== rpId && !hostname.endsWith(`.${rpId}`)) throw new Error(`SecurityError: ${rpId} is not for ${hostname}`);
  }

  /** `navigator.credentials.create({ publicKey }).toJSON()` */
  create(options: CreationOptions, faults: Faults = {}): object {
    this.#checkHost(options.rp.id);
    if (!options.pubKeyCredParams.some(({ alg }) => alg === ES256)) throw new Error('NotSupportedError');
    if (options.excludeCredentials?.some(({ id }) => this.#credentials.some((known) => base64url(known.id) === id))) throw new Error('InvalidStateError');
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const credential: Credential = { id: randomBytes(32), rpId: options.rp.id, userHandle: Buffer.from(options.user.id, 'base64url'), privateKey, counter: 0 };
    this.#credentials.push(credential);
    const { x, y } = publicKey.export({ format: 'jwk' });
    const cose = cbor(new Map<number, number | Uint8Array>([[1, 2], [3, ES256], [-1, 1], [-2, Buffer.from(x!, 'base64url')], [-3, Buffer.from(y!, 'base64url')]]));
    const length = Buffer.from([0, credential.id.length]);
    const authData = Buffer.concat([this.#head(credential, HAS_CREDENTIAL, faults), AAGUID, length, credential.id, cose]);
    const attestationObject = cbor(new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData]]));
    const id = base64url(credential.id);
    return {
      id, rawId: id, type: 'public-key', authenticatorAttachment: 'platform', clientExtensionResults: {},
      response: { clientDataJSON: base64url(this.#clientData(faults.type ?? 'webauthn.create', options.challenge, faults.origin)), attestationObject: base64url(attestationObject), transports: ['internal'] },
    };
  }

  /** `navigator.credentials.get({ publicKey }).toJSON()` with the newest credential of the host. */
  get(options: RequestOptions, faults: Faults = {}): object {
    this.#checkHost(options.rpId);
    const credential = this.#credentials.findLast(({ rpId }) => rpId === options.rpId);
    if (!credential) throw new Error('NotAllowedError');
    if (this.counts) credential.counter += 1;
    const authenticatorData = this.#head(credential, 0, faults);
    const clientData = this.#clientData(faults.type ?? 'webauthn.get', options.challenge, faults.origin);
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), credential.privateKey);
    const id = base64url(credential.id);
    return {
      id, rawId: id, type: 'public-key', authenticatorAttachment: 'platform', clientExtensionResults: {},
      response: { clientDataJSON: base64url(clientData), authenticatorData: base64url(authenticatorData), signature: base64url(signature), userHandle: base64url(faults.userHandle ?? credential.userHandle) },
    };
  }

  #head({ rpId, counter }: Credential, flags: number, faults: Faults): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(faults.counter ?? counter);
    return Buffer.concat([sha256(faults.rpId ?? rpId), Buffer.from([PRESENT | (faults.isVerified === false ? 0 : VERIFIED) | flags]), count]);
  }
}
