import {
  causeOfStatus, checkDataDescribe, checkDataQuery, DATA_SOURCE_SPEC, DATA_SOURCE_LIMITS, dataFailure, DataRows, openVendorHttp, ProviderError, retryAfterMsOf, underLimit, failureOnTheWay,
  type DataSourceProvider, type PluginContext, type ProviderErrorCause, type VendorAnswer,
} from '@parley/plugin-sdk';
import { z } from 'zod';
import { readQuery } from './operation.js';
import { supabaseSettings } from './settings.js';
import { readTables } from './tables.js';

/** A table that is described may be far larger than its rows. */
const DESCRIPTION_BYTES_MAX = 16 * 1024 * 1024;

const refusal = z.object({ code: z.string().default(''), message: z.string().default('') });

/** Codes of https://docs.postgrest.org/en/v12/references/errors.html and of Postgres, where the status says too little. */
function causeOf(status: number, code: string): ProviderErrorCause {
  if (code === '57014') return 'timeout';
  if (code === '53300' || code === 'PGRST003') return 'rate-limit';
  if (/^PGRST00[0-2]$/.test(code)) return 'unreachable';
  // What the role may not read is the query's fault: the key itself was taken.
  return code === '42501' ? 'bad-request' : causeOfStatus(status);
}

function asFailure({ text, status, headers }: VendorAnswer, apiKey: string): ProviderError {
  let parsed: z.output<typeof refusal> = { code: '', message: text };
  try { parsed = refusal.parse(JSON.parse(text)); } catch { /* What is no JSON is told as it is. */ }
  const cause = causeOf(status, parsed.code);
  const failure = dataFailure({ cause, words: parsed.message, code: parsed.code, hidden: [apiKey] });
  const retryAfterMs = cause === 'rate-limit' ? retryAfterMsOf(headers) : undefined;
  return new ProviderError(cause, failure.message, { httpStatus: status, vendorCode: parsed.code, vendorMessage: failure.vendorMessage ?? '', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

/** The same failure, without what the query was given. */
function withoutValues(failure: ProviderError, values: readonly unknown[]): ProviderError {
  const { causeCode, vendorMessage, vendorCode, httpStatus, retryAfterMs } = failure;
  if (vendorMessage === undefined) return failure;
  const clean = dataFailure({ cause: causeCode, words: vendorMessage, hidden: values });
  return new ProviderError(causeCode, failure.message, {
    vendorMessage: clean.vendorMessage ?? '', ...(vendorCode === undefined ? {} : { vendorCode }), ...(httpStatus === undefined ? {} : { httpStatus }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** The whole of an answer, as JSON; one that has no end is not read to it. */
async function readJson(response: Response, bytesMax: number): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw dataFailure({ cause: 'bad-request', words: `The answer has more than ${bytesMax} bytes: name the columns that are needed, or ask for fewer rows.`, hidden: [] });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new ProviderError('vendor-fault', 'The answer is no JSON.');
  }
}

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** Tables of a Supabase project, or of PostgREST elsewhere. GET is all that is sent: PostgREST answers it in a transaction that cannot write. */
export async function openSupabase({ settings: raw, secrets, clock }: PluginContext): Promise<DataSourceProvider> {
  const { url, path, schema } = supabaseSettings.parse(raw);
  const apiKey = secrets['apiKey'] ?? '';
  const http = openVendorHttp({
    baseUrl: `${url.replace(/\/+$/, '')}${path}`, timeoutMs: DATA_SOURCE_LIMITS.timeoutMsMax, clock, asRefusal: (answer) => asFailure(answer, apiKey),
    // Keys of the older form are tokens, and are asked for as such.
    headers: { accept: 'application/json', 'accept-profile': schema, ...(apiKey === '' ? {} : { apikey: apiKey, ...(apiKey.startsWith('sb_') ? {} : { authorization: `Bearer ${apiKey}` }) }) },
  });

  async function get(address: string, signal: AbortSignal, bytesMax: number): Promise<unknown> {
    const deadline = http.startDeadline(signal);
    try {
      return await deadline.race(readJson(await http.ask(address, { method: 'GET' }, deadline), bytesMax));
    } finally {
      deadline.end();
    }
  }

  return {
    spec: DATA_SOURCE_SPEC,
    abilities: { language: 'json', isReadOnlyAtSource: true },
    describe: (request) => underLimit(request, clock, failureOnTheWay, async (signal) => {
      checkDataDescribe(request);
      return { ...readTables(await get('/', signal, DESCRIPTION_BYTES_MAX), schema, request.tablesMax), usage: { requests: 1 } };
    }),
    query: (request) => underLimit(request, clock, (error) => withoutValues(failureOnTheWay(error), Object.values(request.parameters)), async (signal) => {
      checkDataQuery(request);
      const { table, search, columns } = readQuery(request.text, request.parameters, request.rowsMax);
      const found = rowsSchema.safeParse(await get(`/${table}?${search.toString()}`, signal, DATA_SOURCE_LIMITS.bytesMax * 2));
      if (!found.success) throw new ProviderError('vendor-fault', 'The answer is no list of rows.');
      const names = columns ?? Object.keys(found.data[0] ?? {});
      const rows = new DataRows(request);
      for (const row of found.data) if (!rows.add(names.map((name) => row[name]))) break;
      return rows.result(names.map((name) => ({ name, type: '' })));
    }),
    close: () => http.close(),
  };
}
