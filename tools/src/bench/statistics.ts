/** The value below which `share` (0 to 1) of the values lie; NaN where there are none. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

export interface Summary { readonly count: number; readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number }

export function summarise(values: readonly number[]): Summary {
  const round = (value: number) => Math.round(value * 100) / 100;
  return { count: values.length, p50: round(percentile(values, 0.5)), p95: round(percentile(values, 0.95)), p99: round(percentile(values, 0.99)), max: round(percentile(values, 1)) };
}
