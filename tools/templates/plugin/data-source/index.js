import { checkDataDescribe, checkDataQuery, DATA_SOURCE_SPEC, DataRows, definePlugin, openVendorHttp, ProviderError, readOperation, toProviderError, underLimit } from '@parley/plugin-sdk';
import { refusal } from './refusal.js';

export default definePlugin({
  'data-source': async ({ settings: { baseUrl, timeoutMs = 8_000 }, secrets, clock }) => {
    const secret = secrets.apiKey ?? '';
    const vendor = openVendorHttp({ baseUrl, headers: { authorization: `Bearer ${secret}` }, timeoutMs, clock, asRefusal: (answer) => refusal(answer, secret) });
    return {
      spec: DATA_SOURCE_SPEC,
      // Where the vendor can be told to refuse writing, tell it, and say so here.
      abilities: { language: 'json', isReadOnlyAtSource: false },
      describe: (request) => underLimit(request, clock, toProviderError, (signal) => describe(vendor, request, signal)),
      query: (request) => underLimit(request, clock, toProviderError, (signal) => query(vendor, request, signal)),
      close: () => vendor.close(),
    };
  },
});

/** One request, answered with JSON. */
async function ask(vendor, path, method, body, signal) {
  const deadline = vendor.startDeadline(signal);
  try {
    const response = await vendor.ask(path, { method, ...(body === undefined ? {} : { body }) }, deadline);
    return await deadline.race(response.json());
  } finally {
    deadline.end();
  }
}

async function describe(vendor, request, signal) {
  checkDataDescribe(request);
  const { tables } = await ask(vendor, '/tables', 'GET', undefined, signal);
  const told = tables.slice(0, request.tablesMax).map(({ name, columns }) => ({
    name, kind: 'table', isTruncated: false, columns: columns.map((column) => ({ name: column.name, type: column.type, isNullable: true })),
  }));
  return { tables: told, isTruncated: told.length < tables.length, usage: { requests: 1 } };
}

/** Values of parameters are put in after the text was read, so that none becomes a part of it. */
async function query(vendor, request, signal) {
  checkDataQuery(request);
  const { columns, rows } = await ask(vendor, '/query', 'POST', { operation: readOperation(request.text, request.parameters) }, signal);
  if (!Array.isArray(columns) || !Array.isArray(rows)) throw new ProviderError('vendor-fault', 'The vendor answered without rows.');
  const kept = new DataRows(request);
  for (const row of rows) if (!kept.add(row)) break;
  return kept.result(columns);
}
