import type { VariablesOf } from '../../api/graphql.js';
import type { homeQuery } from './home-documents.js';

type CallWhere = VariablesOf<typeof homeQuery>['failed'];

/** Filters of the calls list as its address carries them: the names of `CallWhere`, moments also as `-24h` from now. */
export type CallsFilter = { readonly [Key in keyof CallWhere]?: NonNullable<CallWhere[Key]> } & { readonly orderBy?: 'RESPONSE_DESC' | 'COST_DESC' };

/** The address of the calls list that shows just these. */
export function callsHref(filter: CallsFilter): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) search.set(key, Array.isArray(value) ? value.join(',') : String(value));
  // Commas are legible in an address, and stand for themselves there.
  return `/calls${search.size > 0 ? `?${search.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')}` : ''}`;
}
