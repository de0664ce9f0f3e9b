import type { IncomingMessage } from 'node:http';
import { requestError } from '../errors.js';

/** A client that stalls in the middle of its body is let go. */
const BODY_TIMEOUT_MS = 30_000;

/** Reads a body up to a limit; throws `BODY_TOO_LARGE` beyond it without reading on. */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const tooLarge = () => requestError('BODY_TOO_LARGE', `The body has more than ${bytesMax} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => { reject(requestError('TIMEOUT', 'The body did not arrive in time.')); }, BODY_TIMEOUT_MS);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bytesMax) { request.pause(); clearTimeout(timer); reject(tooLarge()); return; }
      chunks.push(chunk);
    });
    request.on('end', () => { clearTimeout(timer); resolve(Buffer.concat(chunks)); });
    request.on('error', (error) => { clearTimeout(timer); reject(error); });
    // Every request closes; an error with its stack is made only for one that closed too early.
    request.on('close', () => {
      if (request.readableEnded) return;
      clearTimeout(timer);
      reject(requestError('BAD_REQUEST', 'The connection closed before the body was complete.'));
    });
  });
}
