// A local server of Cloud Text-to-Speech, from the vendor's own description of its messages, strict about what it is sent.
// It fails on demand: each failure has an address of its own. The vendor's own client is run against it too.
import { createRequire } from 'node:module';
import { loadPackageDefinition, type GrpcObject, type sendUnaryData, type ServerDuplexStream, type ServerUnaryCall, type ServiceClientConstructor } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { mulawFromPcm16 } from '@parley/plugin-sdk';
import { z } from 'zod';
import { pause, reasonOf, RETRY_DELAY, startGrpcServer, statusOf, type Status } from './grpc-server.js';

const description = createRequire(import.meta.url)('@google-cloud/text-to-speech/build/protos/protos.json') as Parameters<typeof fromJSON>[0];
const loaded = loadPackageDefinition(fromJSON(description, { enums: String, longs: Number, oneofs: true, defaults: false })) as unknown as { google: { cloud: { texttospeech: { v1: GrpcObject } } } };
const { service } = loaded.google.cloud.texttospeech.v1['TextToSpeech'] as ServiceClientConstructor;

const config = z.strictObject({
  voice: z.strictObject({ languageCode: z.string(), name: z.string() }),
  streamingAudioConfig: z.strictObject({ audioEncoding: z.enum(['PCM', 'MULAW', 'ALAW', 'OGG_OPUS']), sampleRateHertz: z.union([z.literal(8_000), z.literal(16_000), z.literal(24_000), z.literal(48_000)]), speakingRate: z.number().min(0.25).max(2).optional() }),
});
const firstMessage = z.object({ streamingRequest: z.literal('streamingConfig'), streamingConfig: config });
const nextMessage = z.object({ streamingRequest: z.literal('input'), input: z.object({ text: z.string().min(1).refine((text) => Buffer.byteLength(text) <= 5_000) }) });
export type SpeechConfig = z.output<typeof config>;

const VOICES = [
  { languageCodes: ['en-US'], name: 'en-US-Chirp3-HD-Kore', ssmlGender: 'FEMALE', naturalSampleRateHertz: 24_000 },
  { languageCodes: ['en-US'], name: 'en-US-Wavenet-A', ssmlGender: 'MALE', naturalSampleRateHertz: 24_000 },
  { languageCodes: ['de-DE'], name: 'de-DE-Chirp3-HD-Puck', ssmlGender: 'MALE', naturalSampleRateHertz: 24_000 },
];

const FAILURES: Readonly<Record<string, (key: string) => Status>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (key) => statusOf(3, `API key not valid: ${key}. Please pass a valid API key.`, 'ErrorInfo', reasonOf('API_KEY_INVALID')),
  quota: () => statusOf(7, 'This API method requires billing to be enabled.', 'ErrorInfo', reasonOf('BILLING_DISABLED')),
  'rate-limit': () => statusOf(8, 'Quota exceeded for quota metric \'Chirp3 requests\'.', 'RetryInfo', RETRY_DELAY),
  'bad-request': () => statusOf(3, 'Voice \'en-US-Nobody\' does not exist.'),
  'vendor-fault': () => statusOf(14, 'The service is currently unavailable.'),
};
const NAMES = [...Object.keys(FAILURES), 'timeout', 'silence', 'cut', 'broken', 'slow', 'empty', 'no-voices'];

/** A voice of 60 ms a character: a tone that swells with every syllable. */
function soundOf(text: string, { streamingAudioConfig: { audioEncoding: encoding, sampleRateHertz: rateHz, speakingRate: speed = 1 } }: SpeechConfig): Buffer {
  const samples = Int16Array.from({ length: Math.round((text.length * 60 * rateHz) / 1_000 / speed) }, (_none, index) => Math.round(6_000 * Math.sin((index / rateHz) * 1_200) * Math.abs(Math.sin((index / rateHz) * 10))));
  return encoding === 'MULAW' ? Buffer.from(mulawFromPcm16(samples)) : Buffer.from(samples.buffer);
}

