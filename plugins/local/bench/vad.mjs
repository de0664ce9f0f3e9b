// Speech detection: cost of a window by batch size, then many calls in real time.
//   node plugins/local/bench/vad.mjs [--calls 200] [--seconds 5] [--tick 4]
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import onnx from 'onnxruntime-node';
import plugin from '../dist/index.js';
import { SileroRows } from '../dist/vad/silero.js';
import { context, quantile, report } from './support.mjs';

const { values } = parseArgs({ options: { calls: { type: 'string', default: '200' }, seconds: { type: 'string', default: '5' }, tick: { type: 'string' } } });

async function windowCost(session, sampleRateHz, count, batching) {
  const rows = new SileroRows(session, sampleRateHz);
  const size = sampleRateHz === 8000 ? 256 : 512;
  const samples = Int16Array.from({ length: count * size }, () => (Math.random() - 0.5) * 8000);
  const job = { sampleRateHz, count, slots: Int32Array.from({ length: count }, (_, index) => index), resets: [], samples, batching };
  for (let warm = 0; warm < 3; warm += 1) await rows.run(job);
  const runs = Math.max(5, Math.ceil(2000 / count));
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const startedMs = performance.now();
    await rows.run(job);
    times.push(((performance.now() - startedMs) * 1000) / count);
  }
  return quantile(times, 0.5);
}

const model = fileURLToPath(new URL('./silero_vad_v5.onnx', import.meta.resolve('@ricky0123/vad-web')));
const session = await onnx.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
for (const sampleRateHz of [8000, 16000]) {
  const lines = [];
  for (const count of [1, 8, 64, 200]) lines.push(`batch of ${String(count).padStart(3)}: ${(await windowCost(session, sampleRateHz, count, 'batched')).toFixed(0)} us a window`);
  lines.push(`64 one by one: ${(await windowCost(session, sampleRateHz, 64, 'single')).toFixed(0)} us a window`);
  report(`Model, one thread, ${sampleRateHz} Hz (median)`, lines);
}

for (const batching of ['batched', 'single']) {
  const tick = values.tick === undefined ? {} : { tickMs: Number(values.tick) };
  const workMs = [];
  const vad = await plugin.vad({
    ...context({ batching, ...tick }),
    clock: {
      nowMs: () => performance.now(),
      setTimer(delayMs, callback) {
        const handle = setTimeout(() => {
          const startedMs = performance.now();
          callback();
          workMs.push(performance.now() - startedMs);
        }, delayMs);
        return { cancel: () => clearTimeout(handle) };
      },
    },
  });
  const calls = [];
  for (let call = 0; call < Number(values.calls); call += 1) {
    calls.push(await vad.open({ callId: String(call), sampleRateHz: 8000, onWindow: () => {}, onError: (error) => { throw error; } }));
  }
  const frame = Int16Array.from({ length: 160 }, () => (Math.random() - 0.5) * 8000);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [startedMs, cpu] = [performance.now(), process.cpuUsage()];
  // Each call sends its 20 ms frame at its own offset.
  const sent = calls.map((_call, index) => -index / calls.length);
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      const frames = (performance.now() - startedMs) / 20;
      calls.forEach((call, index) => { while (sent[index] + 1 <= frames) { call.push(frame); sent[index] += 1; } });
      if (frames * 20 > Number(values.seconds) * 1000) { clearInterval(timer); resolve(); }
    }, 2);
  });
  const used = process.cpuUsage(cpu);
  const elapsedMs = performance.now() - startedMs;
  const stats = vad.stats[8000];
  report(`${calls.length} calls at 8 kHz, ${batching}`, [
    `${stats.windows} windows in ${stats.batches} batches, ${stats.droppedWindows} dropped`,
    `wait of a window: mean ${(stats.waitMsSum / stats.windows).toFixed(1)} ms, worst ${stats.waitMsMax.toFixed(1)} ms`,
    `processor: ${(((used.user + used.system) / 1000 / elapsedMs) * 100).toFixed(0)} % of one core, generator included`,
    `gathering a batch on the event loop: p50 ${quantile(workMs, 0.5).toFixed(2)} ms, p99 ${quantile(workMs, 0.99).toFixed(2)} ms`,
    `event loop: p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, worst ${(delay.max / 1e6).toFixed(1)} ms`,
  ]);
  for (const call of calls) call.close();
  await vad.close();
}
