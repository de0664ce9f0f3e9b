import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { Counter, Gauge, Registry, type Metric } from 'prom-client';
import { LATENESS_BOUNDS_MS, type ServerCounters } from './counters.js';

const LAG_RESOLUTION_MS = 10;

export interface ServerMetrics {
  readonly contentType: string;
  /** The page for Prometheus. */
  read(): Promise<string>;
  /** Stops measuring. */
  close(): void;
}

/** A figure that another part of the process tells. */
export interface ExtraGauge {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

/** Prometheus names of everything a media server counts; docs in each metric's help. */
export function createMetrics(counters: ServerCounters, live: { readonly calls: () => number; readonly sockets: () => number; readonly callsMax: number }, extra: readonly ExtraGauge[] = []): ServerMetrics {
  const registry = new Registry();
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  const gauge = (name: string, help: string, read: () => number): void => {
    registry.registerMetric(new Gauge({ name, help, registers: [], collect() { this.set(read()); } }));
  };
  const counter = (name: string, help: string, read: () => number): void => {
    registry.registerMetric(new Counter({ name, help, registers: [], collect() { this.reset(); this.inc(read()); } }));
  };
  const byCode = (name: string, help: string, label: string, read: () => Iterable<readonly [string, number]>): void => {
    registry.registerMetric(new Counter({
      name, help, labelNames: [label], registers: [],
      collect() { this.reset(); for (const [value, count] of read()) this.inc({ [label]: value }, count); },
    }));
  };
  gauge('parley_media_calls', 'Live calls.', live.calls);
  gauge('parley_media_calls_max', 'Sockets accepted at the same time.', () => live.callsMax);
  gauge('parley_media_sockets', 'Open sockets, those without a call yet included.', live.sockets);
  gauge('nodejs_eventloop_lag_p99_seconds', 'Lateness of the event loop, 99th percentile since the last scrape.', () => takeLagP99(lag));
  gauge('parley_media_resident_memory_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss());
  gauge('parley_media_heap_used_bytes', 'JavaScript heap in use.', () => process.memoryUsage().heapUsed);
  for (const { name, help, read } of extra) gauge(name, help, read);
  counter('parley_media_calls_opened_total', 'Calls opened.', () => counters.callsOpened);
  counter('parley_media_frames_in_total', 'Audio frames taken from callers.', () => counters.framesIn);
  counter('parley_media_frames_lost_total', 'Audio frames that never came, filled with comfort noise.', () => counters.framesLost);
  counter('parley_media_frames_jumped_total', 'Audio frames repeated, too late, or skipped by a jump of their count.', () => counters.framesJumped);
  counter('parley_media_frames_flooded_total', 'Messages dropped because they came too fast.', () => counters.framesFlooded);
  counter('parley_media_call_faults_total', 'Calls ended by an exception of their own.', () => counters.callFaults);
  counter('parley_media_process_faults_total', 'Exceptions that no call owned.', () => counters.processFaults);
  byCode('parley_media_sends_total', 'Messages handed to sockets, by what became of them.', 'outcome', () => Object.entries(counters.sends));
  byCode('parley_media_refusals_total', 'Sockets refused or ended by the server, by code.', 'code', () => counters.refusals);
  byCode('parley_media_faults_total', 'Messages that could not be read, by code.', 'code', () => counters.faults);
  registry.registerMetric(latenessMetric(counters));
  return { contentType: registry.contentType, read: () => registry.metrics(), close: () => { lag.disable(); } };
}

/** A histogram whose counts are kept elsewhere: the client library's own would cost each send an object. */
function latenessMetric(counters: ServerCounters): Metric {
  const name = 'parley_media_send_lateness_milliseconds';
  const get = (): unknown => {
    let count = 0;
    const values = Array.from(counters.sendLateness, (value, index) => {
      count += value;
      return { metricName: `${name}_bucket`, labels: { le: LATENESS_BOUNDS_MS[index] ?? '+Inf' }, value: count };
    });
    const totals = [{ metricName: `${name}_sum`, labels: {}, value: counters.sendLatenessMsSum }, { metricName: `${name}_count`, labels: {}, value: count }];
    return { name, help: 'How long after the far end had less than its lead agent audio was sent.', type: 'histogram', aggregator: 'sum', values: [...values, ...totals] };
  };
  return { name, get: () => Promise.resolve(get()), reset() {} } as unknown as Metric;
}

function takeLagP99(lag: IntervalHistogram): number {
  // The histogram holds whole intervals; what is beyond the interval asked for is lateness.
  const lateMs = lag.count === 0 ? 0 : Math.max(0, lag.percentile(99) / 1e6 - LAG_RESOLUTION_MS);
  lag.reset();
  return lateMs / 1000;
}
