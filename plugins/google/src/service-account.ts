import { createSign } from 'node:crypto';
import { ProviderError } from '@parley/plugin-sdk';
import { z } from 'zod';

const TOKEN_SECONDS = 3_600;
/** A token is renewed so long before it is over, for clocks that differ. */
const RENEWED_SECONDS = 300;

const file = z.looseObject({ project_id: z.string().regex(/^[\w.:-]+$/), private_key_id: z.string().min(1), private_key: z.string().min(1), client_email: z.string().min(3) });

export interface ServiceAccount {
  /** The project that it belongs to, which pays. */
  readonly projectId: string;
  /** Names the key; it goes over the wire with each token. */
  readonly keyId: string;
  /** What a request is authorized with: signed here, good for an hour and for one service. Throws `auth` where the key is none. */
  token(): string;
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Reads the JSON file that the vendor makes for a key of a service account; `audience` is the service that its tokens are for. */
export function readServiceAccount(json: string, audience: string): ServiceAccount {
  let given: unknown;
  try { given = JSON.parse(json); } catch { /* What is no JSON is no such file either. */ }
  const { data } = file.safeParse(given);
  if (!data) throw new ProviderError('auth', 'The key of the service account is not the JSON file that the vendor makes for it.');
  const { project_id: projectId, private_key_id: keyId, private_key: key, client_email: email } = data;
  let current: { readonly token: string; readonly untilSeconds: number } | undefined;
  const sign = (nowSeconds: number): string => {
    const untilSeconds = nowSeconds + TOKEN_SECONDS;
    const words = `${encoded({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encoded({ iss: email, sub: email, aud: audience, iat: nowSeconds, exp: untilSeconds })}`;
    let signature: string;
    try { signature = createSign('RSA-SHA256').update(words).sign(key, 'base64url'); } catch { throw new ProviderError('auth', 'The private key of the service account cannot be read.'); }
    current = { token: `${words}.${signature}`, untilSeconds };
    return current.token;
  };
  return {
    projectId, keyId,
    token: () => {
      const nowSeconds = Math.floor(Date.now() / 1_000);
      return current && current.untilSeconds - RENEWED_SECONDS > nowSeconds ? current.token : sign(nowSeconds);
    },
  };
}
