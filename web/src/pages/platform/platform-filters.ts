import type { PlatformOrder } from './platform-documents.js';

export const KINDS = ['AGENCY', 'CLIENT', 'PLATFORM'] as const;
export const STATES = ['active', 'suspended'] as const;
export const ORDERS = ['CREATED_DESC', 'CREATED_ASC', 'NAME_ASC'] as const satisfies readonly PlatformOrder[];

/** What the list of organizations is narrowed by, as its address says it. */
export interface PlatformFilters {
  readonly search: string | null;
  readonly kind: (typeof KINDS)[number] | null;
  readonly state: (typeof STATES)[number] | null;
  readonly orderBy: PlatformOrder;
}

type Given = Partial<Record<string, string | string[]>>;
const one = <Value extends string>(known: readonly Value[], given: string | string[] | undefined): Value | null => known.find((value) => value === given) ?? null;

/** The conditions of an address; what makes no sense is left out. */
export function readFilters(search: Given): PlatformFilters {
  const text = typeof search['q'] === 'string' ? search['q'].trim() : '';
  return { search: text === '' ? null : text, kind: one(KINDS, search['kind']), state: one(STATES, search['state']), orderBy: one(ORDERS, search['order']) ?? 'CREATED_DESC' };
}

/** The conditions as the api takes them. */
export function whereOf({ kind, state }: PlatformFilters) {
  return { ...(kind ? { kind } : {}), ...(state ? { isSuspended: state === 'suspended' } : {}) };
}
