import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Value = string | number | boolean | null;
export interface ServedTable { readonly columns: Readonly<Record<string, string>>; readonly required: readonly string[]; readonly rows: readonly Readonly<Record<string, Value>>[]; readonly delayMs?: number }

interface Refusal { readonly status: number; readonly code: string | null; readonly message: string; readonly headers?: Readonly<Record<string, string>> }

const RESERVED = new Set(['select', 'order', 'limit', 'offset']);
const NUMERIC = new Set(['integer', 'bigint', 'numeric']);

class Refused extends Error {
  constructor(readonly refusal: Refusal) { super(refusal.message); }
}

const refuse = (status: number, code: string | null, message: string): never => { throw new Refused({ status, code, message }); };

function compare(value: Value, operator: string, wanted: string, type: string): boolean {
  if (operator === 'is') return wanted === 'null' ? value === null : refuse(400, 'PGRST100', `"failed to parse filter (is.${wanted})" (line 1, column 4)`);
  if (value === null) return false;
  if (NUMERIC.has(type) && !/^-?\d+(\.\d+)?$/.test(wanted)) refuse(400, '22P02', `invalid input syntax for type ${type}: "${wanted}"`);
  const [one, other] = NUMERIC.has(type) ? [Number(value), Number(wanted)] : [String(value), wanted];
  switch (operator) {
    case 'eq': return one === other;
    case 'neq': return one !== other;
    case 'gt': return one > other;
    case 'gte': return one >= other;
    case 'lt': return one < other;
    case 'lte': return one <= other;
    default: return new RegExp(`^${wanted.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll(/[*%]/g, '.*').replaceAll('_', '.')}$`, operator === 'ilike' ? 'is' : 's').test(String(value));
  }
}

/** Reads one condition as PostgREST does: `not.` where it is turned round, the operator, and the value to the end. */
function matches(row: Readonly<Record<string, Value>>, column: string, condition: string, { columns }: ServedTable): boolean {
  const found = /^(not\.)?(eq|neq|gt|gte|lt|lte|like|ilike|is)\.(.*)$/s.exec(condition) ?? refuse(400, 'PGRST100', `"failed to parse filter (${condition})" (line 1, column 1)`);
  const type = columns[column] ?? refuse(400, '42703', `column contract.${column} does not exist`);
  return compare(row[column] ?? null, found[2]!, found[3]!, type) !== (found[1] !== undefined);
}

function select({ columns, rows, ...table }: ServedTable, search: URLSearchParams): Record<string, Value>[] {
  const wanted = search.get('select') ?? '*';
  const names = wanted === '*' ? Object.keys(columns) : wanted.split(',');
  for (const name of names) if (!(name in columns)) refuse(400, '42703', `column contract.${name} does not exist`);
  let found = rows.filter((row) => [...search].every(([column, condition]) => RESERVED.has(column) || matches(row, column, condition, { columns, rows, ...table })));
  const order = search.get('order');
  if (order !== null) {
    const [column, direction] = order.split('.') as [string, string];
    if (!(column in columns)) refuse(400, '42703', `column contract.${column} does not exist`);
    found = found.toSorted((one, other) => (Number(one[column]) - Number(other[column])) * (direction === 'desc' ? -1 : 1));
  }
  const limit = Number(search.get('limit') ?? '1000');
  if (!Number.isInteger(limit)) refuse(400, 'PGRST100', 'limit');
  return found.slice(0, limit).map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
}

export interface PostgrestServer {
  readonly url: string;
  /** What the next requests are answered instead. */
  failure: Refusal | 'garbage' | 'silence' | 'cut' | undefined;
  /** Requests that were hung up before they were answered. */
  readonly leftCount: number;
  close(): Promise<void>;
}

/** Supabase as far as it is read: the gateway that looks at keys, and PostgREST behind it, over tables in memory. */
export async function startPostgrest(tables: Readonly<Record<string, ServedTable>>, apiKey: string): Promise<PostgrestServer> {
  let leftCount = 0;
  const state: { failure: PostgrestServer['failure'] } = { failure: undefined };
  const send = (response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => { response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body)); };
  const fail = (response: ServerResponse, { status, code, message, headers }: Refusal) => { send(response, status, { code, details: null, hint: null, message }, headers); };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://local');
    if (request.method !== 'GET') refuse(405, 'PGRST117', `Unsupported HTTP method: ${request.method}`);
    if (request.headers['apikey'] !== apiKey || request.headers['authorization'] !== `Bearer ${apiKey}`) { send(response, 401, { message: 'Invalid API key', hint: `Double check the key ${request.headers['apikey'] as string}.` }); return; }
    if (request.headers['accept-profile'] !== 'public') refuse(406, 'PGRST106', 'Invalid schema: other');
    if (url.pathname === '/rest/v1/') {
      send(response, 200, { swagger: '2.0', info: { title: 'PostgREST API' }, definitions: Object.fromEntries(Object.entries(tables).map(([name, { columns, required }]) => [name, { type: 'object', required, properties: Object.fromEntries(Object.entries(columns).map(([column, format]) => [column, { format, type: NUMERIC.has(format) ? 'integer' : 'string' }])) }])) });
      return;
    }
    const name = /^\/rest\/v1\/(\w+)$/.exec(url.pathname)?.[1] ?? refuse(404, 'PGRST125', 'Invalid path specified in request URL');
    const table = Object.hasOwn(tables, name) ? tables[name]! : refuse(404, 'PGRST205', `Could not find the table 'public.${name}' in the schema cache`);
    const rows = select(table, url.searchParams);
    const timer = setTimeout(() => { send(response, 200, rows); }, table.delayMs ?? 0);
    response.once('close', () => { clearTimeout(timer); if (!response.writableFinished) leftCount += 1; });
  }

  const server = createServer((request, response) => {
    const { failure } = state;
    if (failure === 'silence') return;
    if (failure === 'garbage') { response.end('<html>not what was asked for</html>'); return; }
    if (failure === 'cut') { response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }); response.write('[{"n":1},'); setImmediate(() => { response.destroy(); }); return; }
    if (failure) { fail(response, failure); return; }
    try {
      answer(request, response);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fail(response, error.refusal);
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get failure() { return state.failure; },
    set failure(failure) { state.failure = failure; },
    get leftCount() { return leftCount; },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}
