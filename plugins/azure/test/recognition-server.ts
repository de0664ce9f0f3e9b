// A local server of live transcripts that is faithful to the wire format of the vendor, strict about what it is sent, and fails on
// demand: with `/fail/<how>` as its base it answers every connection with that failure. The vendor's own client is run against it too.
import { createServer, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createEar } from '@parley/plugin-sdk/testing';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';

const recognitionQuery = z.looseObject({ language: z.string().regex(/^[a-z]{2,3}-[A-Za-z0-9-]{2,}$/), format: z.enum(['simple', 'detailed']).optional() });
const speechConfig = z.looseObject({ context: z.looseObject({ system: z.looseObject({ name: z.string(), version: z.string() }) }), recognition: z.literal('conversation') });
const speechContext = z.looseObject({
  phraseDetection: z.looseObject({ mode: z.literal('Conversation'), language: z.string() }),
  dgi: z.looseObject({ groups: z.array(z.looseObject({ type: z.literal('Generic'), items: z.array(z.looseObject({ text: z.string().min(1) })) })) }).optional(),
});
const PATH = /^(?:\/fail\/([\w-]+))?(\/speech\/recognition\/(?:interactive|conversation|dictation)\/cognitiveservices\/v1|\/stt\/speech\/universal\/v2)$/;

interface Refusal { readonly status: number; readonly text: string; readonly headers?: Record<string, string> }
const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (key) => ({ status: 401, text: JSON.stringify({ error: { code: '401', message: `Access denied due to invalid subscription key ${key} or wrong API endpoint.` } }) }),
  quota: () => ({ status: 403, text: 'Out of call volume quota for SpeechServices F0 pricing tier. Please retry after 5 days.' }),
  'rate-limit': () => ({ status: 429, text: 'Requests have exceeded the rate limit.', headers: { 'retry-after': '2' } }),
  'bad-request': () => ({ status: 400, text: 'Unsupported locale.' }),
  'vendor-fault': () => ({ status: 503, text: 'Service unavailable' }),
  gateway: () => ({ status: 502, text: '<html><body>Bad gateway</body></html>' }),
};

/** What is said between two such pauses is a phrase of its own. */
const PHRASE_PAUSE_MS = 500;
const TICKS_PER_MS = 10_000;

export interface RecognitionConnection {
  readonly query: z.output<typeof recognitionQuery>;
  /** Words to expect that were told last. */
  hints: string[];
  /** How much audio each turn had, in milliseconds. */
  readonly turnsMs: number[];
  readonly received: Buffer[];
}

export interface RecognitionPlan {
  /** Connections that are cut once so much audio has come, in milliseconds; one is taken off at each cut. */
  cutAtMs: number[];
  /** Audio after which the vendor ends a turn by itself, in milliseconds; taken off when it does. */
  endTurnAtMs: number[];
}

interface Format { readonly isMulaw: boolean; readonly rateHz: number }
interface Turn { readonly id: string; readonly format: Format; readonly ear: ReturnType<typeof createEar>; heardMs: number; toldWords: number; settledWords: number }

/** The format that stands at the beginning of a wave file. */
function readWave(header: Buffer): Format | undefined {
  if (header.length < 44 || header.toString('latin1', 0, 4) !== 'RIFF' || header.toString('latin1', 8, 16) !== 'WAVEfmt ') return undefined;
  const [tag, channels, rateHz, bytesPerSecond, bits] = [header.readUInt16LE(20), header.readUInt16LE(22), header.readUInt32LE(24), header.readUInt32LE(28), header.readUInt16LE(34)];
  const isMulaw = tag === 7;
  if ((!isMulaw && tag !== 1) || channels !== 1 || bits !== (isMulaw ? 8 : 16) || bytesPerSecond !== (rateHz * bits) / 8 || ![8_000, 16_000].includes(rateHz)) return undefined;
  return { isMulaw, rateHz };
}

interface Frame { readonly headers: ReadonlyMap<string, string>; readonly body: Buffer }

function readFrame(data: Buffer, isBinary: boolean): Frame {
  const end = isBinary ? 2 + data.readUInt16BE(0) : data.indexOf('\r\n\r\n');
  const head = data.toString('utf8', isBinary ? 2 : 0, end);
  return { headers: new Map(head.split('\r\n').filter(Boolean).map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])), body: data.subarray(isBinary ? end : end + 4) };
}

