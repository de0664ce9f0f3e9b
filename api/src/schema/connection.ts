import type { ArgBuilder } from '@pothos/core';
import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
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

/** A row that a list is sorted by: newest first, `id` breaks ties. */
interface SortedRow { readonly id: string; readonly createdAt: Date }

/** What a list hands to Prisma besides its own filter. */
export interface PageQuery {
  readonly where: object;
  readonly orderBy: object[];
  readonly take: number;
}

const CURSOR_VERSION = 1;

/** Opaque to clients; the version lets old cursors be told from new ones. */
export function encodeCursor(row: SortedRow): string {
  return Buffer.from(JSON.stringify([CURSOR_VERSION, row.createdAt.getTime(), row.id])).toString('base64url');
}

export function decodeCursor(cursor: string): SortedRow {
  try {
    const [version, time, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (version === CURSOR_VERSION && Number.isInteger(time) && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return { createdAt: new Date(time as number), id };
  } catch { /* answered below, like every other unusable cursor */ }
  throw requestError('INVALID_INPUT', 'The cursor is not one that this list gave out.');
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== undefined && value !== null;

function pageSize(args: PageArguments): number {
  const asked = args.first ?? args.last ?? LIMITS.pageSizeDefault;
  if (isGiven(args.first) && isGiven(args.last)) throw requestError('INVALID_INPUT', 'Ask for `first` or `last`, not both.');
  if (!Number.isInteger(asked) || asked < 1 || asked > LIMITS.pageSizeMax) throw requestError('INVALID_INPUT', `A page has between 1 and ${LIMITS.pageSizeMax} items.`);
  return asked;
}

/** Rows strictly beyond the cursor. The plain bound first, so that the index (organization, createdAt, id) is used. */
function beyond({ createdAt, id }: SortedRow, direction: 'lt' | 'gt'): object {
  const including = direction === 'lt' ? 'lte' : 'gte';
  return { createdAt: { [including]: createdAt }, OR: [{ createdAt: { [direction]: createdAt } }, { id: { [direction]: id } }] };
}

/**
 * A page of a list sorted by `createdAt` and `id`, newest first, in one statement whatever the page. Prisma's own
 * cursor would switch off joins, so the bounds are a plain filter.
 */
export async function keysetPage<Row extends SortedRow>(
  context: object, info: GraphQLResolveInfo, args: PageArguments, where: object, find: (query: PageQuery) => PromiseLike<Row[]>,
) {
  const size = pageSize(args);
  const isBackward = isGiven(args.last);
  const after = isGiven(args.after) ? decodeCursor(args.after) : undefined;
  const before = isGiven(args.before) ? decodeCursor(args.before) : undefined;
  const bounds = [...(after ? [beyond(after, 'lt')] : []), ...(before ? [beyond(before, 'gt')] : [])];
  const selection = queryFromInfo({ context, info, select: { id: true, createdAt: true }, paths: [[{ name: 'nodes' }], [{ name: 'edges' }, { name: 'node' }]] as never });
  const sort = isBackward ? 'asc' : 'desc';
  const rows = await find({
    ...selection, where: { AND: [where, ...bounds] }, orderBy: [{ createdAt: sort }, { id: sort }], take: size + 1,
  });
  const hasMore = rows.length > size;
  const page = rows.slice(0, size);
  if (isBackward) page.reverse();
  const edges = page.map((node) => ({ cursor: encodeCursor(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: isBackward ? before !== undefined : hasMore, hasPreviousPage: isBackward ? hasMore : after !== undefined,
      startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
