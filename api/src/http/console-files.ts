import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { App } from '../context.js';

/** Where the built console lies, seen from src/http as from dist/http. */
export const CONSOLE_FOLDER = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

interface ConsoleFile { readonly body: Buffer; readonly gzip: Buffer | undefined; readonly type: string; readonly etag: string; readonly isImmutable: boolean }

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.png': 'image/png', '.json': 'application/json',
};
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.json']);
const YEAR_SECONDS = 31_536_000;
const UNBUILT = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Parley</title></head><body><h1>The console is not built</h1>
<p>Run <code>npm start</code> in the project's folder, or <code>npm run build --prefix web</code>, and load this page again.</p>
<p>The API is at <a href="/graphql">/graphql</a>.</p></body></html>
`;

/** The files of a built console by their address; undefined where it is not built. They are few and small: all are kept in memory. */
function readConsole(folder: string): ReadonlyMap<string, ConsoleFile> | undefined {
  let names: string[];
  try { names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)); } catch { return undefined; }
  const files = new Map(names.map((name): [string, ConsoleFile] => {
    const body = readFileSync(name);
    const path = `/${relative(folder, name).split(sep).join('/')}`;
    return [path, {
      body, gzip: COMPRESSED.has(extname(name)) ? gzipSync(body, { level: 9 }) : undefined, type: TYPES[extname(name)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      // Vite puts a hash of the content into the names there.
      isImmutable: path.startsWith('/assets/'),
    }];
  }));
  return files.has('/index.html') ? files : undefined;
}

/** Scripts, styles, sound and requests from this server alone, and the one socket that carries calls. */
function securityPolicy(app: App): string {
  const media = new URL(app.environment.mediaUrl);
  return [
    "default-src 'self'", `connect-src 'self' ${media.protocol}//${media.host}`, "img-src 'self' data:", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
  ].join('; ');
}

export interface ConsoleFiles {
  /** Answers a GET or HEAD of the console; false where the address is not one of its. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): boolean;
}

/**
 * The console's files: hashed ones may be kept for ever, all others are asked for again each time. An address without a
 * file is one of the console's own pages where a browser navigates to it. Read once, at the first request
 * that finds it built.
 */
export function createConsoleFiles(app: App, folder = CONSOLE_FOLDER): ConsoleFiles {
  let files: ReadonlyMap<string, ConsoleFile> | undefined;
  const headers = {
    'content-security-policy': securityPolicy(app), 'permissions-policy': 'microphone=(self), camera=(), geolocation=()', 'cross-origin-opener-policy': 'same-origin', 'x-frame-options': 'DENY', vary: 'accept-encoding',
    ...(app.publicUrl().startsWith('https:') ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}` } : {}),
  };
  return {
    serve: (request, response, path) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      const isPage = request.headers.accept?.includes('text/html') === true && extname(path) === '';
      files ??= readConsole(folder);
      const file = files?.get(path) ?? (isPage ? files?.get('/index.html') : undefined);
      if (!file) {
        if (files || !isPage) return false;
        response.writeHead(503, { ...headers, 'content-type': TYPES['.html'] }).end(UNBUILT);
        return true;
      }
      const isGzip = file.gzip !== undefined && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
      const etag = isGzip ? file.etag.replace(/"$/, '-gzip"') : file.etag;
      const shared = { ...headers, etag, 'cache-control': file.isImmutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache' };
      if (request.headers['if-none-match'] === etag) { response.writeHead(304, shared).end(); return true; }
      const body = isGzip ? file.gzip! : file.body;
      response.writeHead(200, { ...shared, 'content-type': file.type, 'content-length': body.length, ...(isGzip ? { 'content-encoding': 'gzip' } : {}) });
      response.end(request.method === 'HEAD' ? undefined : body);
      return true;
    },
  };
}
