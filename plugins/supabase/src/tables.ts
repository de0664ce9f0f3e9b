import { DATA_SOURCE_LIMITS, type DataTable } from '@parley/plugin-sdk';
import { z } from 'zod';

/** What is used of the description that PostgREST gives of itself (OpenAPI 2). */
const openApi = z.object({
  definitions: z.record(z.string(), z.object({
    description: z.string().optional(), required: z.array(z.string()).default([]),
    properties: z.record(z.string(), z.object({ type: z.string().default(''), format: z.string().default(''), description: z.string().optional() })).default({}),
  })).default({}),
});

const described = (description: string | undefined) => (description === undefined ? {} : { description });

/** At most `tablesMax` tables, by name. Tables and views look alike there. */
export function readTables(answer: unknown, schema: string, tablesMax: number): { readonly tables: readonly DataTable[]; readonly isTruncated: boolean } {
  const { columnsMax } = DATA_SOURCE_LIMITS;
  const found = Object.entries(openApi.parse(answer).definitions).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const tables = found.slice(0, tablesMax).map(([name, { description, required, properties }]): DataTable => {
    const columns = Object.entries(properties);
    return {
      schema, name, kind: 'table', ...described(description), isTruncated: columns.length > columnsMax,
      columns: columns.slice(0, columnsMax).map(([column, { type, format, description: words }]) => ({ name: column, type: format === '' ? type : format, isNullable: !required.includes(column), ...described(words) })),
    };
  });
  return { tables, isTruncated: found.length > tablesMax };
}
