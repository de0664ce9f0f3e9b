import { writeListQuery, type CallOrder, type Filters } from '../calls/list/filters.js';

/** Conditions of the calls list as its address has them; moments also as `-24h` from now. */
export type CallsFilter = Filters & { readonly orderBy?: CallOrder };

/** The address of the calls list that shows just these. */
export function callsHref({ orderBy = 'STARTED_DESC', ...filters }: CallsFilter): string {
  const query = writeListQuery({ filters, orderBy });
  return `/calls${query === '' ? '' : `?${query}`}`;
}
