// Cost of reporting: `node media/bench/report.mjs [--calls 400] [--seconds 10] [--events 3]` (events per call and second).
// Prints what an append costs its call, what the journal takes at full speed, and the processor time of a steady load with
// delivery to an api in a process of its own. Build first: `npm run build`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '@parley/plugin-host';
import { createApiLink } from '../dist/report/api-link.js';
import { createReporter } from '../dist/report/create-reporter.js';

const { values } = parseArgs({ options: { calls: { type: 'string', default: '400' }, seconds: { type: 'string', default: '10' }, events: { type: 'string', default: '3' } } });
const calls = Number(values.calls);
const seconds = Number(values.seconds);
const eventsPerSecond = Number(values.events);
const logger = { debug() {}, info() {}, warn: (message, fields) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) };
const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
const print = (name, value) => process.stdout.write(`${name.padEnd(44)} ${value}\n`);

/** About what an agent's turn weighs: 900 bytes. */
const turn = {
  turnIndex: 3, epoch: 2, purpose: 'ANSWER', generatedText: 'We are open from nine to five on weekdays.'.repeat(3), spokenText: 'We are open from nine to five on weekdays.'.repeat(3),
  heardText: 'We are open from nine to five on weekdays.', heardEvidence: 'MARK', isInterrupted: true, startedAtMs: 12_345.5, endedAtMs: 15_432.25,
  latency: { endpointWaitMs: 400, sttFinalMs: 12, llmFirstTokenMs: 210, ttsFirstAudioMs: 95, transportMs: 3, responseMs: 730, ownShareMs: 6 },
  providers: { stt: 'local-stt', turn: 'local-turn', llm: 'local-llm', tts: 'local-tts' },
  usage: [{ kind: 'llm', connectionId: 'local-llm', requestId: 'request-1', inputTokens: 812, outputTokens: 45, outcome: 'served' }],
};

async function atFullSpeed() {
  const link = { appendEvents: () => new Promise(() => undefined), uploadRecording: () => new Promise(() => undefined) };
  const reporter = createReporter({ dataDir: join(folder, 'full'), link, clock: systemClock, logger, mediaId: 'bench', memoryBytesMax: 1e9 });
  const reports = Array.from({ length: calls }, (_, index) => reporter.open(`call-${index}`));
  const total = 100_000;
  for (let index = 0; index < 5_000; index++) reports[index % calls].append('agent-turn', turn, index);
  await reporter.flush();
  const before = reporter.stats().journal.bytesWritten;
  const startedMs = performance.now();
  for (let index = 0; index < total; index++) reports[index % calls].append('agent-turn', turn, index);
  const appendedMs = performance.now();
  await reporter.flush();
  const storedMs = performance.now();
  print('append of a 900 byte event', `${(((appendedMs - startedMs) / total) * 1_000).toFixed(2)} us`);
  print('journal at full speed', `${Math.round(total / ((storedMs - appendedMs) / 1_000))} events/s, ${Math.round((reporter.stats().journal.bytesWritten - before) / 1e6 / ((storedMs - appendedMs) / 1_000))} MB/s`);
  await reporter.close();
}

async function steadyLoad() {
  const api = spawn(process.execPath, [fileURLToPath(new URL('../test/crash/api-process.mjs', import.meta.url)), join(folder, 'store.jsonl'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resolve) => { api.stdout.once('data', (part) => resolve(Number(/ready (\d+)/.exec(String(part))[1]))); });
  api.stdout.resume();
  const link = createApiLink({ url: `http://127.0.0.1:${port}`, serviceToken: 'service-token', mediaId: 'bench', clock: systemClock, logger });
  const reporter = createReporter({ dataDir: join(folder, 'steady'), link, clock: systemClock, logger, mediaId: 'bench' });
  const reports = Array.from({ length: calls }, (_, index) => reporter.open(`call-${index}`));
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().rss;
  const cpuBefore = process.cpuUsage();
  const endMs = performance.now() + seconds * 1_000;
  let due = 0;
  let appended = 0;
  const startedMs = performance.now();
  while (performance.now() < endMs) {
    due = ((performance.now() - startedMs) / 1_000) * calls * eventsPerSecond;
    for (; appended < due; appended++) reports[appended % calls].append('agent-turn', turn, appended);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
  const cpu = process.cpuUsage(cpuBefore);
  const { outbox, journal } = reporter.stats();
  print(`${calls} calls x ${eventsPerSecond} events/s, processor time`, `${((cpu.user + cpu.system) / 1e4 / seconds).toFixed(1)} % of a core, ${((cpu.user + cpu.system) / (calls * seconds)).toFixed(0)} us per call-second`);
  print('requests, events waiting for delivery', `${Math.round(outbox.requests / seconds)} /s, ${outbox.eventsPending} of ${appended}`);
  print('commits, longest', `${Math.round(journal.commits / seconds)} /s, ${journal.commitMsMax.toFixed(1)} ms`);
  print('memory', `${Math.round((process.memoryUsage().rss - heapBefore) / 1_024 / calls)} KB per call`);
  await reporter.close();
  link.close();
  api.kill('SIGKILL');
}

try {
  await steadyLoad();
  await atFullSpeed();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
