import type { AudioFormat } from '@parley/plugin-sdk';

const WAVE_HEADER_BYTES = 44;
/** Numbers of encodings in a wave file. */
const TAGS = { pcm16: 1, mulaw: 7 } as const;

type Headers = Readonly<Record<string, string>>;
const linesOf = (headers: Headers): string => Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
const headersOf = (path: string, requestId: string, contentType?: string): Headers => ({ Path: path, 'X-RequestId': requestId, 'X-Timestamp': new Date().toISOString(), ...(contentType === undefined ? {} : { 'Content-Type': contentType }) });

/** A message in words, as the vendor frames it. */
export const textFrame = (path: string, requestId: string, body: object): string => `${linesOf(headersOf(path, requestId, 'application/json'))}\r\n${JSON.stringify(body)}`;

/** Audio, as the vendor frames it; none at all ends what was said. */
export function audioFrame(requestId: string, audio: Buffer, contentType?: string): Buffer {
  const headers = Buffer.from(linesOf(headersOf('audio', requestId, contentType)));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(headers.length);
  return Buffer.concat([length, headers, audio]);
}

/** What stands before audio of a format: the beginning of a wave file that has no length. */
export function waveHeader({ encoding, sampleRateHz }: AudioFormat): Buffer {
  const bytes = encoding === 'mulaw' ? 1 : 2;
  const header = Buffer.alloc(WAVE_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(TAGS[encoding], 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * bytes, 28);
  header.writeUInt16LE(bytes, 32);
  header.writeUInt16LE(bytes * 8, 34);
  header.write('data', 36, 'latin1');
  return header;
}

/** `path`, `requestId` and `body` of a message in words; undefined for what is none. */
export function readFrame(text: string): Record<string, unknown> | undefined {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const headers = new Map(head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  const [path, requestId] = [headers.get('path'), headers.get('x-requestid')];
  if (path === undefined || requestId === undefined) return undefined;
  const words = rest.join('\r\n\r\n');
  try {
    const body: unknown = words.trim() === '' ? {} : JSON.parse(words);
    return typeof body === 'object' && body !== null ? { path: path.toLowerCase(), requestId: requestId.toLowerCase(), body } : undefined;
  } catch { return undefined; }
}
