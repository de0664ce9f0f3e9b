import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Loose } from './kit.js';

/** What a subscriber has seen of the one field of its subscription. */
export interface Stream { readonly items: Loose[]; readonly errors: Loose[]; isComplete: boolean; isCut: boolean; stop(): Promise<void> }

export interface StreamOptions { readonly url: string; readonly token: string; readonly query: string; readonly variables?: Record<string, unknown> }

function take(stream: Stream, { data, errors }: { data?: Record<string, unknown> | null; errors?: readonly unknown[] }): void {
  if (errors) stream.errors.push(...errors);
  if (data) stream.items.push(...Object.values(data));
}

/** Over graphql-transport-ws. */
export function overSocket({ url, token, query, variables }: StreamOptions): Promise<Stream> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token}` }, retryAttempts: 0, on: { closed: () => { stream.isCut = true; } },
  });
  const stream: Stream = { items: [], errors: [], isComplete: false, isCut: false, stop: async () => { await client.dispose(); } };
  client.subscribe<Loose>(variables ? { query, variables } : { query }, {
    next: (result) => { take(stream, result as never); }, error: (error) => { stream.errors.push(...(Array.isArray(error) ? error : [error])); }, complete: () => { stream.isComplete = true; },
  });
  return Promise.resolve(stream);
}

/** Over server-sent events. */
export async function overServerSentEvents({ url, token, query, variables }: StreamOptions): Promise<Stream> {
  const sent = httpRequest(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` } });
  sent.end(JSON.stringify({ query, variables }));
  const [response] = await once(sent, 'response') as [IncomingMessage];
  const stream: Stream = { items: [], errors: [], isComplete: false, isCut: false, stop: () => { sent.destroy(); return Promise.resolve(); } };
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const data = /^data: (\{.*\})$/m.exec(block)?.[1];
      if (data) take(stream, JSON.parse(data) as never);
      if (/^event: complete$/m.test(block)) stream.isComplete = true;
    }
  });
  response.on('close', () => { stream.isCut = true; }).on('error', () => undefined);
  return stream;
}
