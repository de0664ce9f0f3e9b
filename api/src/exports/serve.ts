import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';
import { Slots } from '../voices/slots.js';
import { openAuditFile } from './audit-file.js';
import { openCallsFile } from './calls-file.js';
import type { ExportFile } from './export-file.js';
import { openAuditExportToken, openExportToken, openOrganizationExportToken, openUsageExportToken } from './links.js';
import { openOrganizationFile } from './organization-file.js';
import { openUsageFile } from './usage-file.js';

const RETRY_AFTER_SECONDS = 10;

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${message}\n`);
}

export interface ExportOptions {
  /** Rows in one file; default `exportRowsMax`. */
  readonly rowsMax?: number;
}

type Open = (rowsMax: number) => Promise<ExportFile>;

/** How the file is opened that a token asks for; undefined where it is wrong or has run out. */
const FILES: Readonly<Record<string, (app: App, token: string) => Open | undefined>> = {
  '/exports/calls': (app, token) => { const wanted = openExportToken(app, token); return wanted && ((rowsMax) => openCallsFile(app, wanted, rowsMax)); },
  '/exports/audit': (app, token) => { const wanted = openAuditExportToken(app, token); return wanted && ((rowsMax) => openAuditFile(app, wanted, rowsMax)); },
  '/exports/usage': (app, token) => { const wanted = openUsageExportToken(app, token); return wanted && ((rowsMax) => openUsageFile(app, wanted, rowsMax)); },
  '/exports/organization': (app, token) => { const wanted = openOrganizationExportToken(app, token); return wanted === undefined ? undefined : () => Promise.resolve(openOrganizationFile(app, wanted)); },
};

/** All that an organization has takes longer than a list. */
const timeOf = (path: string) => (path === '/exports/organization' ? LIMITS.organizationExportMs : LIMITS.exportMs);

/** Whether there are exports at this path. */
export const isExport = (path: string): boolean => Object.hasOwn(FILES, path);

/** `GET /exports/calls?token=…`, `/exports/audit?token=…`, `/exports/usage?token=…` and `/exports/organization?token=…`: rows as a file, sent as they are read and no faster than they are taken. Few at once: the database may be carrying calls. */
export function createExports(app: App, { rowsMax = LIMITS.exportRowsMax }: ExportOptions = {}): (request: IncomingMessage, response: ServerResponse, path: string, token: string) => Promise<void> {
  const slots = new Slots(LIMITS.exportsRunningMax, LIMITS.exportsWaitingMax);
  return async (request, response, path, token) => {
    if (request.method !== 'GET') { refuse(response, 405, 'Exports are read with GET.', { allow: 'GET' }); return; }
    const open = FILES[path]?.(app, token);
    if (!open) { refuse(response, 403, 'The link is wrong or has run out. Ask for a new one.'); return; }
    const left = new AbortController();
    response.once('close', () => { left.abort(); });
    const signal = AbortSignal.any([left.signal, AbortSignal.timeout(timeOf(path))]);
    const leave = await slots.enter(signal);
    if (!leave) { if (!left.signal.aborted) refuse(response, 503, 'Many exports are running just now. Try again in a moment.', { 'retry-after': String(RETRY_AFTER_SECONDS) }); return; }
    try {
      const { mediaType, name, isTruncated, parts } = await open(rowsMax);
      response.writeHead(200, { 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"`, 'x-parley-truncated': String(isTruncated) });
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