type Stream = ServerDuplexStream<unknown, { audioContent: Buffer }>;

async function speak(stream: Stream, speeches: SpeechConfig[], failure: string | undefined): Promise<Status | undefined> {
  const messages: unknown[] = [];
  // Reading it by iteration would end the other direction too.
  await new Promise<void>((resolve) => { stream.on('data', (message: unknown) => { messages.push(message); }).on('end', resolve).on('cancelled', resolve); });
  const [first, ...rest] = messages;
  const { data: read, error } = firstMessage.safeParse(first);
  if (!read) return { code: 3, details: `The first message must hold a streaming_config. ${z.prettifyError(error!)}` };
  const texts = z.array(nextMessage).min(1).safeParse(rest);
  if (!texts.data) return { code: 3, details: z.prettifyError(texts.error!) };
  const { voice } = read.streamingConfig;
  if (!VOICES.some(({ name, languageCodes: [language] }) => name === voice.name && language === voice.languageCode)) return { code: 3, details: `Voice '${voice.name}' does not exist. Is it misspelled?` };
  if (!voice.name.includes('Chirp3-HD')) return { code: 3, details: 'Currently, only Chirp 3: HD voices are supported for streaming synthesis.' };
  speeches.push(read.streamingConfig);
  if (failure === 'slow') await pause(60);
  if (failure === 'empty') return undefined;
  const bytes = soundOf(texts.data.map(({ input }) => input.text).join(''), read.streamingConfig);
  // In pieces of an odd number of bytes.
  const size = 9_601;
  for (let at = 0; at < bytes.length; at += size) {
    if (stream.cancelled) return undefined;
    if (at >= 2 * size && failure === 'cut') return { code: 13, details: 'Internal error encountered.' };
    if (at >= 2 * size && failure === 'broken') throw new Error('broken');
    if (at >= 2 * size && failure === 'silence') { await new Promise((resolve) => { stream.once('cancelled', resolve); }); return undefined; }
    stream.write({ audioContent: bytes.subarray(at, at + size) });
    await pause(1);
  }
  return undefined;
}

export interface SpeechServer {
  /** Of a server that serves, or that fails in a way. */
  readonly urlOf: (failure?: string) => string;
  /** How it was asked to speak so far. */
  readonly speeches: SpeechConfig[];
  readonly cancelledCount: () => number;
  close(): void;
}

export async function startSpeechServer(): Promise<SpeechServer> {
  const { server, urlOf, failureOf } = await startGrpcServer(NAMES);
  const speeches: SpeechConfig[] = [];
  let cancelled = 0;
  const routeOf = (call: Stream | ServerUnaryCall<unknown, unknown>) => {
    const [key] = call.metadata.get('x-goog-api-key');
    const failure = failureOf(call);
    // The vendor's client names itself, and may do without a key where the connection is not secret.
    const refused = !key && !call.metadata.get('x-goog-api-client')[0] ? { code: 7, details: 'The request is missing a valid API key.' } : FAILURES[failure ?? '']?.(String(key));
    return { failure, refused };
  };
  server.addService(service, {
    streamingSynthesize: (stream: Stream) => {
      const { failure, refused } = routeOf(stream);
      stream.on('cancelled', () => { cancelled += 1; });
      if (refused) { stream.emit('error', refused); return; }
      if (failure === 'timeout') return;
      speak(stream, speeches, failure).then((status) => { if (status) stream.emit('error', status); else stream.end(); }, () => { server.forceShutdown(); });
    },
    listVoices: (call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>) => {
      const { failure, refused } = routeOf(call);
      if (refused) answer({ ...refused, name: 'refused', message: refused.details });
      else if (failure !== 'timeout') answer(null, { voices: failure === 'no-voices' ? VOICES.slice(1, 2) : VOICES });
    },
  });
  return { urlOf, speeches, cancelledCount: () => cancelled, close: () => { server.forceShutdown(); } };
}
