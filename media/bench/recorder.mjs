// Cost of recording: `node --expose-gc media/bench/recorder.mjs [--calls 400] [--seconds 10] [--rate 8000]`.
// Every call gets its caller's and its agent's audio in frames of 20 ms, in real time. Build first: `npm run build`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createRecorderFactory } from '../dist/observe/recorder.js';

const { values } = parseArgs({ options: { calls: { type: 'string', default: '400' }, seconds: { type: 'string', default: '10' }, rate: { type: 'string', default: '8000' } } });
const calls = Number(values.calls);
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
const warnings = [];
const logger = { debug() {}, info() {}, warn: (message, fields) => warnings.push({ message, ...fields }) };
const print = (name, value) => process.stdout.write(`${name.padEnd(44)} ${value}\n`);
const megabytes = (bytes) => (bytes / 1_048_576).toFixed(0);

const create = createRecorderFactory({ dataDir: folder, logger });
globalThis.gc?.();
const memoryBefore = process.memoryUsage();
const recorders = Array.from({ length: calls }, (_, index) => create(`call-${index}`, rate));
const frame = new Int16Array(rate / 50).map((_, index) => 6_000 * Math.sin(index / 3));
const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();
const cpuBefore = process.cpuUsage();
const startedMs = performance.now();
let framesMs = 0;
for (let atMs = 0; atMs < seconds * 1_000; atMs += 20) {
  const beginMs = performance.now();
  for (const recorder of recorders) {
    recorder.caller(frame, atMs);
    recorder.agent(frame, atMs + 300);
  }
  framesMs += performance.now() - beginMs;
  const waitMs = startedMs + atMs + 20 - performance.now();
  if (waitMs > 0) await new Promise((resolve) => { setTimeout(resolve, waitMs); });
}
const cpu = process.cpuUsage(cpuBefore);
lag.disable();
globalThis.gc?.();
const memory = process.memoryUsage();
print(`${calls} calls at ${rate} Hz, processor time`, `${((cpu.user + cpu.system) / 1e4 / seconds).toFixed(1)} % of a core, ${((cpu.user + cpu.system) / (calls * seconds)).toFixed(0)} us per call-second`);
print('a frame of 20 ms, handed over', `${((framesMs * 1_000) / (calls * seconds * 100)).toFixed(2)} us`);
print('memory per call (buffers + heap)', `${Math.round((memory.arrayBuffers + memory.heapUsed - memoryBefore.arrayBuffers - memoryBefore.heapUsed) / 1_024 / calls)} KB; process ${megabytes(memory.rss)} MB`);
print('event loop delay p99, longest', `${(lag.percentile(99) / 1e6).toFixed(1)} ms, ${(lag.max / 1e6).toFixed(1)} ms`);
const endMs = performance.now();
const cpuEnd = process.cpuUsage();
const files = await Promise.all(recorders.map((recorder) => recorder.finish(seconds * 1_000)));
const finishCpu = process.cpuUsage(cpuEnd);
print(`finish of all ${calls} at once`, `${(performance.now() - endMs).toFixed(0)} ms, ${((finishCpu.user + finishCpu.system) / calls).toFixed(0)} us each; ${files.filter(Boolean).length} files`);
if (warnings.length > 0) print('warnings', JSON.stringify(warnings[0]));
rmSync(folder, { recursive: true, force: true });
