// Serves the objects of a storage under signed addresses, as whoever hosts it does.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { openStorageLink, type StorageProvider } from '@parley/plugin-sdk';

export interface FileServer {
  readonly url: string;
  /** What is served; the last one that was opened. */
  provider: StorageProvider | undefined;
  close(): Promise<void>;
}

export async function startFileServer(secret: string): Promise<FileServer> {
  const server = createServer((request, response) => {
    void (async () => {
      const key = openStorageLink(`${files.url.replace('/kept', '')}${request.url!}`, { baseUrl: files.url, secret, nowMs: Date.now() });
      const [, startByte, endByte] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const range = startByte === undefined ? {} : { range: { startByte: Number(startByte), endByte: Number(endByte) } };
      const reading = key === undefined ? undefined : await files.provider!.read({ key, signal: new AbortController().signal, ...range });
      if (!reading) { response.writeHead(key === undefined ? 403 : 404).end(); return; }
      response.writeHead(startByte === undefined ? 200 : 206, { 'content-type': reading.object.contentType, 'content-length': reading.byteLength });
      await pipeline(reading.body, response);
    })();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const files: FileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/kept`, provider: undefined,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
  return files;
}
