import type { AuditWhere } from './audit-documents.js';

/** Conditions as the address has them; `from` and `to` are days. */
export interface AuditFilters {
  readonly action?: string;
  readonly actorId?: string;
  readonly targetId?: string;
  readonly from?: string;
  readonly to?: string;
}

const CHECKS: Record<keyof AuditFilters, RegExp> = { action: /^[\w.]{1,80}$/, actorId: /^(usr|key)_\w{1,30}$/, targetId: /^[\w-]{1,80}$/, from: /^\d{4}-\d\d-\d\d$/, to: /^\d{4}-\d\d-\d\d$/ };
const NAMES = Object.keys(CHECKS) as (keyof AuditFilters)[];
type Given = Partial<Record<string, string | string[]>>;

const isDay = (text: string) => !Number.isNaN(Date.parse(`${text}T00:00:00`));

/** The conditions of an address; what makes no sense is left out. */
export function readFilters(search: Given): AuditFilters {
  return Object.fromEntries(NAMES.flatMap((name) => {
    const text = search[name];
    if (typeof text !== 'string' || !CHECKS[name].test(text)) return [];
    return (name === 'from' || name === 'to') && !isDay(text) ? [] : [[name, text]];
  }));
}

/** The start of a day, so many days later, where the browser is. */
function startOf(day: string, later = 0): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return new Date(year, month - 1, date + later).toISOString();
}

/** The conditions as the api takes them; the last day counts whole. */
export function whereOf({ from, to, ...same }: AuditFilters): AuditWhere | null {
  const where = { ...same, ...(from ? { from: startOf(from) } : {}), ...(to ? { before: startOf(to, 1) } : {}) };
  return Object.keys(where).length > 0 ? where : null;
}

/** The address of the log under these conditions, from its newest event. */
export function auditHref(filters: AuditFilters): string {
  const search = new URLSearchParams(NAMES.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])));
  return search.size > 0 ? `/settings/audit?${search}` : '/settings/audit';
}
