import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { App } from '../context.js';
import { openRecordingLink } from './links.js';

export const recordingsFolder = (app: App) => join(app.environment.dataDir, 'recordings');

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${message}\n`);
}

/** `GET` and `HEAD /recordings/<id>?expires&signature`, with single byte ranges (RFC 9110, section 14). */
export async function serveRecording(app: App, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') { refuse(response, 405, 'Recordings are read with GET or HEAD.', { allow: 'GET, HEAD' }); return; }
  const id = openRecordingLink(app, url.pathname.split('/').at(-1) ?? '', url.searchParams);
  if (!id) { refuse(response, 403, 'The link is wrong or has run out. Ask for a new one.'); return; }
  const recording = await app.database.system.recording.findUnique({ where: { id }, select: { storageKey: true, sha256: true } });
  const file = recording && join(recordingsFolder(app), recording.storageKey);
  const size = file ? await stat(file).then((facts) => facts.size, () => undefined) : undefined;
  if (!file || size === undefined) { refuse(response, 404, 'There is no such recording.'); return; }
  const headers = { 'content-type': 'audio/wav', 'accept-ranges': 'bytes', 'cache-control': 'private, no-store', etag: `"${recording.sha256}"`, 'x-content-type-options': 'nosniff' };
  // An `If-Range` that names another file asks for all of this one.
  const ifRange = request.headers['if-range'];
  const range = parseRange(ifRange === undefined || ifRange === headers.etag ? request.headers.range : undefined, size);
  if (range === 'unsatisfiable') { refuse(response, 416, 'The file is shorter than that.', { 'content-range': `bytes */${size}` }); return; }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range ? 206 : 200, { ...headers, 'content-length': end - start + 1, ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}) });
  if (request.method === 'HEAD' || size === 0) { response.end(); return; }
  // A listener who skips or leaves closes early; that is no fault.
  await pipeline(createReadStream(file, { start, end }), response).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** The bytes a `Range` header asks for; undefined asks for all, as do forms that need not be understood. */
export function parseRange(header: string | undefined, size: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  if (match[1] === '') {
    const length = Number(match[2]);
    return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[2] !== '' && Number(match[2]) < start) return undefined;
  return start >= size ? 'unsatisfiable' : { start, end };
}
