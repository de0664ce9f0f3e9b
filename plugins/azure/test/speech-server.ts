// A local server that is faithful to the wire format of the vendor, strict about what it is sent, and fails on demand:
// with `/fail/<how>` as its base it answers every request with that failure.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { mulawFromPcm16 } from '@parley/plugin-sdk';

/** An answer of the vendor's that is no success. */
class Refusal extends Error {
  constructor(readonly status: number, readonly body: string, readonly headers: Record<string, string> = {}) { super('refused'); }
}
const refused = (status: number, message: string, headers: Record<string, string> = {}) => new Refusal(status, JSON.stringify({ error: { code: String(status), message } }), headers);

const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (key) => refused(401, `Access denied due to invalid subscription key ${key} or wrong API endpoint.`),
  quota: () => refused(403, 'Out of call volume quota for SpeechServices F0 pricing tier. Please retry after 5 days.'),
  'rate-limit': () => refused(429, 'Requests have exceeded the rate limit.', { 'retry-after': '2' }),
  'bad-request': () => new Refusal(400, ''),
  'vendor-fault': () => new Refusal(503, 'Service unavailable'),
  gateway: () => new Refusal(502, '<html><body>Bad gateway</body></html>'),
};
const VOICES = [
  { Name: 'Microsoft Server Speech Text to Speech Voice (de-DE, KatjaNeural)', DisplayName: 'Katja', LocalName: 'Katja', ShortName: 'de-DE-KatjaNeural', Gender: 'Female', Locale: 'de-DE', LocaleName: 'German (Germany)', SampleRateHertz: '48000', VoiceType: 'Neural', Status: 'GA' },
  { Name: 'Microsoft Server Speech Text to Speech Voice (en-US, AvaMultilingualNeural)', DisplayName: 'Ava Multilingual', LocalName: 'Ava', ShortName: 'en-US-AvaMultilingualNeural', Gender: 'Female', Locale: 'en-US', LocaleName: 'English (United States)', SampleRateHertz: '24000', VoiceType: 'Neural', Status: 'GA' },
  { Name: 'Microsoft Server Speech Text to Speech Voice (en-US, OldNeural)', DisplayName: 'Old', LocalName: 'Old', ShortName: 'en-US-OldNeural', Gender: 'Male', Locale: 'en-US', LocaleName: 'English (United States)', SampleRateHertz: '24000', VoiceType: 'Neural', Status: 'Deprecated' },
  { Name: 'Microsoft Server Speech Text to Speech Voice (sr-Latn-RS, NicholasNeural)', DisplayName: 'Nicholas', LocalName: 'Nicholas', ShortName: 'sr-Latn-RS-NicholasNeural', Gender: 'Male', Locale: 'sr-Latn-RS', LocaleName: 'Serbian', SampleRateHertz: '48000', VoiceType: 'Neural', Status: 'GA' },
];

const SSML = /^<speak version="1\.0" xmlns="http:\/\/www\.w3\.org\/2001\/10\/synthesis" xml:lang="([\w-]+)"><voice name="([\w-]+)">(?:<prosody rate="([\d.]+)">([^<]*)<\/prosody>|([^<]*))<\/voice><\/speak>$/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };

export interface Speech { readonly language: string; readonly voice: string; readonly rate: number; readonly text: string; readonly format: string }

function readSsml(ssml: string, format: string): Speech {
  const [, language, voice, rate = '1', slow, plain] = SSML.exec(ssml) ?? [];
  const escaped = slow ?? plain;
  // What is no XML is answered without a word.
  if (language === undefined || escaped === undefined || /&(?!(amp|lt|gt|quot|apos);)|[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(escaped)) throw new Refusal(400, '');
  const known = VOICES.find(({ ShortName: name }) => name === voice);
  if (!known || known.Locale !== language) throw new Refusal(400, `Unsupported voice ${voice}.`);
  return { language, voice: voice!, rate: Number(rate), text: escaped.replace(/&(\w+);/g, (_entity, name: string) => ENTITIES[name]!), format };
}

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

/** A voice of 60 ms a character: a tone that swells with every syllable, in pieces of an odd number of bytes. */
async function speak({ text, rate, format }: Speech, response: ServerResponse, failure: string | undefined): Promise<void> {
  const [, kilohertz, kind] = /^raw-(8|16|24|48)khz-(8bit-mono-mulaw|16bit-mono-pcm)$/.exec(format) ?? [];
  if (!kind || (kind.startsWith('8bit') && kilohertz !== '8')) throw new Refusal(400, `Unsupported output format ${format}.`);
  if (failure === 'slow') await pause(60);
  response.writeHead(200, { 'content-type': kind.endsWith('mulaw') ? 'audio/basic' : 'audio/pcm' });
  if (failure === 'empty') { response.end(); return; }
  const rateHz = Number(kilohertz) * 1_000;
  const samples = Int16Array.from({ length: Math.round((text.length * 60 * rateHz) / 1_000 / rate) }, (_none, index) => Math.round(6_000 * Math.sin((index / rateHz) * 1_200) * Math.abs(Math.sin((index / rateHz) * 10))));
  const bytes = kind.endsWith('mulaw') ? Buffer.from(mulawFromPcm16(samples)) : Buffer.from(samples.buffer);
  const size = 9_601;
  for (let at = 0; at < bytes.length; at += size) {
    if (at >= 2 * size && failure === 'cut') { response.socket?.destroy(); return; }
    if (at >= 2 * size && failure === 'silence') return;
    response.write(bytes.subarray(at, at + size));
    await pause(1);
  }
  response.end();
}

export interface SpeechServer {
  readonly url: string;
  /** What was asked to be spoken so far, and how. */
  readonly speeches: Speech[];
  readonly connectionCount: () => number;
  close(): Promise<void>;
}

async function answer(request: IncomingMessage, response: ServerResponse, speeches: Speech[]): Promise<void> {
  const [, failure, path] = /^(?:\/fail\/([\w-]+))?(\/cognitiveservices\/.*)$/.exec(request.url ?? '') ?? [];
  const { 'ocp-apim-subscription-key': key, 'user-agent': agent, 'content-type': type, 'x-microsoft-outputformat': format } = request.headers;
  if (typeof key !== 'string' || key === '') throw refused(401, 'Access denied due to missing subscription key.');
  if (failure === 'timeout') return;
  if (failure && failure in FAILURES) throw FAILURES[failure]!(key);
  if (request.method === 'GET' && path === '/cognitiveservices/voices/list') { response.setHeader('content-type', 'application/json').end(failure === 'garbage' ? '[{"Name":3}]' : JSON.stringify(VOICES)); return; }
  if (request.method !== 'POST' || path !== '/cognitiveservices/v1') throw refused(404, 'Resource not found.');
  if (type !== 'application/ssml+xml') throw new Refusal(415, 'The content type is not supported.');
  if (!agent || typeof format !== 'string') throw new Refusal(400, 'A required header is missing.');
  let ssml = '';
  for await (const part of request.setEncoding('utf8')) ssml += part as string;
  const speech = readSsml(ssml, format);
  speeches.push(speech);
  await speak(speech, response, failure);
}

export async function startSpeechServer(): Promise<SpeechServer> {
  const speeches: Speech[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    answer(request, response, speeches).catch((error: unknown) => {
      const { status = 500, body = 'failed', headers = {} } = error as Partial<Refusal>;
      response.writeHead(status, headers).end(body);
    });
  });
  server.on('connection', (socket) => { connections += 1; sockets.add(socket); socket.on('close', () => sockets.delete(socket)); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, speeches, connectionCount: () => connections,
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}
