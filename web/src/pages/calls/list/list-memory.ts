import { viewer } from '../../../api/session.js';

/** A list that somebody left to read a call. */
export interface KeptList<Loaded> {
  readonly key: string;
  readonly organizationId: string | undefined;
  readonly loaded: Loaded;
  readonly scrollPx: number;
  readonly row: number;
}

/** Coming back sooner than this after a call's page was left means: back from it. */
const RETURN_MS = 1_500;

let kept: KeptList<unknown> | undefined;
let leftCallAtMs = Number.NEGATIVE_INFINITY;

/** Remembers the list, its place and the row that was chosen. */
export function keepList(key: string, loaded: unknown, scrollPx: number, row: number): void {
  kept = { key, organizationId: viewer()?.organization.id, loaded, scrollPx, row };
}

/** The list as it was left, for somebody who comes back from a call to the same one. */
export function keptList<Loaded>(key: string): KeptList<Loaded> | undefined {
  const isReturn = performance.now() - leftCallAtMs < RETURN_MS;
  return isReturn && kept?.key === key && kept.organizationId === viewer()?.organization.id ? kept as KeptList<Loaded> : undefined;
}

/** The page of a call was left. */
export function leaveCall(): void { leftCallAtMs = performance.now(); }

/** The address of the list that somebody came from; the plain one where they came from elsewhere. */
export function listHref(): string {
  return kept && kept.key !== '' && kept.organizationId === viewer()?.organization.id ? `/calls?${kept.key}` : '/calls';
}
