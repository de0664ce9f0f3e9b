import { systemClock } from '@parley/plugin-sdk';

const silent = { debug() {}, info() {}, warn() {} };

export function context(settings = {}) {
  return { settings, secrets: {}, clock: systemClock, logger: silent };
}

export function quantile(values, part) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export function report(title, rows) {
  process.stdout.write(`\n${title}\n`);
  for (const row of rows) process.stdout.write(`  ${row}\n`);
}

export async function speak(tts, text, sampleRateHz, voice = 'slt') {
  const pieces = [];
  const request = { contextId: 'bench', text, isLast: true, voice, language: 'en', format: { encoding: 'pcm16', sampleRateHz }, signal: new AbortController().signal };
  for await (const event of tts.synthesize(request)) if (event.type === 'audio') pieces.push(event.samples);
  const all = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) { all.set(piece, at); at += piece.length; }
  return all;
}