const BROKEN: Readonly<Record<string, (socket: WebSocket, turn: Turn) => void>> = {
  garbage: (socket) => { socket.send('Path:speech.hypo'); },
  'busy-phrase': (socket, { id }) => { socket.send(`X-RequestId:${id}\r\nPath:speech.phrase\r\n\r\n{"RecognitionStatus":"TooManyRequests"}`); },
  'error-phrase': (socket, { id }) => { socket.send(`X-RequestId:${id}\r\nPath:speech.phrase\r\n\r\n{"RecognitionStatus":"Error"}`); },
  'no-text': (socket, { id }) => { socket.send(`X-RequestId:${id}\r\nPath:speech.phrase\r\n\r\n{"RecognitionStatus":"Success"}`); },
  locale: (socket) => { socket.close(1_007, 'Unsupported locale.'); },
};

const wordsOf = ({ ear, settledWords }: Turn) => ear.words.slice(settledWords).map(({ word }) => word).join(' ');
const timesOf = ({ ear }: Turn) => ({ Offset: 0, Duration: ear.heardMs * TICKS_PER_MS });

/** Plays the vendor's part of one connection. */
function recognize(socket: WebSocket, connection: RecognitionConnection, failure: string | undefined, plan: RecognitionPlan): void {
  const cutAtMs = plan.cutAtMs[0];
  let [isConfigured, isOver, heardMs] = [false, false, 0];
  let turn: Turn | undefined;
  const refuse = (reason: string) => { isOver = true; socket.close(1_007, reason.slice(0, 120)); };
  const tell = (path: string, { id }: Turn, body: object) => { if (failure !== 'mute' && socket.readyState === socket.OPEN) socket.send(`X-RequestId:${id}\r\nContent-Type:application/json; charset=utf-8\r\nPath:${path}\r\n\r\n${JSON.stringify(body)}`); };

  function phrase(heard: Turn): void {
    const text = wordsOf(heard);
    heard.settledWords = heard.ear.words.length;
    heard.toldWords = heard.settledWords;
    const said = `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
    tell('speech.phrase', heard, { Id: 'p1', RecognitionStatus: 'Success', DisplayText: said, ...timesOf(heard), ...(connection.query.format === 'detailed' ? { NBest: [{ Confidence: 0.97, Lexical: text, ITN: text, MaskedITN: text, Display: said }] } : {}) });
  }
  function endTurn(ended: Turn): void {
    connection.turnsMs.push(Math.round(ended.heardMs));
    ended.ear.endRun();
    turn = undefined;
    setTimeout(() => {
      tell('speech.endDetected', ended, { Offset: ended.ear.heardMs * TICKS_PER_MS });
      if (ended.ear.words.length > ended.settledWords) phrase(ended);
      else if (ended.settledWords === 0) tell('speech.phrase', ended, { Id: 'p1', RecognitionStatus: 'InitialSilenceTimeout', ...timesOf(ended) });
      tell('speech.phrase', ended, { Id: 'p2', RecognitionStatus: 'EndOfDictation', ...timesOf(ended) });
      tell('turn.end', ended, {});
    }, 10);
  }
  function hear(heard: Turn, audio: Buffer): void {
    connection.received.push(audio);
    heard.ear.take(audio);
    const durationMs = (audio.length * 1_000) / heard.format.rateHz / (heard.format.isMulaw ? 1 : 2);
    heard.heardMs += durationMs;
    heardMs += durationMs;
    if (cutAtMs !== undefined && heardMs >= cutAtMs) { isOver = true; plan.cutAtMs.shift(); socket.terminate(); return; }
    const [endAtMs] = plan.endTurnAtMs;
    if (endAtMs !== undefined && heard.heardMs >= endAtMs) { plan.endTurnAtMs.shift(); endTurn(heard); return; }
    const last = heard.ear.words.at(-1);
    if (last && heard.ear.words.length > heard.settledWords && !heard.ear.isSpeech && heard.ear.heardMs - last.endMs >= PHRASE_PAUSE_MS) { phrase(heard); return; }
    if (heard.ear.words.length === heard.toldWords) return;
    heard.toldWords = heard.ear.words.length;
    tell('speech.hypothesis', heard, { Id: 'h1', Text: wordsOf(heard), ...timesOf(heard) });
  }
  function hearAudio({ headers, body }: Frame, id: string): void {
    if (!turn) {
      // What comes late of a turn that is over is nobody's.
      if (!headers.has('content-type')) return;
      const format = readWave(body);
      if (!format) { refuse('The audio has no header that can be read.'); return; }
      turn = { id, format, ear: createEar(format.isMulaw ? 'mulaw' : 'linear16', format.rateHz), heardMs: 0, toldWords: 0, settledWords: 0 };
      tell('turn.start', turn, { context: { serviceTag: 'b3c1' } });
      return;
    }
    if (id !== turn.id) { refuse('Another turn is under way.'); return; }
    if (failure && failure in BROKEN) { BROKEN[failure]!(socket, turn); return; }
    if (body.length === 0) endTurn(turn); else hear(turn, body);
  }
  function hearText(path: string, { body }: Frame): void {
    if (path === 'speech.config') { isConfigured = speechConfig.safeParse(JSON.parse(body.toString())).success; if (!isConfigured) refuse('The configuration cannot be read.'); return; }
    if (path === 'telemetry') return;
    const { data } = path === 'speech.context' ? speechContext.safeParse(JSON.parse(body.toString())) : {};
    if (!data || data.phraseDetection.language !== connection.query.language) refuse(`A message of the path ${path} cannot be read.`);
    else connection.hints = (data.dgi?.groups ?? []).flatMap(({ items }) => items.map(({ text }) => text));
  }
  socket.on('message', (data, isBinary) => {
    if (isOver) return;
    const frame = readFrame(data as Buffer, isBinary);
    const [path, id, timestamp] = [frame.headers.get('path')?.toLowerCase(), frame.headers.get('x-requestid'), frame.headers.get('x-timestamp')];
    if (!path || !/^[0-9a-f]{32}$/i.test(id ?? '') || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(timestamp ?? '')) refuse('A header is missing.');
    else if (!isConfigured && path !== 'speech.config') refuse('The configuration comes first.');
    else if (isBinary) hearAudio(frame, id!); else hearText(path, frame);
  });
}

export interface RecognitionServer {
  readonly url: string;
  /** Connections so far, oldest first. */
  readonly live: RecognitionConnection[];
  readonly plan: RecognitionPlan;
  close(): Promise<void>;
}

export async function startRecognitionServer(): Promise<RecognitionServer> {
  const [live, plan]: [RecognitionConnection[], RecognitionPlan] = [[], { cutAtMs: [], endTurnAtMs: [] }];
  const sockets = new Set<Socket>();
  const webSockets = new WebSocketServer({ noServer: true });
  const server = createServer();
  const refusalOf = ({ headers }: IncomingMessage, failure: string | undefined, isPath: boolean): Refusal | undefined => {
    const key = headers['ocp-apim-subscription-key'];
    if (typeof key !== 'string' || key === '') return { status: 401, text: 'Access denied due to missing subscription key.' };
    if (failure === 'auth-later' && live.length > 0) return FAILURES['auth']!(key);
    if (failure && failure in FAILURES) return FAILURES[failure]!(key);
    if (!isPath) return { status: 404, text: 'Resource not found.' };
    return headers['x-connectionid'] === undefined ? { status: 400, text: 'A required header is missing.' } : undefined;
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://vendor');
    const [, failure, path] = PATH.exec(pathname) ?? [];
    if (failure === 'timeout') return;
    const { data: query } = recognitionQuery.safeParse(Object.fromEntries(searchParams));
    const refused = refusalOf(request, failure, path !== undefined) ?? (query ? undefined : { status: 400, text: 'Unsupported locale.' });
    if (!refused && query) {
      const connection: RecognitionConnection = { query, hints: [], turnsMs: [], received: [] };
      webSockets.handleUpgrade(request, socket, head, (webSocket) => { live.push(connection); if (failure === 'closed-at-once') webSocket.close(1_011); else recognize(webSocket, connection, failure, plan); });
      return;
    }
    const { status, text, headers = {} } = refused!;
    const lines = Object.entries({ 'content-length': String(Buffer.byteLength(text)), connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
  });
  server.on('connection', (socket) => { sockets.add(socket); socket.on('error', () => {}); socket.on('close', () => sockets.delete(socket)); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, live, plan,
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}
