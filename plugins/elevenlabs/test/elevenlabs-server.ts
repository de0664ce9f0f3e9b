// A local server that is faithful to the wire format of the vendor, strict about what it is sent, and fails on demand:
// with `/fail/<how>` as its base it answers every request with that failure. The vendor's own client is run against it too.
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { mulawFromPcm16 } from '@parley/plugin-sdk';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { multiQuery, readVoiceForm, speakContexts, voiceSettings, type MadeVoice, type MultiConnection } from './voice-server.js';
import { scribe, scribeQuery, type ScribeConnection, type ScribePlan } from './scribe-server.js';

const speechBody = z.strictObject({
  text: z.string().min(1).max(40_000), model_id: z.string().regex(/^eleven_/), language_code: z.string().regex(/^[a-z]{2}$/).optional(),
  voice_settings: voiceSettings.optional(),
  previous_text: z.string().min(1).optional(), apply_text_normalization: z.enum(['auto', 'on', 'off']).optional(),
});
export type SpeechBody = z.output<typeof speechBody>;
const RATES: Readonly<Record<string, number>> = { pcm_8000: 8_000, pcm_16000: 16_000, pcm_24000: 24_000, pcm_48000: 48_000, ulaw_8000: 8_000 };

/** An answer of the vendor's that is no success. */
class Refusal extends Error {
  constructor(readonly status: number, readonly detail: unknown, readonly headers: Record<string, string> = {}) { super('refused'); }
}
const refused = (status: number, code: string, message: string, headers: Record<string, string> = {}) => new Refusal(status, { status: code, message }, headers);

const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  // The vendor keeps the key to itself; what stands before it may not.
  auth: (key) => refused(401, 'invalid_api_key', `Invalid API key: ${key}`),
  quota: () => refused(401, 'quota_exceeded', 'This request exceeds your quota of 10000. You have 12 credits remaining, while 57 credits are required for this request.'),
  'rate-limit': () => refused(429, 'too_many_concurrent_requests', 'Too many concurrent requests. Your current subscription is associated with a maximum of 2 concurrent requests.', { 'retry-after': '2' }),
  'bad-request': () => refused(404, 'voice_not_found', 'A voice with the voice_id was not found.'),
  'vendor-fault': () => refused(500, 'internal_server_error', 'An internal error occurred.'),
  credits: () => new Refusal(402, { type: 'payment_required', code: 'insufficient_credits', message: 'Not enough credits.', request_id: 'r' }),
  gateway: () => new Refusal(502, undefined),
};

const VOICES = [
  { voice_id: 'sarah0123456789', name: 'Sarah', category: 'premade', labels: { gender: 'female', accent: 'american', language: 'en' }, verified_languages: [{ language: 'fr', model_id: 'eleven_flash_v2_5', locale: 'fr-FR' }, { language: 'en', model_id: 'eleven_flash_v2_5', locale: 'en-US' }] },
  { voice_id: 'anton0123456789', name: 'Anton', category: 'cloned', labels: { gender: 'male' }, verified_languages: [{ language: 'de', model_id: 'eleven_multilingual_v2', locale: null }] },
  { voice_id: 'river0123456789', name: 'River', category: 'premade', labels: null, verified_languages: null },
];
const MS_PER_CHARACTER = 60;
/** Characters in one item of a stream: a little more than half a second. */
const PIECE = 9;

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

/** A tone that swells with every syllable. */
function soundOf(fromMs: number, toMs: number, rateHz: number, isMulaw: boolean): Buffer {
  const from = Math.round((fromMs * rateHz) / 1_000);
  const samples = Int16Array.from({ length: Math.round((toMs * rateHz) / 1_000) - from }, (_none, index) => {
    const at = (from + index) / rateHz;
    return Math.round(6_000 * Math.sin(at * 1_200) * Math.abs(Math.sin(at * 10)));
  });
  return isMulaw ? Buffer.from(mulawFromPcm16(samples)) : Buffer.from(samples.buffer);
}

/** Characters with the seconds at which they are spoken, counted from the beginning of the sound. */
function alignmentOf(text: string, from: number, to: number, msPerCharacter: number): object {
  const characters = Array.from(text.slice(from, to));
  const seconds = (offset: number) => characters.map((_character, index) => Math.round((from + index + offset) * msPerCharacter) / 1_000);
  return { characters, character_start_times_seconds: seconds(0), character_end_times_seconds: seconds(1) };
}

