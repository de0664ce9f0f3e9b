import type { Generator } from './generator.js';
import type { MediaBenchOptions } from './options.js';
import type { ServerProcess } from './server-process.js';
import { sleep } from './sleep.js';

export interface MemorySample { readonly callsDone: number; readonly residentMib: number; readonly heapMib: number }

/** Waits until the server has closed and reported every call; false after a minute. */
async function untilIdle(server: ServerProcess): Promise<boolean> {
  for (let tries = 0; tries < 120; tries++) {
    const metrics = await server.metrics();
    if (metrics.get('parley_media_calls_running') === 0 && metrics.get('parley_media_events_pending') === 0) return true;
    await sleep(500);
  }
  return false;
}

/** Short calls, `calls` at a time; between the rounds, with no call open, the server's memory after a full collection. */
export async function memoryRun(options: MediaBenchOptions, server: ServerProcess, generator: Generator): Promise<{ readonly samples: MemorySample[]; readonly kibPerCall: number; readonly isSettled: boolean }> {
  const samples: MemorySample[] = [];
  let callsDone = 0;
  let isSettled = true;
  const spreadMs = 2_000;
  while (callsDone < options.callsTotal) {
    const count = Math.min(options.calls, options.callsTotal - callsDone);
    for (let index = 0; index < count; index++) {
      generator.call();
      await sleep(spreadMs / count);
    }
    await sleep(options.callSeconds * 1000);
    generator.hangUp();
    callsDone += count;
    isSettled = await untilIdle(server) && isSettled;
    const { resident, heap } = await server.collectedBytes();
    samples.push({ callsDone, residentMib: toMib(resident), heapMib: toMib(heap) });
    process.stderr.write(`  ${callsDone} calls done, ${toMib(resident)} MiB resident, ${toMib(heap)} MiB heap\n`);
  }
  // The first rounds fill caches and pools; what grows after the middle grows for ever.
  const middle = samples[Math.floor(samples.length / 2)];
  const last = samples.at(-1);
  const kibPerCall = middle && last && last.callsDone > middle.callsDone ? Math.round(((last.residentMib - middle.residentMib) * 1024 * 100) / (last.callsDone - middle.callsDone)) / 100 : Number.NaN;
  return { samples, kibPerCall, isSettled };
}

function toMib(bytes: number): number {
  return Math.round((bytes / 1_048_576) * 10) / 10;
}
