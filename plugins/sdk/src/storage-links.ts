import { createHmac, timingSafeEqual } from 'node:crypto';
import { checkStorageKey } from './storage-rules.js';

export interface StorageLink {
  /** Where objects are served, e.g. `https://files.example.com/kept`. */
  readonly baseUrl: string;
  readonly key: string;
  /** Milliseconds since 1970, or on the clock that opens it. */
  readonly expiresAtMs: number;
  readonly secret: string;
}

const bare = (baseUrl: string): string => baseUrl.replace(/\/+$/, '');
const signatureOf = (key: string, expires: string, secret: string): string => createHmac('sha256', secret).update(`storage-link/v1\n${key}\n${expires}`).digest('base64url');

/** Signed addresses for storage that has no server of its own: whoever serves its objects opens them with {@link openStorageLink}. */
export function signStorageLink({ baseUrl, key, expiresAtMs, secret }: StorageLink): string {
  checkStorageKey(key);
  const expires = String(Math.ceil(expiresAtMs));
  return `${bare(baseUrl)}/${key}?expires=${expires}&signature=${signatureOf(key, expires, secret)}`;
}

/** The key that an address opens now; undefined where it is not one of `baseUrl`, was changed, or has run out. */
export function openStorageLink(url: string, { baseUrl, secret, nowMs }: { readonly baseUrl: string; readonly secret: string; readonly nowMs: number }): string | undefined {
  const [path = '', query = ''] = url.split('?');
  const home = `${bare(baseUrl)}/`;
  if (!path.startsWith(home) || secret === '') return undefined;
  const key = path.slice(home.length);
  const parameters = new URLSearchParams(query);
  const expires = parameters.get('expires') ?? '';
  const given = Buffer.from(parameters.get('signature') ?? '');
  const right = Buffer.from(signatureOf(key, expires, secret));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return /^\d{1,16}$/.test(expires) && Number(expires) > nowMs ? key : undefined;
}