async function speech({ text, voice_settings: settings }: SpeechBody, format: string, response: ServerResponse, failure: string | undefined): Promise<void> {
  const rateHz = RATES[format];
  if (rateHz === undefined) throw refused(400, 'invalid_output_format', `Output format ${format} is not supported.`);
  if (failure === 'slow') await pause(60);
  response.writeHead(200, { 'content-type': 'application/json', 'request-id': 'req_1', 'character-cost': String(text.length) });
  if (failure === 'empty') { response.end(); return; }
  const msPerCharacter = MS_PER_CHARACTER / (settings?.speed ?? 1);
  const write = (bytes: Buffer, alignment: object | null) => response.write(`${JSON.stringify({ audio_base64: bytes.toString('base64'), alignment, normalized_alignment: alignment })}\n`);
  // The vendor cuts where it likes: in the middle of words, and of samples.
  let odd = Buffer.alloc(0);
  for (let from = 0; from < text.length; from += PIECE) {
    if (from >= 2 * PIECE) {
      if (failure === 'silence') return;
      if (failure === 'cut') { response.socket?.destroy(); return; }
      if (failure === 'garbage') { response.end('{"audio_base64": "AAA'); return; }
      if (failure === 'error-item') { response.end(`${JSON.stringify({ detail: { status: 'quota_exceeded', message: 'Spent.' } })}\n`); return; }
    }
    const to = Math.min(text.length, from + PIECE);
    const sound = Buffer.concat([odd, soundOf(from * msPerCharacter, to * msPerCharacter, rateHz, format.startsWith('ulaw'))]);
    const cut = to < text.length ? sound.length - 1 : sound.length;
    write(sound.subarray(0, cut), alignmentOf(text, from, to, msPerCharacter));
    odd = sound.subarray(cut);
    await pause(1);
  }
  response.end();
}

export interface ElevenLabsServer {
  readonly url: string;
  /** What was asked to be spoken so far, and how. */
  readonly speeches: { readonly voice: string; readonly format: string; readonly body: SpeechBody }[];
  readonly connectionCount: () => number;
  /** Live connections so far, oldest first. */
  readonly live: ScribeConnection[];
  readonly plan: ScribePlan;
  /** Connections for voices so far, oldest first. */
  readonly voices: MultiConnection[];
  /** Voices that were made of samples. */
  readonly made: MadeVoice[];
  close(): Promise<void>;
}

function routeOf(request: IncomingMessage): { failure: string | undefined; url: URL; key: string } {
  const [, failure, path = ''] = /^(?:\/fail\/([\w-]+))?(\/v[12]\/.*)$/.exec(request.url ?? '') ?? [];
  const key = request.headers['xi-api-key'];
  if (typeof key !== 'string' || key === '') throw refused(401, 'needs_authorization', 'Neither authorization header nor xi-api-key received, please provide one.');
  if (failure && failure in FAILURES) throw FAILURES[failure]!(key);
  return { failure, url: new URL(path, 'http://vendor'), key };
}

