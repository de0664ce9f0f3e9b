// A local server of Speech-to-Text v2, from the vendor's own description of its messages, strict about what it is sent. It
// fails on demand: each failure has an address of its own. The vendor's own client is run against it too.
import { generateKeyPairSync, verify } from 'node:crypto';
import { createRequire } from 'node:module';
import { loadPackageDefinition, type GrpcObject, type ServerDuplexStream, type ServiceClientConstructor } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { createEar } from '@parley/plugin-sdk/testing';
import { z } from 'zod';
import { reasonOf, RETRY_DELAY, startGrpcServer, statusOf, type Status } from './grpc-server.js';

const description = createRequire(import.meta.url)('@google-cloud/speech/build/protos/protos.json') as Parameters<typeof fromJSON>[0];
const loaded = loadPackageDefinition(fromJSON(description, { enums: String, longs: Number, oneofs: true, defaults: false })) as unknown as { google: { cloud: { speech: { v2: GrpcObject } } } };
const { service } = loaded.google.cloud.speech.v2['Speech'] as ServiceClientConstructor;

const config = z.strictObject({
  decodingConfig: z.literal('explicitDecodingConfig'), explicitDecodingConfig: z.strictObject({ encoding: z.enum(['LINEAR16', 'MULAW', 'ALAW']), sampleRateHertz: z.int().min(8_000).max(48_000), audioChannelCount: z.literal(1) }),
  model: z.enum(['telephony', 'long', 'chirp_3']), languageCodes: z.array(z.string().regex(/^(auto|[a-z]{2,3}(-[A-Za-z0-9]+)+)$/)).length(1), features: z.strictObject({ enableAutomaticPunctuation: z.boolean() }).optional(),
  adaptation: z.strictObject({ phraseSets: z.array(z.strictObject({ value: z.literal('inlinePhraseSet'), inlinePhraseSet: z.strictObject({ phrases: z.array(z.strictObject({ value: z.string().min(1).max(100) })).min(1).max(1_200) }) })).length(1) }).optional(),
});
const firstMessage = z.object({
  recognizer: z.string().regex(/^projects\/[\w.:-]+\/locations\/[\w-]+\/recognizers\/_$/), streamingRequest: z.literal('streamingConfig'),
  streamingConfig: z.strictObject({ config, streamingFeatures: z.strictObject({ interimResults: z.boolean() }).optional() }),
});
const AUDIO_BYTES_MAX = 15_360;
const nextMessage = z.object({ streamingRequest: z.literal('audio'), audio: z.instanceof(Buffer).refine(({ length }) => length <= AUDIO_BYTES_MAX, { error: `Audio chunk can be of a maximum of ${AUDIO_BYTES_MAX} bytes.` }) });
export type RecognitionConfig = z.output<typeof config>;

/** What is said between two such pauses is a result of its own. */
const RESULT_PAUSE_MS = 500;

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
/** The file of a key as the vendor makes it, with a name of one's own. */
export const accountFile = (keyId: string): string => JSON.stringify({
  type: 'service_account', project_id: 'my-project', private_key_id: keyId, private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }), client_email: 'parley@my-project.iam.gserviceaccount.com', token_uri: 'https://oauth2.googleapis.com/token',
});

const FAILURES: Readonly<Record<string, (key: string) => Status>> = {
  // The vendor names no key; a proxy of one's own may.
  auth: (key) => statusOf(16, `Request had invalid authentication credentials: ${key}.`, 'ErrorInfo', reasonOf('ACCESS_TOKEN_EXPIRED')),
  quota: () => statusOf(7, 'This API method requires billing to be enabled.', 'ErrorInfo', reasonOf('BILLING_DISABLED')),
  'rate-limit': () => statusOf(8, 'Quota exceeded for quota metric \'Concurrent streams\'.', 'RetryInfo', RETRY_DELAY),
  'bad-request': () => statusOf(3, 'The model "telephony" does not support the language code "xx-XX".'),
  'vendor-fault': () => statusOf(14, 'The service is currently unavailable.'),
};

const bearer = z.strictObject({ iss: z.literal('parley@my-project.iam.gserviceaccount.com'), sub: z.literal('parley@my-project.iam.gserviceaccount.com'), aud: z.literal('https://speech.googleapis.com/'), iat: z.int(), exp: z.int() });

/** The name of the key that signed a token, where it is one. */
function keyIdOf(authorization: string): string | undefined {
  const [, header = '', claims = '', signature = ''] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization) ?? [];
  if (header === '' || !verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))) return undefined;
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  const { data } = bearer.safeParse(read(claims));
  return data && data.exp - data.iat <= 3_600 && data.exp * 1_000 > Date.now() ? z.strictObject({ alg: z.literal('RS256'), typ: z.literal('JWT'), kid: z.string() }).parse(read(header)).kid : undefined;
}

export interface Recognized {
  readonly recognizer: string;
  readonly config: RecognitionConfig;
  readonly received: Buffer[];
  isEnded: boolean;
}

