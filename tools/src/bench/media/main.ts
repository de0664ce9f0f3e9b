import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { encodeMuLaw } from '../../caller/mu-law.js';
import { readWav, resample } from '../../caller/wav.js';
import { summarise } from '../statistics.js';
import { Caller, type CallerFigures, type Frames } from './caller.js';
import { readOptions, type MediaBenchOptions } from './options.js';
import { canPin } from './pinning.js';
import { ServerProcess } from './server-process.js';
import { SIMULATED_MS, StubApi } from './stub-api.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const FRAME_MS = 20;
const INTERRUPT_SHARE = 0.2;

function speechFrames(): Frames {
  const { samples } = resample(readWav(`${root}/docs/samples/question.wav`), 8000);
  const bytes = Buffer.from(Uint8Array.from(samples, encodeMuLaw));
  const speech: string[] = [];
  for (let at = 0; at + 160 <= bytes.length; at += 160) speech.push(bytes.subarray(at, at + 160).toString('base64'));
  return { speech, silence: Buffer.alloc(160, 0xff).toString('base64') };
}

/** Runs the callers for the time asked, by one timer that sends all that is due. */
async function load(options: MediaBenchOptions, server: ServerProcess, figures: CallerFigures) {
  const frames = speechFrames();
  const callers: Caller[] = [];
  const startedMs = performance.now();
  let ticks = 0;
  let lateMsMax = 0;
  const rampMs = options.rampSeconds * 1000;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const due = Math.floor((nowMs - startedMs) / FRAME_MS);
    lateMsMax = Math.max(lateMsMax, nowMs - startedMs - (ticks + 1) * FRAME_MS);
    const wanted = rampMs === 0 ? options.calls : Math.min(options.calls, Math.ceil(((nowMs - startedMs) / rampMs) * options.calls));
    while (callers.length < wanted) callers.push(new Caller(`ws://127.0.0.1:${server.port}/v1/twilio`, `bench-${callers.length}`, frames, figures, INTERRUPT_SHARE));
    for (; ticks < due; ticks++) for (const caller of callers) caller.tick(nowMs);
  }, FRAME_MS);
  await sleep(rampMs + 2_000);
  const steady = { cpu: server.cpuSeconds(), atMs: performance.now() };
  const progress = setInterval(() => process.stderr.write(`  ${Math.round((performance.now() - steady.atMs) / 1000)} s, ${callers.filter((caller) => caller.isLive).length} calls\n`), 10_000);
  await sleep(options.seconds * 1000);
  clearInterval(progress);
  const held = callers.filter((caller) => caller.isLive).length;
  const cpuShare = (server.cpuSeconds() - steady.cpu) / ((performance.now() - steady.atMs) / 1000);
  const residentBytes = server.residentBytes();
  const lagP99Seconds = await server.metric('nodejs_eventloop_lag_p99_seconds');
  for (const caller of callers) caller.hangUp();
  await sleep(3_000);
  clearInterval(timer);
  return { held, cpuShare, residentBytes, lagP99Ms: lagP99Seconds * 1000, generatorLateMsMax: lateMsMax };
}

const sleep = (durationMs: number) => new Promise<void>((resolve) => { setTimeout(resolve, durationMs); });

async function main() {
  const options = readOptions(process.argv.slice(2));
  const api = await StubApi.start(options);
  const server = await ServerProcess.start(root, api.url, options);
  const idleBytes = server.residentBytes();
  const figures: CallerFigures = { bargeInClearMs: [], responseMs: [], underrunMs: [], turns: 0, dropped: 0 };
  const measured = await load(options, server, figures);
  const turns = api.events.filter((event) => event.type === 'agent-turn' && event.payload['purpose'] === 'ANSWER');
  const numbers = (values: unknown[]) => values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  const latency = (name: string) => numbers(turns.map((event) => (event.payload['latency'] as Record<string, unknown>)[name]));
  const result = {
    at: new Date().toISOString(), commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
    machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`, isPinned: canPin, options, simulatedMs: SIMULATED_MS,
    callsAsked: options.calls, callsHeld: measured.held, callsDropped: figures.dropped, agentTurns: turns.length,
    ownShareMs: summarise(latency('ownShareMs')), responseMs: summarise(latency('responseMs')), responseAtPhoneMs: summarise(figures.responseMs),
    sendLatenessP99Ms: summarise(numbers(turns.map((event) => event.payload['sendLatenessP99Ms']))),
    bargeInStopMs: summarise(numbers(api.events.filter((event) => event.type === 'interruption-started').map((event) => event.payload['stopMs']))),
    bargeInClearAtPhoneMs: summarise(figures.bargeInClearMs), underrunPerTurnMs: summarise(figures.underrunMs),
    cpuPerCallPercent: Math.round((measured.cpuShare / Math.max(1, measured.held)) * 10_000) / 100, cpuCores: Math.round(measured.cpuShare * 100) / 100,
    memoryPerCallKib: Math.round((measured.residentBytes - idleBytes) / 1024 / Math.max(1, measured.held)), residentMib: Math.round(measured.residentBytes / 1024 / 1024),
    eventLoopLagP99Ms: Math.round(measured.lagP99Ms * 100) / 100, generatorLateMsMax: Math.round(measured.generatorLateMsMax), recordings: api.recordings,
  };
  await server.stop();
  api.close();
  process.stdout.write(options.isJson ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, null, 2)}\n`);
  process.exit(0);
}

await main();