/** Takes live connections, or answers why not. */
function createUpgrades(live: ScribeConnection[], plan: ScribePlan, voices: MultiConnection[]) {
  const webSockets = new WebSocketServer({ noServer: true });
  return (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    try {
      const { failure, url: { pathname, searchParams }, key } = routeOf(request);
      if (failure === 'timeout') return;
      if (failure === 'auth-later' && live.length > 0) throw FAILURES['auth']!(key);
      const voice = /^\/v1\/text-to-speech\/([^/]+)\/multi-stream-input$/.exec(pathname)?.[1];
      if (voice !== undefined) {
        const { data: multi, error: wrong } = multiQuery.safeParse(Object.fromEntries(searchParams));
        if (!multi) throw refused(400, 'invalid_request', z.prettifyError(wrong!));
        if (!VOICES.some((each) => each.voice_id === voice)) throw FAILURES['bad-request']!(key);
        const spoken: MultiConnection = { query: multi, voice, texts: [], settings: [], contextsAtOnce: 0 };
        webSockets.handleUpgrade(request, socket, head, (webSocket) => { voices.push(spoken); speakContexts(webSocket, spoken, { msPerCharacter: MS_PER_CHARACTER, soundOf }, failure); });
        return;
      }
      if (pathname !== '/v1/speech-to-text/realtime') throw new Refusal(404, 'Not Found');
      const { data: query, error } = scribeQuery.safeParse({ ...Object.fromEntries(searchParams), ...(searchParams.has('keyterms') ? { keyterms: searchParams.getAll('keyterms') } : {}) });
      if (!query) throw refused(400, 'invalid_request', z.prettifyError(error!));
      const connection: ScribeConnection = { query, stretchesMs: [], received: [] };
      webSockets.handleUpgrade(request, socket, head, (webSocket) => { live.push(connection); if (failure === 'closed-at-once') webSocket.close(1_011); else scribe(webSocket, connection, failure, plan); });
    } catch (error) {
      const { status = 500, detail, headers = {} } = error as Partial<Refusal>;
      const text = detail === undefined ? '<html><body>Bad gateway</body></html>' : JSON.stringify({ detail });
      const lines = Object.entries({ 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
    }
  };
}

async function readBody(request: IncomingMessage): Promise<SpeechBody> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part as string;
  const { data, error } = speechBody.safeParse(JSON.parse(text));
  if (!data) throw new Refusal(422, error!.issues.map(({ path, message }) => ({ type: 'value_error', loc: ['body', ...path], msg: message })));
  if (data.language_code !== undefined && !/v2_5|_v3/.test(data.model_id)) throw refused(400, 'unsupported_language', `Model ${data.model_id} takes no language.`);
  if (data.previous_text !== undefined && data.model_id.includes('_v3')) throw refused(400, 'unsupported_model', 'Providing previous_text or next_text is not yet supported with this model.');
  return data;
}

export async function startElevenLabsServer(): Promise<ElevenLabsServer> {
  const speeches: { voice: string; format: string; body: SpeechBody }[] = [];
  const [voices, made]: [MultiConnection[], MadeVoice[]] = [[], []];
  const [live, plan]: [ScribeConnection[], ScribePlan] = [[], { cutAtMs: [], expireAtMs: [] }];
  const sockets = new Set<Socket>();
  let connections = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { failure, url, key } = routeOf(request);
    if (failure === 'timeout') return;
    if (request.method === 'GET' && url.pathname === '/v2/voices') {
      const from = Number(url.searchParams.get('next_page_token') ?? 0);
      const listed = failure === 'no-voices' ? [] : VOICES.slice(from, from + 2);
      const hasMore = listed.length > 0 && from + 2 < VOICES.length;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ voices: listed, has_more: hasMore, total_count: VOICES.length, next_page_token: hasMore ? String(from + 2) : null }));
      return;
    }
    if (request.method === 'POST' && url.pathname === '/v1/voices/add') {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const voice = await readVoiceForm(request.headers['content-type'] ?? '', Buffer.concat(parts));
      if (!voice) throw new Refusal(422, [{ type: 'missing', loc: ['body', 'files'], msg: 'Field required' }]);
      made.push(voice);
      response.setHeader('content-type', 'application/json').end(failure === 'garbage' ? '{}' : JSON.stringify({ voice_id: `made${made.length}`, requires_verification: failure === 'unproven' }));
      return;
    }
    const voice = /^\/v1\/text-to-speech\/([^/]+)\/stream\/with-timestamps$/.exec(url.pathname)?.[1];
    if (request.method !== 'POST' || voice === undefined) throw new Refusal(404, 'Not Found');
    const body = await readBody(request);
    if (!VOICES.some((each) => each.voice_id === voice)) throw FAILURES['bad-request']!(key);
    const format = url.searchParams.get('output_format') ?? 'mp3_44100_128';
    speeches.push({ voice, format, body });
    await speech(body, format, response, failure);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { status = 500, detail, headers = {} } = error as Partial<Refusal>;
      if (detail === undefined) { response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>'); return; }
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ detail }));
    });
  });
  server.on('upgrade', createUpgrades(live, plan, voices));
  server.on('connection', (socket) => { connections += 1; sockets.add(socket); socket.on('error', () => {}); socket.on('close', () => sockets.delete(socket)); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, speeches, connectionCount: () => connections, live, plan, voices, made,
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}
