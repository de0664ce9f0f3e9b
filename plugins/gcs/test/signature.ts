// Who asks, looked at as the vendor does: assertions and signed addresses are verified with the public key.
import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const EMAIL = 'parley@parley-test.iam.gserviceaccount.com';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2_048 });

/** The file that is downloaded when a key is made; `note` stands where nothing reads it. */
export const keyFile = (note: string, isRight = true): string => JSON.stringify({
  type: 'service_account', project_id: 'parley-test', private_key_id: '9f1c', private_key: (isRight ? privateKey : other.privateKey).export({ type: 'pkcs8', format: 'pem' }), client_email: EMAIL, token_uri: 'https://elsewhere.invalid/token', note,
});

const decoded = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** What is wrong with an assertion; undefined where all is well. */
export function faultOfAssertion(assertion: string, tokenUrl: string): string | undefined {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const { iss, aud, scope, iat, exp } = decoded(claims);
  if (decoded(header)['alg'] !== 'RS256' || !verify('sha256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))) return 'Invalid JWT Signature.';
  if (iss !== EMAIL || aud !== tokenUrl) return 'Invalid grant: account not found';
  if (Math.abs(Number(iat) - Date.now() / 1_000) > 300 || Number(exp) - Number(iat) > 3_600) return 'Invalid JWT: Token must be a short-lived token (60 minutes)';
  return scope === 'https://www.googleapis.com/auth/devstorage.read_write' ? undefined : 'Invalid OAuth scope or ID token audience provided.';
}

/** Whether an address was signed for this path, and lives. The vendor has no port in its address, and its client leaves it out. */
export function isSigned({ url = '', method, headers }: IncomingMessage): boolean {
  const [path = '', raw = ''] = url.split('?');
  const query = new URLSearchParams(raw);
  const of = (name: string): string => query.get(`X-Goog-${name}`) ?? '';
  const [email, ...scope] = of('Credential').split('/');
  const begunAtMs = Date.parse(of('Date').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const canonicalOf = (host: string): string => [method, path, raw.split('&').filter((pair) => !pair.startsWith('X-Goog-Signature=')).sort().join('&'), `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const isOf = (host: string): boolean => {
    const text = ['GOOG4-RSA-SHA256', of('Date'), scope.join('/'), createHash('sha256').update(canonicalOf(host)).digest('hex')].join('\n');
    return verify('sha256', Buffer.from(text), publicKey, Buffer.from(of('Signature'), 'hex'));
  };
  const isAlive = begunAtMs + Number(of('Expires')) * 1_000 > Date.now() && Number(of('Expires')) <= 604_800;
  return email === EMAIL && isAlive && /^\d{8}\/auto\/storage\/goog4_request$/.test(scope.join('/')) && [headers.host!, headers.host!.split(':')[0]!].some(isOf);
}
