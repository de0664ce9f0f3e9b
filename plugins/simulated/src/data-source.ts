import {
  checkDataDescribe, checkDataQuery, DATA_SOURCE_SPEC, DataRows, ProviderError, readOperation, underLimit, toProviderError, type DataSourceProvider, type DataValue, type PluginContext,
} from '@parley/plugin-sdk';
import { z } from 'zod';
import { delay } from './delay.js';
import { FaultPlan, playFaultOfAnswer } from './faults.js';
import { dataSourceSettings, type DataSourceSettings } from './settings.js';

type Table = DataSourceSettings['tables'][number];

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const operationSchema = z.strictObject({
  from: z.string(),
  columns: z.array(z.string()).min(1).optional(),
  where: z.record(z.string(), scalar).default({}),
  atMost: z.record(z.string(), z.number()).default({}),
  delayMs: z.number().min(0).default(0),
});

function placeOf(table: Table, column: string): number {
  const place = table.columns.indexOf(column);
  if (place >= 0) return place;
  throw new ProviderError('bad-request', 'The query does not fit the tables.', { vendorMessage: `simulated: ${table.name} has no column ${column}` });
}

/** Rows of the tables in its settings, asked for by `{ "from", "columns", "where", "atMost", "delayMs" }`. */
export async function openDataSource(context: PluginContext): Promise<DataSourceProvider> {
  const settings = dataSourceSettings.parse(context.settings);
  const faults = new FaultPlan(settings.faults);

  async function answer(signal: AbortSignal, moreMs = 0) {
    const fault = faults.next();
    await playFaultOfAnswer(fault, context.clock, signal);
    await delay(context.clock, settings.delayMs + moreMs, signal);
    return fault;
  }

  return {
    spec: DATA_SOURCE_SPEC,
    abilities: { language: 'json', isReadOnlyAtSource: true },
    describe: (request) => underLimit(request, context.clock, toProviderError, async (signal) => {
      checkDataDescribe(request);
      await answer(signal);
      const told = settings.tables.slice(0, request.tablesMax).map(({ name, columns, rows }) => ({
        name, kind: 'table' as const, isTruncated: false, columns: columns.map((column, place) => ({ name: column, type: typeof (rows[0]?.[place] ?? ''), isNullable: true })),
      }));
      return { tables: told, isTruncated: told.length < settings.tables.length, usage: { requests: 1 } };
    }),
    query: (request) => underLimit(request, context.clock, toProviderError, async (signal) => {
      checkDataQuery(request);
      const operation = operationSchema.safeParse(readOperation(request.text, request.parameters));
      if (!operation.success) throw new ProviderError('bad-request', 'The query is none.', { vendorMessage: `simulated: ${z.prettifyError(operation.error)}` });
      const { from, columns, where, atMost, delayMs } = operation.data;
      const fault = await answer(signal, delayMs);
      const table = settings.tables.find(({ name }) => name === from);
      if (!table) throw new ProviderError('bad-request', 'The query does not fit the tables.', { vendorMessage: `simulated: there is no table ${from}` });
      const places = (columns ?? table.columns).map((column) => placeOf(table, column));
      const equal = Object.entries(where).map(([column, value]) => [placeOf(table, column), value] as const);
      const below = Object.entries(atMost).map(([column, value]) => [placeOf(table, column), value] as const);
      const rows = new DataRows(request);
      for (const row of table.rows) {
        if (equal.every(([place, value]) => row[place] === value) && below.every(([place, value]) => Number(row[place]) <= value) && !rows.add(places.map((place) => row[place]))) break;
      }
      const result = rows.result(places.map((place) => ({ name: table.columns[place]!, type: typeof (table.rows[0]?.[place] ?? '') })));
      return fault?.kind === 'garbage' || fault?.kind === 'silence' ? { ...result, rows: [['garbage', 'garbage', 'garbage'] as readonly DataValue[]] } : result;
    }),
    async close() {},
  };
}
