import { createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { ProviderError } from '@parley/plugin-sdk';

const TOKEN_LIFE_SECONDS = 3_600;
const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';
const ALGORITHM = 'GOOG4-RSA-SHA256';

/** Who asks. The addresses that stand in the key's file are not followed: whoever enters it may have written them. */
export interface ServiceAccount { readonly email: string; readonly keyId: string | undefined; readonly privateKey: KeyObject }

/** The downloaded file; throws `auth` where it is none. */
export function readServiceAccount(json: string): ServiceAccount {
  try {
    const { client_email: email, private_key: pem, private_key_id: keyId } = JSON.parse(json) as Record<string, unknown>;
    if (typeof email === 'string' && /^[\w.@-]+$/.test(email) && typeof pem === 'string') return { email, keyId: typeof keyId === 'string' ? keyId : undefined, privateKey: createPrivateKey(pem) };
  } catch { /* What is wrong with it could hold a part of the key. */ }
  throw new ProviderError('auth', 'The service account key is not the JSON file of a service account.');
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** RFC 7523: what the service account signs in with. */
export function assertionOf({ email, keyId, privateKey }: ServiceAccount, tokenUrl: string, nowMs: number): string {
  const issuedAt = Math.floor(nowMs / 1_000);
  const unsigned = `${base64url({ alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) })}.${base64url({ iss: email, scope: SCOPE, aud: tokenUrl, iat: issuedAt, exp: issuedAt + TOKEN_LIFE_SECONDS })}`;
  return `${unsigned}.${sign('sha256', Buffer.from(unsigned), privateKey).toString('base64url')}`;
}

/** A signed address (version 4) under which whoever holds it may GET an object. */
export function signedUrl({ email, privateKey }: ServiceAccount, { baseUrl, path, seconds, nowMs }: { readonly baseUrl: string; readonly path: string; readonly seconds: number; readonly nowMs: number }): string {
  const date = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${date.slice(0, 8)}/auto/storage/goog4_request`;
  const { host, origin } = new URL(baseUrl);
  const query = Object.entries({ 'X-Goog-Algorithm': ALGORITHM, 'X-Goog-Credential': `${email}/${scope}`, 'X-Goog-Date': date, 'X-Goog-Expires': String(seconds), 'X-Goog-SignedHeaders': 'host' })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const canonical = ['GET', path, query, `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const text = [ALGORITHM, date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  return `${origin}${path}?${query}&X-Goog-Signature=${sign('sha256', Buffer.from(text), privateKey).toString('hex')}`;
}
