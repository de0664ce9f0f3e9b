// Speaks the sample questions of docs/samples with the local voices, so that every recording in the repository is the
// project's own. Run after a build: node plugins/local/scripts/make-samples.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@parley/plugin-sdk';
import { writeWav } from '@parley/plugin-sdk/testing';
import plugin from '../dist/index.js';

const SAMPLES = {
  question: 'What are your opening hours on Saturday?',
  parking: 'Where can I park my car?',
  'follow-up': 'And on Sunday?',
  interruption: 'Sorry, do you also treat children?',
  goodbye: 'Thank you very much. Goodbye.',
};
const SAMPLE_RATE_HZ = 16000;

const logger = { debug() {}, info() {}, warn(message) { process.stderr.write(`${message}\n`); } };
const tts = await plugin.tts({ settings: {}, secrets: {}, clock: systemClock, logger });
const folder = fileURLToPath(new URL('../../../docs/samples/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(SAMPLES)) {
  const parts = [];
  const request = { contextId: name, text, isLast: true, voice: 'rms', language: 'en', format: { encoding: 'pcm16', sampleRateHz: SAMPLE_RATE_HZ }, signal: AbortSignal.timeout(60_000) };
  for await (const event of tts.synthesize(request)) if (event.type === 'audio') parts.push(...event.samples);
  writeFileSync(`${folder}${name}.wav`, writeWav({ samples: Int16Array.from(parts), sampleRateHz: SAMPLE_RATE_HZ }));
  process.stdout.write(`${name}.wav: ${(parts.length / SAMPLE_RATE_HZ).toFixed(1)} s\n`);
}
await tts.close();
