// A media server's reporting side with synthetic calls: `node media-process.mjs <dataDir> <apiUrl> <run> <mode>`.
// Says `journaled <callId> <seq>` for what the reporter has confirmed, and in mode `finish` only sends what is left.
import { writeSync } from 'node:fs';
import { systemClock } from '@parley/plugin-host';
import { createRecorderFactory } from '../../dist/observe/recorder.js';
import { createApiLink } from '../../dist/report/api-link.js';
import { createReporter } from '../../dist/report/create-reporter.js';

const [dataDir, url, run, mode] = process.argv.slice(2);
const say = (text) => writeSync(1, `${text}\n`);
const logger = { debug() {}, info() {}, warn: (message, fields) => writeSync(2, `${message} ${JSON.stringify(fields)}\n`) };
const link = createApiLink({ url, serviceToken: 'service-token', mediaId: 'media-1', clock: systemClock, logger });
// Small segments, so that every run turns over several.
const reporter = createReporter({ dataDir, link, clock: systemClock, logger, mediaId: 'media-1', segmentBytesMax: 16_384 });
const createRecorder = createRecorderFactory({ dataDir, logger });
await reporter.recover();
say('ready');

if (mode === 'finish') {
  const isDelivered = await reporter.delivered(20_000);
  say(`${isDelivered ? 'finished' : 'unfinished'} ${JSON.stringify(reporter.stats())}`);
  await reporter.close();
  link.close();
  process.exit(0);
}

const tone = new Int16Array(1_600).map((_, index) => 8_000 * Math.sin(index / 5));
const live = [];
let opened = 0;
for (let round = 0; ; round++) {
  while (live.length < 8) {
    const callId = `run${run}-call${opened++}`;
    live.push({ callId, report: reporter.open(callId), recorder: createRecorder(callId, 8_000), seq: 0, atMs: 0 });
  }
  for (const call of live) {
    for (let index = 0; index < 5; index++) call.report.append('dtmf-received', { digit: `${call.callId}:${++call.seq}` }, call.atMs);
    call.recorder.caller(tone, call.atMs);
    call.atMs += 200;
  }
  const journaled = live.map(({ callId, seq }) => ({ callId, seq }));
  await reporter.flush();
  for (const { callId, seq } of journaled) say(`journaled ${callId} ${seq}`);
  // Calls talk at the speed of speech; this is a hundred times that.
  await new Promise((resolve) => { setTimeout(resolve, 10); });
  if (round % 4 === 3) await end(live.shift());
}

async function end(call) {
  call.report.append('call-ended', { reason: { party: 'CALLER', code: 'HUNG_UP', text: 'The caller hung up.' }, durationMs: call.atMs, usage: [], speculation: { hits: 0, misses: 0 } }, call.atMs);
  const file = await call.recorder.finish(call.atMs);
  if (file) call.report.recording(file);
  await call.report.close();
  say(`journaled ${call.callId} ${call.seq + 1}`);
}