export interface RecognizePlan {
  /** Streams that are cut once so much audio has come, in milliseconds; one is taken off at each cut. */
  cutAtMs: number[];
}

type Stream = ServerDuplexStream<unknown, object>;

/** Plays the vendor's part of one stream. */
function recognize(stream: Stream, heard: Recognized[], plan: RecognizePlan, failure: string | undefined): void {
  const cutAtMs = plan.cutAtMs[0];
  let recognized: Recognized | undefined;
  let ear: ReturnType<typeof createEar> | undefined;
  let [settledWords, toldWords] = [0, 0];
  const refuse = (status: Status) => { stream.removeAllListeners('data'); stream.emit('error', status); };
  const wordsFrom = (from: number) => ear!.words.slice(from).map(({ word }) => word).join(' ');
  const tell = (isFinal: boolean) => {
    // A result after another begins with a blank.
    const transcript = `${settledWords === 0 ? '' : ' '}${wordsFrom(settledWords)}`;
    const billed = { totalBilledDuration: { seconds: Math.ceil(ear!.heardMs / 1_000), nanos: 0 } };
    stream.write({ results: [{ alternatives: [{ transcript, ...(isFinal ? { confidence: 0.97 } : {}) }], isFinal, ...(isFinal ? {} : { stability: 0.9 }), languageCode: 'en-us' }], ...(isFinal && failure !== 'no-bill' ? { metadata: billed } : {}) });
    toldWords = ear!.words.length;
    if (isFinal) settledWords = toldWords;
  };
  const hear = (audio: Buffer) => {
    recognized!.received.push(audio);
    ear!.take(audio);
    if (cutAtMs !== undefined && ear!.heardMs >= cutAtMs) { plan.cutAtMs.shift(); refuse({ code: 13, details: 'Internal error encountered.' }); return; }
    if (failure === 'over') { refuse({ code: 11, details: 'Exceeded maximum allowed stream duration of 305 seconds.' }); return; }
    if (failure === 'ended') { stream.end(); return; }
    const last = ear!.words.at(-1);
    if (last && ear!.words.length > settledWords && !ear!.isSpeech && ear!.heardMs - last.endMs >= RESULT_PAUSE_MS) tell(true);
    else if (ear!.words.length > toldWords) tell(false);
  };
  stream.on('data', (message: unknown) => {
    if (recognized && ear) {
      const { data, error } = nextMessage.safeParse(message);
      if (data) hear(data.audio); else refuse({ code: 3, details: z.prettifyError(error) });
      return;
    }
    const { data: first, error } = firstMessage.safeParse(message);
    if (!first) { refuse({ code: 3, details: `Malformed request. ${z.prettifyError(error)}` }); return; }
    const { encoding, sampleRateHertz } = first.streamingConfig.config.explicitDecodingConfig;
    recognized = { recognizer: first.recognizer, config: first.streamingConfig.config, received: [], isEnded: false };
    ear = createEar(encoding === 'MULAW' ? 'mulaw' : 'linear16', sampleRateHertz);
    heard.push(recognized);
  });
  stream.on('end', () => {
    if (!recognized || !ear || failure === 'mute') return;
    recognized.isEnded = true;
    ear.endRun();
    // A stream in which nothing more was said ends without another result.
    if (ear.words.length > settledWords) tell(true); else if (failure !== 'no-bill') stream.write({ metadata: { totalBilledDuration: { seconds: Math.ceil(ear.heardMs / 1_000), nanos: 0 } } });
    stream.end();
  });
}

export interface RecognizeServer {
  /** Of a server that serves, or that fails in a way. */
  readonly urlOf: (failure?: string) => string;
  /** Streams so far, oldest first. */
  readonly streams: Recognized[];
  readonly plan: RecognizePlan;
  readonly cancelledCount: () => number;
  close(): void;
}

export async function startRecognizeServer(): Promise<RecognizeServer> {
  const { server, urlOf, failureOf } = await startGrpcServer([...Object.keys(FAILURES), 'timeout', 'over', 'ended', 'mute', 'no-bill']);
  const [streams, plan]: [Recognized[], RecognizePlan] = [[], { cutAtMs: [] }];
  let cancelled = 0;
  server.addService(service, {
    streamingRecognize: (stream: Stream) => {
      const failure = failureOf(stream);
      stream.on('cancelled', () => { cancelled += 1; });
      stream.on('error', () => {});
      const keyId = keyIdOf(String(stream.metadata.get('authorization')[0] ?? ''));
      // The vendor's client names itself, and may do without a token where the connection is not secret.
      const isAllowed = keyId !== undefined || stream.metadata.get('x-goog-api-client').length > 0;
      const refused = isAllowed ? FAILURES[failure ?? '']?.(keyId ?? '') : statusOf(16, 'Request is missing required authentication credential.');
      if (refused) { stream.emit('error', refused); return; }
      if (failure !== 'timeout') recognize(stream, streams, plan, failure);
    },
  });
  return { urlOf, streams, plan, cancelledCount: () => cancelled, close: () => { server.forceShutdown(); } };
}
