import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ProviderError, toProviderError, type HostRouteStep, type ProviderErrorCause } from '@parley/plugin-host';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';
import { speakingSteps } from '../media-link/connection-routes.js';
import { openPreviewToken, type Preview } from './links.js';
import { Slots } from './slots.js';

/** What a listener is answered where the voice says nothing; what may pass is 503. */
const STATUS: Record<ProviderErrorCause, number> = {
  'bad-request': 422, auth: 502, quota: 502, 'vendor-fault': 502, 'rate-limit': 503, unreachable: 503, timeout: 503, aborted: 503,
};
const RETRY_AFTER_SECONDS = 3;

/** 16-bit mono PCM whose length is not known yet: the sizes are the largest there are, as streaming writers have it. */
export function openWavHeader(sampleRateHz: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(0xffff_ffff, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(0xffff_ffff, 40);
  return header;
}

const bytesOf = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

function refuse(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  const retry = status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...retry, ...headers }).end(`${message}\n`);
}

function etagOf(app: App, { pluginId, voice, language, text, connectionId = '' }: Preview): string {
  const facts = [app.catalog.get(pluginId)?.integrity ?? '', pluginId, voice, language, text, connectionId];
  return `"${createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22)}"`;
}

/** `GET` and `HEAD /voice-previews/<token>`: a voice says a text, sent as it is made. Few at once: the machine may be carrying calls. */
export function createVoicePreviews(app: App): (request: IncomingMessage, response: ServerResponse, token: string) => Promise<void> {
  const slots = new Slots(LIMITS.previewsRunningMax, LIMITS.previewsWaitingMax);
  return async (request, response, token) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') { refuse(response, 405, 'Previews are read with GET or HEAD.', { allow: 'GET, HEAD' }); return; }
    const preview = openPreviewToken(app, token);
    if (!preview) { refuse(response, 403, 'The link is wrong or has run out. Ask for a new one.'); return; }
    const headers = { 'content-type': 'audio/wav', 'cache-control': `private, max-age=${LIMITS.previewLinkMs / 1_000}`, etag: etagOf(app, preview) };
    if (request.headers['if-none-match'] === headers.etag) { response.writeHead(304, headers).end(); return; }
    if (request.method === 'HEAD') { response.writeHead(200, headers).end(); return; }
    const left = new AbortController();
    response.once('close', () => { left.abort(); });
    const signal = AbortSignal.any([left.signal, AbortSignal.timeout(LIMITS.previewMs)]);
    const leave = await slots.enter(signal);
    if (!leave) { if (!left.signal.aborted) refuse(response, 503, 'Many voices are being listened to just now. Try again in a moment.'); return; }
    try {
      await speak(app, preview, signal, response, headers);
    } catch (error) {
      if (left.signal.aborted) return;
      const causeCode = signal.aborted ? 'timeout' : toProviderError(error).causeCode;
      app.logger.warn({ plugin: preview.pluginId, cause: causeCode }, 'a voice could not be listened to');
      // Half a sound is cut, so that nobody keeps it for the whole.
      if (response.headersSent) response.destroy();
      else refuse(response, STATUS[causeCode], causeCode === 'bad-request' ? 'This voice cannot say this text.' : `The voice cannot be heard now (${causeCode}). Try again later.`);
    } finally {
      leave();
    }
  };
}

/** The connection that speaks; it is in use and opened now, whatever it was when the link was made. */
async function connectionOf(app: App, { connectionId, organizationId }: Preview): Promise<HostRouteStep | undefined> {
  if (connectionId === undefined || organizationId === undefined) return undefined;
  const { steps } = await speakingSteps(app, organizationId);
  const step = steps.find((known) => known.connectionId === connectionId);
  if (!step) throw new ProviderError('unreachable', 'The connection is no longer in use.');
  return step;
}

async function speak(app: App, preview: Preview, signal: AbortSignal, response: ServerResponse, headers: Record<string, string>): Promise<void> {
  const { sampleRateHz, samples } = await app.speech.speak({ ...preview, signal, step: await connectionOf(app, preview) });
  // The first sound is waited for, so that a voice that fails can still be answered with a status of its own.
  const first = await samples.next();
  async function* file() {
    yield openWavHeader(sampleRateHz);
    if (first.done) return;
    yield bytesOf(first.value);
    for await (const more of samples) yield bytesOf(more);
  }
  response.writeHead(200, headers);
  try {
    await pipeline(Readable.from(file(), { objectMode: false, highWaterMark: 64 * 1024 }), response, { signal });
  } finally {
    await samples.return();
  }
}
