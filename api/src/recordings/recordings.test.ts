import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { activeCall, publishedAgent, SERVICE_TOKEN, startKit, type Kit, type Person } from '../../test/kit.js';
import { parseRange } from './serve.js';

let kit: Kit;
let person: Person;
let agentId: string;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  agentId = await publishedAgent(person);
});
afterAll(() => kit.close());

/** Two seconds at 8 kHz: the caller loud in the first second, the agent half as loud in the second. */
function wav(seconds = 2, sampleRateHz = 8_000): Buffer {
  const frames = seconds * sampleRateHz;
  const bytes = Buffer.alloc(44 + frames * 4);
  bytes.write('RIFF', 0, 'latin1').toString();
  bytes.writeUInt32LE(36 + frames * 4, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(sampleRateHz * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(frames * 4, 40);
  for (let frame = 0; frame < frames; frame++) {
    const sign = frame % 2 === 0 ? 1 : -1;
    if (frame < frames / 2) bytes.writeInt16LE(sign * 32_767, 44 + frame * 4);
    else bytes.writeInt16LE(sign * 16_384, 44 + frame * 4 + 2);
  }
  return bytes;
}

function upload(callId: string, body: Buffer, headers: Record<string, string> = {}) {
  return fetch(`${kit.api.url}/internal/recordings/${callId}`, {
    method: 'PUT', body: new Uint8Array(body), headers: { authorization: `Bearer ${SERVICE_TOKEN}`, 'content-type': 'audio/wav', 'x-content-sha256': createHash('sha256').update(body).digest('hex'), ...headers },
  }).then(({ status }) => status);
}

const recordingOf = async (id: string) => (await person.ask('query ($id: ID!) { call(id: $id) { recording { id url durationMs byteLength sampleRateHz peaks { left right } } } }', { id })).data.call.recording;

test('a recording arrives once, is measured, and is heard through a signed link', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const file = wav();
  expect(await upload(callId, file)).toBe(201);
  expect(await upload(callId, file)).toBe(200);
  const recording = await recordingOf(id);
  expect(recording).toMatchObject({ durationMs: 2_000, byteLength: file.length, sampleRateHz: 8_000 });
  expect(recording.peaks.left).toEqual([...Array.from({ length: 50 }, () => 255), ...Array.from({ length: 50 }, () => 0)]);
  expect(recording.peaks.right).toEqual([...Array.from({ length: 50 }, () => 0), ...Array.from({ length: 50 }, () => 128)]);
  const url = recording.url.replace('localhost', '127.0.0.1') as string;
  const whole = await fetch(url);
  expect([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')]).toEqual([200, 'audio/wav', 'bytes']);
  expect(Buffer.from(await whole.arrayBuffer()).equals(file)).toBe(true);
  const part = await fetch(url, { headers: { range: 'bytes=44-143' } });
  expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([206, `bytes 44-143/${file.length}`, '100']);
  expect(Buffer.from(await part.arrayBuffer()).equals(file.subarray(44, 144))).toBe(true);
  const tail = await fetch(url, { headers: { range: 'bytes=-10' } });
  expect(Buffer.from(await tail.arrayBuffer()).equals(file.subarray(-10))).toBe(true);
  const beyond = await fetch(url, { headers: { range: `bytes=${file.length}-` } });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${file.length}`]);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), (await head.arrayBuffer()).byteLength]).toEqual([200, String(file.length), 0]);
  const otherFile = await fetch(url, { headers: { range: 'bytes=0-9', 'if-range': '"another"' } });
  expect(otherFile.status).toBe(200);
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
});

test('a link works for its recording alone, unchanged, for ten minutes', async () => {
  const first = await activeCall(kit, person, agentId);
  const second = await activeCall(kit, person, agentId);
  await upload(first.callId, wav(1));
  await upload(second.callId, wav(1));
  const url = new URL(((await recordingOf(first.id)).url as string).replace('localhost', '127.0.0.1'));
  const other = await recordingOf(second.id);
  const status = (change: (changed: URL) => void) => { const changed = new URL(url); change(changed); return fetch(changed).then((response) => response.status); };
  expect(await status(() => undefined)).toBe(200);
  expect(await status((changed) => { changed.pathname = `/recordings/${other.id}`; })).toBe(403);
  expect(await status((changed) => { changed.searchParams.set('expires', String(Date.now() + 3_600_000)); })).toBe(403);
  expect(await status((changed) => { changed.searchParams.delete('signature'); })).toBe(403);
  expect(await status((changed) => { changed.pathname = '/recordings/..%2f..%2fetc%2fpasswd'; })).toBe(403);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 + 1_000 });
  try { expect(await status(() => undefined)).toBe(403); } finally { vi.useRealTimers(); }
});

test('what is wrong with an upload is refused, and leaves nothing behind', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  expect(await upload(callId, wav(), { 'x-content-sha256': '0'.repeat(64) })).toBe(422);
  expect(await upload(callId, wav(), { 'x-content-sha256': 'none' })).toBe(400);
  expect(await upload(callId, Buffer.from('this is no sound at all'))).toBe(415);
  expect(await upload('01a1fdcf-4e11-7000-8275-248715f8acff', wav())).toBe(404);
  expect(await upload('..%2f..%2fetc', wav())).toBe(404);
  expect(await upload(callId, wav(), { authorization: 'Bearer wrong' })).toBe(401);
  expect(await recordingOf(id)).toBeNull();
  const folder = join(kit.dataDir, 'recordings');
  const left = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part') || name.includes(callId)) : [];
  expect(left).toEqual([]);
});

test('ranges as RFC 9110 has them', () => {
  expect(parseRange(undefined, 100)).toBeUndefined();
  expect(parseRange('bytes=0-0', 100)).toEqual({ start: 0, end: 0 });
  expect(parseRange('bytes=90-200', 100)).toEqual({ start: 90, end: 99 });
  expect(parseRange('bytes=-200', 100)).toEqual({ start: 0, end: 99 });
  expect(parseRange('bytes=-0', 100)).toBe('unsatisfiable');
  expect(parseRange('bytes=100-', 100)).toBe('unsatisfiable');
  for (const ignored of ['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'bytes=a-b']) expect(parseRange(ignored, 100)).toBeUndefined();
});
