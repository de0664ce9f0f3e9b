import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';
import { Slots } from '../voices/slots.js';
import { openCallsFile } from './calls-file.js';
import { openExportToken } from './links.js';

const RETRY_AFTER_SECONDS = 10;

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${message}\n`);
}

export interface ExportOptions {
  /** Calls in one file; default `exportRowsMax`. */
  readonly rowsMax?: number;
}

/** `GET /exports/calls?token=…`: a list of calls as CSV, sent as it is read and no faster than it is taken. Few at once: the database may be carrying calls. */
export function createCallExports(app: App, { rowsMax = LIMITS.exportRowsMax }: ExportOptions = {}): (request: IncomingMessage, response: ServerResponse, token: string) => Promise<void> {
  const slots = new Slots(LIMITS.exportsRunningMax, LIMITS.exportsWaitingMax);
  return async (request, response, token) => {
    if (request.method !== 'GET') { refuse(response, 405, 'Exports are read with GET.', { allow: 'GET' }); return; }
    const wanted = openExportToken(app, token);
    if (!wanted) { refuse(response, 403, 'The link is wrong or has run out. Ask for a new one.'); return; }
    const left = new AbortController();
    response.once('close', () => { left.abort(); });
    const signal = AbortSignal.any([left.signal, AbortSignal.timeout(LIMITS.exportMs)]);
    const leave = await slots.enter(signal);
    if (!leave) { if (!left.signal.aborted) refuse(response, 503, 'Many exports are running just now. Try again in a moment.', { 'retry-after': String(RETRY_AFTER_SECONDS) }); return; }
    try {
      const { isTruncated, parts } = await openCallsFile(app, wanted, rowsMax);
      response.writeHead(200, {
        'content-type': 'text/csv; charset=utf-8; header=present', 'content-disposition': `attachment; filename="calls-${new Date().toISOString().slice(0, 10)}.csv"`, 'x-parley-truncated': String(isTruncated),
      });
      await pipeline(Readable.from(parts, { objectMode: false, highWaterMark: 64 * 1024 }), response, { signal });
    } catch (error) {
      // Who leaves early is no fault; who takes longer than there is time is cut, so that nobody keeps a part for the whole.
      if (!signal.aborted) throw error;
      response.destroy();
    } finally {
      leave();
    }
  };
}
