// What local servers of the vendor's services have in common: an address for each failure, and refusals as the vendor makes them.
import { Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { writeMessage } from '../src/protobuf.js';

export interface Status { readonly code: number; readonly details: string; readonly metadata?: Metadata }

/** A status with details, each a message of its own kind. */
export function statusOf(code: number, details: string, kind?: 'ErrorInfo' | 'RetryInfo', value?: Buffer): Status {
  if (kind === undefined || value === undefined) return { code, details };
  const metadata = new Metadata();
  const any = writeMessage([1, 'bytes', `type.googleapis.com/google.rpc.${kind}`], [2, 'bytes', value]);
  metadata.set('grpc-status-details-bin', writeMessage([1, 'varint', code], [2, 'bytes', details], [3, 'bytes', any]));
  return { code, details, metadata };
}

export const reasonOf = (reason: string) => writeMessage([1, 'bytes', reason], [2, 'bytes', 'googleapis.com']);
/** A wait of a second and a half. */
export const RETRY_DELAY = writeMessage([1, 'bytes', writeMessage([1, 'varint', 1], [2, 'varint', 500_000_000])]);

export const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

export interface GrpcServer {
  readonly server: Server;
  /** Of a server that serves, or that fails in a way. */
  readonly urlOf: (failure?: string) => string;
  /** Asked for at the address of which failure. */
  readonly failureOf: (call: { getHost(): string }) => string | undefined;
}

/** A server without services yet, with an address for each failure. */
export async function startGrpcServer(failures: readonly string[]): Promise<GrpcServer> {
  const server = new Server();
  const portOf = () => new Promise<number>((resolve, reject) => { server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => { if (error) reject(error); else resolve(port); }); });
  const ports = new Map<string | undefined, number>([[undefined, await portOf()]]);
  for (const failure of failures) ports.set(failure, await portOf());
  const names = new Map([...ports].map(([failure, port]) => [`127.0.0.1:${port}`, failure]));
  return { server, urlOf: (failure) => `http://127.0.0.1:${ports.get(failure)}`, failureOf: (call) => names.get(call.getHost()) };
}
