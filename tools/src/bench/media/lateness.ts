const BUCKET = /^parley_media_send_lateness_milliseconds_bucket\{le="([^"]+)"\}$/;

/** Cumulative counts by upper bound in milliseconds, as the server's metrics have them. */
export function latenessBuckets(metrics: ReadonlyMap<string, number>): Map<number, number> {
  const buckets = new Map<number, number>();
  for (const [name, value] of metrics) {
    const bound = BUCKET.exec(name)?.[1];
    if (bound !== undefined) buckets.set(bound === '+Inf' ? Infinity : Number(bound), value);
  }
  return buckets;
}

/** Of all sends between two readings: how many, the bound under which 99 % lie, and the share that was over 20 ms late. */
export function latenessBetween(from: ReadonlyMap<number, number>, to: ReadonlyMap<number, number>): { readonly count: number; readonly p99Ms: number; readonly shareOver20Ms: number } {
  const bounds = [...to.keys()].sort((left, right) => left - right);
  const countTo = (bound: number): number => (to.get(bound) ?? 0) - (from.get(bound) ?? 0);
  const count = countTo(Infinity);
  const p99Ms = bounds.find((bound) => countTo(bound) >= count * 0.99) ?? Number.NaN;
  return { count, p99Ms: count === 0 ? Number.NaN : p99Ms, shareOver20Ms: count === 0 ? Number.NaN : Math.round((1 - countTo(20) / count) * 1e5) / 1e5 };
}
