// Plays the vendor on this machine: takes the key, and fails in each way that vendors fail where the address says so.
import { createServer } from 'node:http';
import { routes } from './vendor.js';

const STATUS = { auth: 401, quota: 402, 'rate-limit': 429, 'bad-request': 400, 'vendor-fault': 500 };

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}

async function serve(request, response) {
  const [, cause, path] = /^(?:\/fail\/([a-z-]+))?(\/.*)$/.exec(request.url);
  // A vendor that never answers.
  if (cause === 'timeout') return;
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const status = STATUS[cause ?? (key ? '' : 'auth')];
  if (status) {
    response.writeHead(status, { 'retry-after': '2' }).end(`The key ${key} was refused, or something else went wrong.`);
    return;
  }
  const route = routes[`${request.method} ${path}`];
  if (!route) { response.writeHead(404).end(); return; }
  await route(await bodyOf(request), response);
}

/** Listens on a free port of this machine. */
export async function startVendorServer() {
  const server = createServer((request, response) => { serve(request, response).catch(() => response.destroy()); });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}

/** Settings under which the next request fails for each cause. */
export function failingAt(url) {
  const causes = Object.keys(STATUS).map((cause) => [cause, { baseUrl: `${url}/fail/${cause}` }]);
  return { ...Object.fromEntries(causes), unreachable: { baseUrl: 'http://127.0.0.1:1' }, timeout: { baseUrl: `${url}/fail/timeout`, timeoutMs: 150 } };
}
