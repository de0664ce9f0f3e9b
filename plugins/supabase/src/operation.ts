import { ProviderError, readOperation, type DataParameter } from '@parley/plugin-sdk';
import { z } from 'zod';

const name = z.string().regex(/^[A-Za-z_]\w{0,62}$/, 'is no name');
/** In an address these are no columns. */
const RESERVED = new Set(['select', 'order', 'limit', 'offset', 'and', 'or', 'not', 'columns', 'on_conflict']);
const filtered = name.refine((column) => !RESERVED.has(column), 'is a word of PostgREST, and no column that can be asked for');
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** https://docs.postgrest.org/en/v12/references/api/tables_views.html#operators; those that take one value. */
const OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'like', 'ilike'] as const;

const operationSchema = z.strictObject({
  from: name,
  columns: z.array(name).min(1).max(100).optional(),
  where: z.array(z.strictObject({ column: filtered, is: z.enum(OPERATORS).default('eq'), value: scalar })).max(20).default([]),
  orderBy: z.array(z.strictObject({ column: name, isDescending: z.boolean().default(false) })).max(5).default([]),
});

function refuse(words: string): never {
  throw new ProviderError('bad-request', 'The query is none.', { vendorMessage: words });
}

/** A condition as PostgREST reads it: the operator, and after it the value to its end. */
function condition(operator: (typeof OPERATORS)[number], value: DataParameter): string {
  if (value === null) return operator === 'eq' ? 'is.null' : operator === 'neq' ? 'not.is.null' : refuse(`Nothing is ${operator} null.`);
  return `${operator}.${String(value)}`;
}

/** What a request asks for: the table, and the search of its address. */
export function readQuery(text: string, parameters: Readonly<Record<string, DataParameter>>, rowsMax: number): { readonly table: string; readonly search: URLSearchParams; readonly columns: readonly string[] | undefined } {
  const operation = operationSchema.safeParse(readOperation(text, parameters));
  if (!operation.success) return refuse(z.prettifyError(operation.error));
  const { from, columns, where, orderBy } = operation.data;
  const search = new URLSearchParams({ select: columns?.join(',') ?? '*', limit: String(rowsMax + 1) });
  for (const { column, is, value } of where) search.append(column, condition(is, value));
  if (orderBy.length > 0) search.set('order', orderBy.map(({ column, isDescending }) => `${column}.${isDescending ? 'desc' : 'asc'}`).join(','));
  return { table: from, search, columns };
}
