import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { percentile, summarise } from '../statistics.js';
import { Generator, speechFrames } from './generator.js';
import { latenessBetween, latenessBuckets } from './lateness.js';
import { disturbances, loadBetween, takeLoad } from './machine-load.js';
import { memoryRun } from './memory-run.js';
import { readOptions, type MediaBenchOptions } from './options.js';
import { canPin } from './pinning.js';
import { ServerProcess } from './server-process.js';
import { sleep } from './sleep.js';
import { SIMULATED_MS, StubApi } from './stub-api.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** What an agent takes by default for the speech that interrupts it: the gate, after which the time to silence counts. */
const INTERRUPTION_SPEECH_MS = 500;

const numbers = (values: readonly unknown[]): number[] => values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
const rounded = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;

interface Bench { readonly options: MediaBenchOptions; readonly api: StubApi; readonly server: ServerProcess; readonly generator: Generator }

/** Opens calls over the ramp, then measures for the time asked while all of them run. */
async function steadyRun({ options, api, server, generator }: Bench) {
  // The first call loads the models; memory is compared with the server as it stands then.
  generator.call();
  await sleep(3_000);
  const { resident: idleBytes, heap: idleHeapBytes } = await server.collectedBytes();
  for (let opened = 1; opened < options.calls; opened++) {
    generator.call();
    await sleep((options.rampSeconds * 1000) / options.calls);
  }
  await sleep(3_000);
  const callsOpened = generator.liveCount;
  generator.resetFigures();
  api.events = [];
  const requestsBefore = api.requests;
  const lateBefore = latenessBuckets(await server.metrics());
  const before = takeLoad(server.pid);
  const progress = setInterval(() => process.stderr.write(`  ${Math.round((performance.now() - before.atMs) / 1000)} s, ${generator.liveCount} calls\n`), 10_000);
  await sleep(options.seconds * 1000);
  clearInterval(progress);
  const load = loadBetween(before, takeLoad(server.pid), canPin);
  const callsHeld = generator.liveCount;
  const figures = structuredClone(generator.figures);
  const generatorLateMs = summarise(generator.lateMs);
  const residentBytes = server.residentBytes();
  const metrics = await server.metrics();
  const lateness = latenessBetween(lateBefore, latenessBuckets(metrics));
  const requestsPerSecond = rounded((api.requests - requestsBefore) / options.seconds, 1);
  const { resident: collectedBytes, heap: heapBytes } = await server.collectedBytes();
  await sleep(1_000);
  const events = api.events;
  const turns = events.filter((event) => event.type === 'agent-turn' && event.payload['purpose'] === 'ANSWER');
  const latency = (name: string): number[] => numbers(turns.map((event) => (event.payload['latency'] as Record<string, unknown>)[name]));
  const stopMs = numbers(events.filter((event) => event.type === 'interruption-started').map((event) => event.payload['stopMs'])).filter((value) => value > 0);
  const warnings = disturbances(load, generatorLateMs.p99);
  generator.hangUp();
  await sleep(5_000);
  return {
    isClean: warnings.length === 0, warnings, callsAsked: options.calls, callsOpened, callsHeld, callsDropped: figures.dropped, agentTurns: turns.length,
    ownShareMs: summarise(latency('ownShareMs')), responseMs: summarise(latency('responseMs')), responseAtPhoneMs: summarise(figures.responseMs),
    sends: lateness.count, sendLatenessP99Ms: lateness.p99Ms, sendsOver20MsShare: lateness.shareOver20Ms, underrunPerTurnMs: summarise(figures.underrunMs),
    bargeInStopAfterGateMs: summarise(stopMs.map((value) => Math.max(0, value - INTERRUPTION_SPEECH_MS))), bargeInClearAtPhoneMs: summarise(figures.bargeInClearMs),
    cpuPerCallPercent: rounded((load.serverCores * 100) / Math.max(1, callsHeld), 3), load,
    memoryPerCallKib: Math.round((residentBytes - idleBytes) / 1024 / Math.max(1, callsHeld)), memoryPerCallCollectedKib: Math.round((collectedBytes - idleBytes) / 1024 / Math.max(1, callsHeld)),
    heapPerCallCollectedKib: Math.round((heapBytes - idleHeapBytes) / 1024 / Math.max(1, callsHeld)),
    residentMib: Math.round(residentBytes / 1_048_576), eventLoopLagP99Ms: rounded((metrics.get('nodejs_eventloop_lag_p99_seconds') ?? Number.NaN) * 1000),
    generatorLateMs, apiRequestsPerSecond: requestsPerSecond, recordings: api.recordings,
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const api = await StubApi.start(options);
  const server = await ServerProcess.start(root, api.url, options);
  const generator = new Generator(server.port, speechFrames(`${root}/docs/samples/question.wav`));
  const measured = options.callsTotal > 0 ? await memoryRun(options, server, generator) : await steadyRun({ options, api, server, generator });
  const lateP99Ms = percentile(generator.lateMs, 0.99);
  const result = {
    at: new Date().toISOString(), commit: commit(), machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`, isPinned: canPin,
    options, simulatedMs: SIMULATED_MS, generatorLateP99Ms: rounded(lateP99Ms), ...measured,
  };
  generator.stop();
  await server.stop();
  api.close();
  process.stdout.write(options.isJson ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, null, 2)}\n`);
  if ('warnings' in result) for (const warning of result.warnings) process.stderr.write(`WARNING: not a clean run: ${warning}.\n`);
  process.exit(0);
}

await main();
