import type { ArgBuilder } from '@pothos/core';
import { queryFromInfo } from '@pothos/plugin-prisma';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { requestError } from '../errors.js';
import { LIMITS } from '../limits.js';
import type { Types } from './builder.js';

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

/** `first`, `after`, `last` and `before`, described. */
export function pageArguments(arg: ArgBuilder<Types>) {
  return {
    first: arg.int({ description: `So many from the start, 1 to ${LIMITS.pageSizeMax}; default ${LIMITS.pageSizeDefault}.` }),
    after: arg.string({ description: 'Only what follows this cursor.' }),
    last: arg.int({ description: `So many from the end, 1 to ${LIMITS.pageSizeMax}; not together with \`first\`.` }),
    before: arg.string({ description: 'Only what comes before this cursor.' }),
  };
}

/** Cost of a page: its size. */
export function pageCost({ first, last }: PageArguments) {
  return { field: 1, multiplier: Math.max(1, Math.min(first ?? last ?? LIMITS.pageSizeDefault, LIMITS.pageSizeMax)) };
}

/** What a list is sorted by: a column that is never null; `tie`, a UUID (default `id`), breaks ties. */
export interface ListSort {
  readonly column: string;
  readonly kind: 'time' | 'integer' | 'number' | 'bigint' | 'text';
  readonly direction: 'asc' | 'desc';
  readonly tie?: 'id' | 'userId';
}

export const NEWEST_FIRST: ListSort = { column: 'createdAt', kind: 'time', direction: 'desc' };

type SortValue = Date | number | bigint | string;
/** Where a row lies in its list. */
interface Place { readonly id: string; readonly value: SortValue }

/** What a list hands to Prisma besides its own filter. */
export interface PageQuery {
  readonly where: object;
  readonly orderBy: object[];
  readonly take: number;
}

const CURSOR_VERSION = 1;

/** Where the row lies in a list that is sorted so. */
export function placeOf(row: { readonly id: string }, { column }: ListSort): Place {
  return { id: row.id, value: (row as unknown as Record<string, SortValue>)[column]! };
}

/** Opaque to clients; the version lets old cursors be told from new ones, the column those of another order. */
export function encodeCursor(row: object, { column, tie = 'id' }: ListSort): string {
  const value = (row as Record<string, SortValue>)[column]!;
  const written = value instanceof Date ? value.getTime() : typeof value === 'bigint' ? String(value) : value;
  return Buffer.from(JSON.stringify([CURSOR_VERSION, written, (row as Record<string, string>)[tie], ...(column === NEWEST_FIRST.column ? [] : [column])])).toString('base64url');
}

export function decodeCursor(cursor: string, sort: ListSort): Place {
  try {
    const [version, written, id, column = NEWEST_FIRST.column] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (version === CURSOR_VERSION && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) && typeof column === 'string') {
      if (column !== sort.column) throw requestError('INVALID_INPUT', 'The cursor is one of another order: begin again from the start.');
      const value = readValue(written, sort);
      if (value !== undefined) return { id, value };
    }
  } catch (error) {
    // Whatever else is wrong is answered below, like every other unusable cursor.
    if (error instanceof GraphQLError) throw error;
  }
  throw requestError('INVALID_INPUT', 'The cursor is not one that this list gave out.');
}

const INTEGER_MAX = 2 ** 31 - 1;

function readValue(written: unknown, { kind }: ListSort): SortValue | undefined {
  if (kind === 'bigint') return typeof written === 'string' && /^-?\d{1,18}$/.test(written) ? BigInt(written) : undefined;
  if (kind === 'text') return typeof written === 'string' && !written.includes('\0') ? written : undefined;
  if (typeof written !== 'number' || !Number.isFinite(written)) return undefined;
  if (kind === 'number') return written;
  if (!Number.isInteger(written)) return undefined;
  if (kind === 'integer') return Math.abs(written) <= INTEGER_MAX ? written : undefined;
  const time = new Date(written);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== undefined && value !== null;

function pageSize(args: PageArguments): number {
  const asked = args.first ?? args.last ?? LIMITS.pageSizeDefault;
  if (isGiven(args.first) && isGiven(args.last)) throw requestError('INVALID_INPUT', 'Ask for `first` or `last`, not both.');
  if (!Number.isInteger(asked) || asked < 1 || asked > LIMITS.pageSizeMax) throw requestError('INVALID_INPUT', `A page has between 1 and ${LIMITS.pageSizeMax} items.`);
  return asked;
}

/** Rows strictly beyond the place. The plain bound first, so that the index (organization, column, id) is used. */
function beyond({ id, value }: Place, { column, tie = 'id' }: ListSort, direction: 'lt' | 'gt'): object {
  const including = direction === 'lt' ? 'lte' : 'gte';
  return { [column]: { [including]: value }, OR: [{ [column]: { [direction]: value } }, { [tie]: { [direction]: id } }] };
}

/** The part of a list that lies between two places, in one of its directions, ties broken. */
export function keysetQuery(sort: ListSort, where: object, { after, before }: { readonly after?: Place | undefined; readonly before?: Place | undefined }, take: number, isBackward = false): PageQuery {
  const { column, direction, tie = 'id' } = sort;
  const [onwards, back] = direction === 'desc' ? ['lt', 'gt'] as const : ['gt', 'lt'] as const;
  const bounds = [...(after ? [beyond(after, sort, onwards)] : []), ...(before ? [beyond(before, sort, back)] : [])];
  const opposite = direction === 'desc' ? 'asc' : 'desc';
  const order = isBackward ? opposite : direction;
  return { where: { AND: [where, ...bounds] }, orderBy: [{ [column]: order }, { [tie]: order }], take };
}

/**
 * A page of a list, in one statement whatever the page. Prisma's own cursor would switch off joins, so the bounds are a
 * plain filter.
 */
export async function keysetPage<Row extends object>(
  context: object, info: GraphQLResolveInfo, args: PageArguments, where: object, find: (query: PageQuery) => PromiseLike<Row[]>, sort = NEWEST_FIRST,
) {
  const size = pageSize(args);
  const isBackward = isGiven(args.last);
  const after = isGiven(args.after) ? decodeCursor(args.after, sort) : undefined;
  const before = isGiven(args.before) ? decodeCursor(args.before, sort) : undefined;
  const selection = queryFromInfo({ context, info, select: { [sort.tie ?? 'id']: true, [sort.column]: true }, paths: [[{ name: 'nodes' }], [{ name: 'edges' }, { name: 'node' }]] as never });
  const rows = await find({ ...selection, ...keysetQuery(sort, where, { after, before }, size + 1, isBackward) });
  const hasMore = rows.length > size;
  const page = rows.slice(0, size);
  if (isBackward) page.reverse();
  const edges = page.map((node) => ({ cursor: encodeCursor(node, sort), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: isBackward ? before !== undefined : hasMore, hasPreviousPage: isBackward ? hasMore : after !== undefined,
      startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
