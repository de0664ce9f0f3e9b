import type { Clock } from './clock.js';
import { startDeadline, type Deadline } from './deadline.js';
import { ProviderError } from './errors.js';
import { openHttpConnections } from './http-connections.js';
import { failureOnTheWay } from './http-failure.js';

/** An event of a stream that grows beyond this has no end. */
const EVENT_CHARACTERS_MAX = 8 * 1024 * 1024;

/** What a vendor answered instead of what was asked for. */
export interface VendorAnswer {
  readonly text: string;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

export interface VendorRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
}

export interface VendorHttp {
  /** Begins the wait for an answer. */
  startDeadline(signal: AbortSignal): Deadline;
  /** Resolves when the vendor answers with what was asked for; `body` is sent as JSON, but for a text, which is sent as it is. */
  ask(path: string, request: VendorRequest, deadline: Deadline): Promise<Response>;
  close(): Promise<void>;
}

export interface VendorHttpOptions {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Longest wait for the connection and for the answer, and longest silence after it, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly asRefusal: (answer: VendorAnswer) => ProviderError;
}

/** The way to a vendor, over connections that stay open between requests. Nothing is tried twice: whoever asked knows better. */
export function openVendorHttp({ baseUrl, headers, timeoutMs, clock, asRefusal }: VendorHttpOptions): VendorHttp {
  const base = baseUrl.replace(/\/+$/, '');
  const http = openHttpConnections({ connectMsMax: timeoutMs });
  return {
    startDeadline: (signal) => startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError: failureOnTheWay }),
    async ask(path, { method, headers: more = {}, body }, deadline) {
      const text = typeof body === 'object' ? JSON.stringify(body) : body;
      const init = { method, headers: { ...headers, ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}), ...more }, signal: deadline.signal, ...(text === undefined ? {} : { body: text }) };
      const response = await deadline.race(http.fetch(`${base}${path}`, init));
      if (response.ok) return response;
      throw asRefusal({ text: await deadline.race(response.text()), status: response.status, headers: response.headers });
    },
    close: () => http.close(),
  };
}

/** The data of server-sent events, each as soon as it is whole; at the end of the stream also what has no line end. */
export async function* readServerEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > EVENT_CHARACTERS_MAX) throw new ProviderError('vendor-fault', 'The vendor answered with an event that has no end.');
    for (const each of lines) {
      const line = each.endsWith('\r') ? each.slice(0, -1) : each;
      if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
      if (line !== '' || data.length === 0) continue;
      yield data.join('\n');
      data = [];
    }
  }
  if (rest.startsWith('data:')) data.push(rest.slice(5).trim());
  if (data.length > 0) yield data.join('\n');
}
