// Speaks the sample questions of docs/samples with the local voices, so that every recording in the repository is the
// project's own. Run after a build: node plugins/local/scripts/make-samples.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@parley/plugin-sdk';
import plugin from '../dist/index.js';

const SAMPLES = {
  question: 'What are your opening hours on Saturday?',
  parking: 'Where can I park my car?',
  'follow-up': 'And on Sunday?',
  interruption: 'Sorry, do you also treat children?',
  goodbye: 'Thank you very much. Goodbye.',
};
const SAMPLE_RATE_HZ = 16000;

function wav(samples) {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  header.writeUInt32LE(SAMPLE_RATE_HZ * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
}

const logger = { debug() {}, info() {}, warn(message) { process.stderr.write(`${message}\n`); } };
const tts = await plugin.tts({ settings: {}, secrets: {}, clock: systemClock, logger });
const folder = fileURLToPath(new URL('../../../docs/samples/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(SAMPLES)) {
  const parts = [];
  const request = { contextId: name, text, isLast: true, voice: 'rms', language: 'en', format: { encoding: 'pcm16', sampleRateHz: SAMPLE_RATE_HZ }, signal: AbortSignal.timeout(60_000) };
  for await (const event of tts.synthesize(request)) if (event.type === 'audio') parts.push(...event.samples);
  writeFileSync(`${folder}${name}.wav`, wav(Int16Array.from(parts)));
  process.stdout.write(`${name}.wav: ${(parts.length / SAMPLE_RATE_HZ).toFixed(1)} s\n`);
}
await tts.close();
