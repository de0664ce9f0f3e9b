import { failureOnTheWay, openHttpConnections, readUnder, startDeadline, type Deadline, type PluginContext } from '@parley/plugin-sdk';
import { brokenOff, refusal } from './errors.js';
import type { TtsSettings } from './settings.js';

/** A second of sound is some 130 kB of text; an item that grows beyond this has no end. */
const ITEM_CHARACTERS_MAX = 8 * 1024 * 1024;

export interface Connection {
  /** Begins the wait for an answer. */
  startDeadline(signal: AbortSignal, silenceMs?: number): Deadline;
  /** One JSON answer. */
  get(path: string, deadline: Deadline): Promise<unknown>;
  /** The JSON items of a streamed answer, one on each line, each as soon as it is whole. */
  post(path: string, body: object, deadline: Deadline): AsyncGenerator<unknown>;
  /** One JSON answer to a form with files. */
  upload(path: string, form: FormData, deadline: Deadline): Promise<unknown>;
  close(): Promise<void>;
}

const JSON_HEADERS = { 'content-type': 'application/json' };

function parse(text: string): unknown {
  try { return JSON.parse(text); } catch { throw brokenOff('The vendor answered with something that is no JSON.'); }
}

/** Items of one line each; what follows the last line end is an item too. */
async function* readItems(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > ITEM_CHARACTERS_MAX) throw brokenOff('The vendor answered with an item that has no end.');
    for (const line of lines) if (line.trim() !== '') yield parse(line);
  }
  if (rest.trim() !== '') yield parse(rest);
}

/** The way to the vendor, over connections that stay open between requests. Nothing is tried twice: whoever asked knows better. */
export function connect({ baseUrl, timeoutMs }: TtsSettings, { secrets, clock }: PluginContext): Connection {
  const secret = secrets['apiKey'] ?? '';
  const base = baseUrl.replace(/\/+$/, '');
  const http = openHttpConnections({ connectMsMax: timeoutMs });

  async function ask(path: string, { headers = JSON_HEADERS, ...init }: { method: string; headers?: Readonly<Record<string, string>>; body?: string | Uint8Array<ArrayBuffer> }, deadline: Deadline): Promise<Response> {
    const response = await deadline.race(http.fetch(`${base}${path}`, { ...init, headers: { 'xi-api-key': secret, ...headers }, signal: deadline.signal }));
    if (response.ok) return response;
    const text = await deadline.race(response.text());
    let body: unknown;
    try { body = JSON.parse(text); } catch { body = { detail: text.slice(0, 500) }; }
    throw refusal({ body, status: response.status, headers: response.headers, secret });
  }

  return {
    startDeadline: (signal, silenceMs = timeoutMs) => startDeadline({ signal, clock, silenceMs, asProviderError: failureOnTheWay }),
    get: async (path, deadline) => parse(await deadline.race((await ask(path, { method: 'GET' }, deadline)).text())),
    async upload(path, form, deadline) {
      // The encoding of forms is Node's; the connections are not, and know none of its forms.
      const encoded = new Response(form);
      const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
      const body = new Uint8Array(await encoded.arrayBuffer());
      return parse(await deadline.race((await ask(path, { method: 'POST', headers, body }, deadline)).text()));
    },
    async *post(path, body, deadline) {
      const response = await ask(path, { method: 'POST', body: JSON.stringify(body) }, deadline);
      if (!response.body) return;
      for await (const item of readItems(readUnder(deadline, response.body as AsyncIterable<Uint8Array>))) {
        if (typeof item === 'object' && item !== null && 'detail' in item) throw refusal({ body: item, secret });
        yield item;
      }
    },
    close: () => http.close(),
  };
}
