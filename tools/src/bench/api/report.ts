import { percentile } from '../statistics.js';
import type { Variant } from './variants.js';

/** One variant in one run. */
export interface Measured {
  readonly requestsPerSecond: number;
  readonly cpuMsPerRequest: number;
  readonly latenciesMs: readonly number[];
}

export interface Row {
  readonly name: string;
  readonly statements: number;
  readonly bodyBytes: number;
  readonly requestsPerSecond: { readonly min: number; readonly max: number };
  /** Median of the runs' ratios, each within one run: what outlives a change of machine. */
  readonly ofSql: number | null;
  readonly ofFloor: number;
  /** Open loop at half the throughput of the same run; of all runs together. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Of the server process in the closed loop, an embedded database included, Postgres not. Median of the runs. */
  readonly cpuMsPerRequest: number;
  /** CPU against that of the hand-written statement: the figure that other work on the machine disturbs least. */
  readonly cpuOfSql: number | null;
}

const round = (value: number, digits = 2) => Number(value.toFixed(digits));

export function makeRows(variants: readonly Variant[], runs: readonly ReadonlyMap<string, Measured>[], statements: Readonly<Record<string, number>>): Row[] {
  return variants.map(({ name, way, operation, bodyBytes }) => {
    const own = runs.map((run) => run.get(name)!);
    const ratio = (other: string, figure: 'requestsPerSecond' | 'cpuMsPerRequest' = 'requestsPerSecond') => percentile(runs.map((run) => run.get(name)![figure] / run.get(other)![figure]), 0.5);
    const latencies = own.flatMap(({ latenciesMs }) => latenciesMs);
    const rates = own.map(({ requestsPerSecond }) => requestsPerSecond);
    return {
      name, bodyBytes, statements: way === 'floor' ? 0 : way === 'sql' ? 1 : statements[operation!]!,
      requestsPerSecond: { min: round(Math.min(...rates), 0), max: round(Math.max(...rates), 0) },
      ofSql: way === 'graphql' ? round(ratio(`sql ${operation}`)) : null, ofFloor: round(ratio('floor'), 3),
      latencyMs: { p50: round(percentile(latencies, 0.5)), p95: round(percentile(latencies, 0.95)), p99: round(percentile(latencies, 0.99)) },
      cpuMsPerRequest: round(percentile(own.map(({ cpuMsPerRequest }) => cpuMsPerRequest), 0.5)),
      cpuOfSql: way === 'graphql' ? round(ratio(`sql ${operation}`, 'cpuMsPerRequest')) : null,
    };
  });
}

/** The rows as a Markdown table. */
export function markdown(rows: readonly Row[]): string {
  const lines = rows.map(({ name, statements, bodyBytes, requestsPerSecond: { min, max }, ofSql, ofFloor, latencyMs: { p50, p95, p99 }, cpuMsPerRequest, cpuOfSql }) =>
    `| ${name} | ${statements} | ${bodyBytes} | ${min}–${max} | ${ofSql ?? ''} | ${ofFloor} | ${p50} / ${p95} / ${p99} | ${cpuMsPerRequest} | ${cpuOfSql ?? ''} |`);
  return ['| variant | SQL statements | body, bytes | requests/s, min–max | of hand-written | of floor | p50 / p95 / p99 ms at half load | server CPU ms/request | CPU against hand-written |', '|---|--:|--:|--:|--:|--:|--:|--:|--:|', ...lines].join('\n');
}
