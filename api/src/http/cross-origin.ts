import type { IncomingMessage, ServerResponse } from 'node:http';

const HEADERS = 'authorization, content-type, idempotency-key, x-request-id, accept';
const EXPOSED = 'x-request-id, retry-after';
const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of the named origins use the API with a token of their own. Cookies stay at home: credentials are never
 * allowed, and a cookie that comes with a foreign origin is not read. Answers true where the request was a preflight
 * and is answered.
 */
export function allowOrigins(origins: readonly string[], request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  if (origins.length > 0) response.setHeader('vary', 'origin');
  const isAllowed = origin !== undefined && origins.includes(origin);
  if (isAllowed) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', EXPOSED);
  }
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  if (isAllowed) {
    response.setHeader('access-control-allow-methods', 'POST');
    response.setHeader('access-control-allow-headers', HEADERS);
    response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
  }
  response.writeHead(204).end();
  return true;
}
