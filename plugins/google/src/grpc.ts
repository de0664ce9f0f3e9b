import { ChannelCredentials, Client, Metadata, type ClientDuplexStream } from '@grpc/grpc-js';
import { startDeadline, type Clock, type Deadline } from '@parley/plugin-sdk';
import { failureOfCall } from './grpc-failure.js';

/** A connection over which nothing goes is asked so often whether it is there. */
const KEEP_ALIVE_MS = 60_000;
const KEEP_ALIVE_ANSWER_MS = 10_000;

export interface GrpcVendor {
  startDeadline(signal: AbortSignal): Deadline;
  /** A stream in both directions; it ends with the signal. */
  stream(path: string, signal: AbortSignal): ClientDuplexStream<Buffer, Buffer>;
  /** One message for another. */
  ask(path: string, message: Buffer, deadline: Deadline): Promise<Buffer>;
  close(): void;
}

const asIs = (message: Buffer): Buffer => message;

export interface GrpcOptions {
  readonly baseUrl: string;
  /** What a call is authorized with. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Taken out of what the vendor says. */
  readonly secret: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** The way to one of the vendor's services: a connection that stays open, over which any number of calls go at once. */
export function connectGrpc({ baseUrl, headers, secret, timeoutMs, clock }: GrpcOptions): GrpcVendor {
  const { protocol, hostname, port } = new URL(baseUrl);
  const isPlain = protocol === 'http:';
  const client = new Client(`${hostname}:${port || (isPlain ? '80' : '443')}`, isPlain ? ChannelCredentials.createInsecure() : ChannelCredentials.createSsl(), {
    'grpc.keepalive_time_ms': KEEP_ALIVE_MS, 'grpc.keepalive_timeout_ms': KEEP_ALIVE_ANSWER_MS, 'grpc.enable_retries': 0,
    // One that was refused is tried again soon: the host decides how often.
    'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000,
  });
  // The way to the vendor is open when the first call is made.
  client.getChannel().getConnectivityState(true);
  const metadata = () => {
    const entries = new Metadata();
    for (const [name, value] of Object.entries(headers())) entries.set(name, value);
    return entries;
  };
  return {
    startDeadline: (signal) => startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError: (error) => failureOfCall(error, secret) }),
    stream(path, signal) {
      const call = client.makeBidiStreamRequest<Buffer, Buffer>(path, asIs, asIs, metadata());
      // Whoever reads is told; nothing else may come of it.
      call.on('error', () => {});
      signal.addEventListener('abort', () => { call.cancel(); }, { once: true });
      return call;
    },
    ask: (path, message, deadline) => deadline.race(new Promise((resolve, reject) => {
      const call = client.makeUnaryRequest<Buffer, Buffer>(path, asIs, asIs, message, metadata(), (error, answer) => { if (error) reject(error); else resolve(answer ?? Buffer.alloc(0)); });
      deadline.signal.addEventListener('abort', () => { call.cancel(); }, { once: true });
    })),
    close: () => { client.close(); },
  };
}
