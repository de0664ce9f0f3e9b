import type { Clock } from './clock.js';
import { startDeadline, type Deadline } from './deadline.js';
import { ProviderError, sentenceOf } from './errors.js';
import { openHttpConnections } from './http-connections.js';
import { failureOnTheWay } from './http-failure.js';

type ErrorClass = abstract new (...given: never[]) => Error;

/** Where the clients of several vendors, which come from one generator, keep the classes of their errors. */
export interface ClientErrors {
  readonly APIUserAbortError: ErrorClass;
  readonly APIConnectionTimeoutError: ErrorClass;
  readonly APIConnectionError: ErrorClass;
  readonly APIError: ErrorClass;
}

/** What such a client throws where the vendor answered with a refusal; without a status for one inside of a stream. */
export interface ClientRefusal {
  readonly message: string;
  readonly status?: number | undefined;
  readonly code?: unknown;
  readonly headers?: { get(name: string): string | null } | undefined;
  /** The body of the answer. */
  readonly error?: unknown;
}

/** What such a client threw, told in causes that hold for every vendor; without the request, which knows the key. */
export function failureOfApiClient(error: unknown, classes: ClientErrors, asRefusal: (refusal: ClientRefusal) => ProviderError): ProviderError {
  const told = (cause: 'aborted' | 'timeout' | 'unreachable') => new ProviderError(cause, sentenceOf(cause));
  if (error instanceof classes.APIUserAbortError) return told('aborted');
  if (error instanceof classes.APIConnectionTimeoutError) return told('timeout');
  if (error instanceof classes.APIConnectionError) return told('unreachable');
  return error instanceof classes.APIError ? asRefusal(error) : failureOnTheWay(error);
}

export interface ClientConnections {
  /** Options of such a client: it tries nothing twice, since whoever asked knows better whether another provider should be asked instead. */
  readonly options: { readonly maxRetries: 0; readonly timeout: number; readonly logLevel: 'off'; readonly fetch: typeof globalThis.fetch };
  /** Begins the wait for an answer. */
  startDeadline(signal: AbortSignal): Deadline;
  close(): Promise<void>;
}

export interface ClientConnectionsOptions {
  /** Longest wait for the connection and for the answer, and longest silence after it, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly asProviderError: (error: unknown) => ProviderError;
}

/** Connections that stay open between requests, for the vendor's own client. */
export function openClientConnections({ timeoutMs, clock, asProviderError }: ClientConnectionsOptions): ClientConnections {
  const http = openHttpConnections({ connectMsMax: timeoutMs });
  return {
    // The time that counts is the deadline's, on the clock the adapter is given.
    options: { maxRetries: 0, timeout: 2 * timeoutMs, logLevel: 'off', fetch: http.fetch },
    startDeadline: (signal) => startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError }),
    close: () => http.close(),
  };
}
