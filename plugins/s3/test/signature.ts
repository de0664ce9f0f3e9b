// Signatures of version 4, looked at as the vendor does: made anew from the request as it came.
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const ACCESS_KEY_ID = 'AKIDPARLEYTEST';
const ALGORITHM = 'AWS4-HMAC-SHA256';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

interface Given { readonly credential: string; readonly signedHeaders: string; readonly signature: string; readonly date: string; readonly payload: string | undefined }

/** Milliseconds since 1970 of `20260101T120000Z`. */
const timeOf = (date: string): number => Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

function inHeaders({ headers }: IncomingMessage): Given | undefined {
  const [, credential, signedHeaders, signature] = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '') ?? [];
  const { 'x-amz-date': date, 'x-amz-content-sha256': payload } = headers;
  if (credential === undefined || typeof date !== 'string' || Math.abs(timeOf(date) - Date.now()) > 900_000) return undefined;
  return { credential, signedHeaders: signedHeaders!, signature: signature!, date, payload: typeof payload === 'string' ? payload : undefined };
}

function inQuery(query: URLSearchParams): Given | undefined {
  const [credential, signedHeaders, signature, date] = ['Credential', 'SignedHeaders', 'Signature', 'Date'].map((name) => query.get(`X-Amz-${name}`));
  const endsAtMs = timeOf(date ?? '') + Number(query.get('X-Amz-Expires')) * 1_000;
  if (query.get('X-Amz-Algorithm') !== ALGORITHM || !credential || !signedHeaders || !signature || !date || !(endsAtMs > Date.now())) return undefined;
  return { credential, signedHeaders, signature, date, payload: 'UNSIGNED-PAYLOAD' };
}

/** The code of the refusal; undefined where all is well. */
export function refusalOf(request: IncomingMessage, body: Uint8Array, secret: string, wantedService = 's3'): string | undefined {
  const [path = '', rawQuery = ''] = request.url!.split('?');
  const given = inHeaders(request) ?? inQuery(new URLSearchParams(rawQuery));
  if (!given) return 'AccessDenied';
  const [accessKeyId, day = '', region = '', service = '', terminator = ''] = given.credential.split('/');
  if (accessKeyId !== ACCESS_KEY_ID) return 'InvalidAccessKeyId';
  if (service !== wantedService || terminator !== 'aws4_request' || !given.date.startsWith(day) || !given.signedHeaders.split(';').includes('host')) return 'AuthorizationHeaderMalformed';
  const query = rawQuery.split('&').filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature=')).map((pair) => (pair.includes('=') ? pair : `${pair}=`)).sort().join('&');
  const headers = given.signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, ' ')}\n`).join('');
  const canonical = [request.method, path, query, headers, given.signedHeaders, given.payload ?? sha256(body)].join('\n');
  const scope = [day, region, service, terminator];
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  if (hmac(key, [ALGORITHM, given.date, scope.join('/'), sha256(canonical)].join('\n')).toString('hex') !== given.signature) return 'SignatureDoesNotMatch';
  // Storage alone sends the checksum of the body along.
  return [undefined, 'UNSIGNED-PAYLOAD', sha256(body)].includes(given.payload) ? undefined : 'XAmzContentSHA256Mismatch';
}
