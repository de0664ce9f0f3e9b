/** How far back the page looks. */
export const RANGES = ['24h', '7d', '30d'] as const;
export type Range = (typeof RANGES)[number];

const HOUR_MS = 3_600_000;
const LENGTHS_MS: Record<Range, number> = { '24h': 24 * HOUR_MS, '7d': 7 * 24 * HOUR_MS, '30d': 30 * 24 * HOUR_MS };

export const readRange = (text: string | undefined): Range => RANGES.find((range) => range === text) ?? '24h';

/** Where the range begins, and where the one before it does. */
export function boundsOf(range: Range, nowMs: number): { from: string; previousFrom: string } {
  const lengthMs = LENGTHS_MS[range];
  return { from: new Date(nowMs - lengthMs).toISOString(), previousFrom: new Date(nowMs - 2 * lengthMs).toISOString() };
}
