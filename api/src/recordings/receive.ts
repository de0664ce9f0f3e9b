import { createHash, timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { uuidv7 } from '@parley/db';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';
import { measureWav, WavError } from './peaks.js';
import { recordingsFolder } from './serve.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

class RefusedUpload extends Error {
  constructor(readonly status: number, message: string) { super(message); }
}

/**
 * `PUT /internal/recordings/<callId>`: keeps a call's WAV. The file is complete, checked against `x-content-sha256` and
 * on disk before its row says so; sending it again changes nothing. Answers 201, 200 for what was there, 404 for an
 * unknown call, 413, 415 for what is no WAV, and 422 where the checksum differs.
 */
export async function receiveRecording(app: App, request: IncomingMessage, response: ServerResponse, callId: string): Promise<void> {
  const answer = (status: number, message: string) => { response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${message}\n`); };
  if (request.method !== 'PUT') { response.setHeader('allow', 'PUT'); answer(405, 'Recordings arrive with PUT.'); return; }
  const call = UUID.test(callId) ? await app.database.system.call.findUnique({ where: { id: callId }, select: { organizationId: true, recording: { select: { sha256: true } } } }) : null;
  const sha256 = String(request.headers['x-content-sha256'] ?? '').toLowerCase();
  try {
    if (!call) throw new RefusedUpload(404, 'There is no such call.');
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RefusedUpload(400, 'x-content-sha256 must be the SHA-256 of the file in hexadecimal.');
    if (Number(request.headers['content-length'] ?? 0) > LIMITS.recordingBytesMax) throw new RefusedUpload(413, `A recording has at most ${LIMITS.recordingBytesMax} bytes.`);
    if (call.recording?.sha256 === sha256) { request.resume(); answer(200, 'It is here already.'); return; }
    await keep(app, request, { callId, organizationId: call.organizationId, sha256 });
    answer(201, 'Kept.');
  } catch (error) {
    if (!(error instanceof RefusedUpload)) throw error;
    // The rest of the body is not wanted; the connection ends with the answer.
    response.setHeader('connection', 'close');
    answer(error.status, error.message);
  }
}

interface Upload { readonly callId: string; readonly organizationId: string; readonly sha256: string }

async function keep(app: App, request: IncomingMessage, { callId, organizationId, sha256 }: Upload): Promise<void> {
  const folder = join(recordingsFolder(app), organizationId);
  await mkdir(folder, { recursive: true });
  const storageKey = `${organizationId}/${callId}.wav`;
  const path = join(recordingsFolder(app), storageKey);
  // A name of its own for each attempt: two that overlap do not write into one file.
  const temporary = `${path}.${uuidv7()}.part`;
  try {
    const byteLength = await writeChecked(request, temporary, sha256);
    const { durationMs, sampleRateHz, peaks } = await measureWav(temporary).catch((error: unknown) => { throw error instanceof WavError ? new RefusedUpload(415, error.message) : error; });
    await rename(temporary, path);
    await syncFolder(folder);
    const facts = { storageKey, durationMs, byteLength, sampleRateHz, sha256, peaks };
    await app.database.system.recording.upsert({ where: { callId }, create: { id: uuidv7(), organizationId, callId, ...facts }, update: facts });
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeChecked(request: IncomingMessage, path: string, sha256: string): Promise<number> {
  const hash = createHash('sha256');
  let byteLength = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      byteLength += chunk.length;
      if (byteLength > LIMITS.recordingBytesMax) { done(new RefusedUpload(413, `A recording has at most ${LIMITS.recordingBytesMax} bytes.`)); return; }
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(request, measure, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  if (!timingSafeEqual(hash.digest(), Buffer.from(sha256, 'hex'))) throw new RefusedUpload(422, 'The file is not the one that x-content-sha256 names.');
  return byteLength;
}

/** The new name is on disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try { await handle.sync(); } finally { await handle.close(); }
}
