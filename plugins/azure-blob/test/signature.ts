// Shared keys and shared access signatures, looked at as the vendor does: made anew from the request as it came.
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const ACCOUNT = 'parleytest';

const hmac = (key: string, text: string): string => createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');

function sharedKeyOf({ method, url = '', headers }: IncomingMessage, key: string): string {
  const { pathname, searchParams } = new URL(url, 'http://azure.test');
  const header = (name: string): string => String(headers[name] ?? '');
  const plain = ['content-encoding', 'content-language', 'content-length', 'content-md5', 'content-type', 'date', 'if-modified-since', 'if-match', 'if-none-match', 'if-unmodified-since', 'range']
    .map((name) => (name === 'content-length' && header(name) === '0' ? '' : header(name)));
  const own = Object.keys(headers).filter((name) => name.startsWith('x-ms-')).sort().map((name) => `${name}:${header(name)}\n`).join('');
  const query = [...new Set([...searchParams.keys()].map((name) => name.toLowerCase()))].sort().map((name) => `\n${name}:${searchParams.getAll(name).sort().join(',')}`).join('');
  return hmac(key, `${[method, ...plain].join('\n')}\n${own}/${ACCOUNT}${pathname}${query}`);
}

function accessSignatureOf(pathname: string, query: URLSearchParams, key: string): string {
  const of = (name: string): string => query.get(name) ?? '';
  const [, , container, ...blob] = pathname.split('/');
  const fields = [of('sp'), of('st'), of('se'), `/blob/${ACCOUNT}/${container}/${decodeURIComponent(blob.join('/'))}`, of('si'), of('sip'), of('spr'), of('sv'), of('sr'), '', of('ses'), of('rscc'), of('rscd'), of('rsce'), of('rscl'), of('rsct')];
  return hmac(key, fields.join('\n'));
}

/** Whether whoever asks may. */
export function isAllowed(request: IncomingMessage, key: string): boolean {
  const { pathname, searchParams: query } = new URL(request.url!, 'http://azure.test');
  if (query.has('sig')) {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    return isRead && query.get('sr') === 'b' && query.get('sp')!.includes('r') && Date.parse(query.get('se') ?? '') > Date.now() && query.get('sig') === accessSignatureOf(pathname, query, key);
  }
  const age = Math.abs(Date.parse(String(request.headers['x-ms-date'] ?? request.headers.date)) - Date.now());
  return age < 900_000 && request.headers.authorization === `SharedKey ${ACCOUNT}:${sharedKeyOf(request, key)}`;
}
