/** How far back the page looks. */
export const RANGES = ['24h', '7d', '30d', '90d'] as const;
export type Range = (typeof RANGES)[number];
export const GROUPINGS = ['KIND', 'CONNECTION', 'AGENT'] as const;
export type Grouping = (typeof GROUPINGS)[number];
export const MEASURES = ['cost', 'requests'] as const;
export type Measure = (typeof MEASURES)[number];

const HOUR_MS = 3_600_000;
const DAYS: Readonly<Record<Range, number>> = { '24h': 1, '7d': 7, '30d': 30, '90d': 90 };

export const readRange = (text: string | undefined): Range => RANGES.find((range) => range === text) ?? '30d';
export const readGrouping = (text: string | undefined): Grouping => GROUPINGS.find((grouping) => grouping.toLowerCase() === text) ?? 'KIND';
/** Undefined where the address says nothing: what was paid then, or the requests where all of it was free. */
export const readMeasure = (text: string | undefined): Measure | undefined => MEASURES.find((measure) => measure === text);

export const intervalOf = (range: Range): 'HOUR' | 'DAY' => (range === '24h' ? 'HOUR' : 'DAY');

/** The beginnings of the hours or days of a range, to the one that runs; days are those of the browser's time zone. */
export function slotsOf(range: Range, nowMs: number): readonly number[] {
  if (intervalOf(range) === 'HOUR') {
    const last = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
    return Array.from({ length: 24 }, (_none, index) => last - (23 - index) * HOUR_MS);
  }
  const now = new Date(nowMs);
  // Days of a change to or from summer time have 23 or 25 hours.
  return Array.from({ length: DAYS[range] }, (_none, index) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - (DAYS[range] - 1 - index)).getTime());
}

export interface Series { readonly points: readonly { readonly at: string; readonly totals: { readonly requests: number; readonly cost: { readonly amount: string } } }[] }

export interface Bar {
  readonly atMs: number;
  /** One part for each series, in their order. */
  readonly parts: readonly number[];
  readonly total: number;
}

/** A bar for each hour or day, also of those in which nothing was used. */
export function barsOf(slots: readonly number[], series: readonly Series[], measure: Measure): readonly Bar[] {
  const places = new Map(slots.map((atMs, index) => [atMs, index]));
  const parts = slots.map(() => series.map(() => 0));
  for (const [which, { points }] of series.entries()) {
    for (const { at, totals } of points) {
      const bar = parts[places.get(Date.parse(at)) ?? -1];
      if (bar) bar[which] = measure === 'cost' ? Number(totals.cost.amount) : totals.requests;
    }
  }
  return slots.map((atMs, index) => ({ atMs, parts: parts[index]!, total: parts[index]!.reduce((sum, part) => sum + part, 0) }));
}

/** The least of 1, 2 or 5 times a power of ten that is no less: what a scale ends with. */
export function scaleEnd(most: number): number {
  if (!(most > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * power >= most * (1 - 1e-9)) ?? 10) * power;
}
