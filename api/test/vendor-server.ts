import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that speaks the protocol of chats as far as a trial goes, and knows its keys as vendors do. */
export interface VendorServer {
  /** What `baseUrl` is set to. */
  readonly url: string;
  /** Keys that it takes. */
  readonly keys: Set<string>;
  /** Keys of the chats so far. */
  readonly asked: string[];
  /** How it fails: with this status, whatever the key. */
  failure: number | undefined;
  close(): Promise<void>;
}

const REFUSAL = (key: string) => ({ error: { message: `Incorrect API key provided: ${key}. You can find your API key at the console.`, type: 'invalid_request_error', param: null, code: 'invalid_api_key' } });

export async function startVendorServer(...keys: string[]): Promise<VendorServer> {
  const server = createServer((request, response) => {
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const answer = (status: number, body: object) => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)); };
    request.resume().once('end', () => {
      vendor.asked.push(key);
      if (!vendor.keys.has(key)) { answer(401, REFUSAL(key)); return; }
      if (vendor.failure !== undefined) { answer(vendor.failure, { error: { message: 'The engine is currently overloaded.', type: 'server_error', param: null, code: null } }); return; }
      const chunk = (delta: object, end: string | null) => `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: end }] })}\n\n`;
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`${chunk({ role: 'assistant', content: 'ready' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const vendor: VendorServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, keys: new Set(keys), asked: [], failure: undefined,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
  return vendor;
}
