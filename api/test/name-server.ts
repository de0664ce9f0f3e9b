import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Codes of answers (RFC 1035, section 4.1.1). */
const [SERVER_FAILURE, NO_SUCH_NAME] = [2, 3];
const TXT = 16;

export interface NameServer {
  /** As it is written in settings. */
  readonly address: string;
  /** The texts of TXT records by name, in lower case; a name that is not there does not exist. */
  readonly records: Map<string, readonly string[]>;
  /** Whether it fails whatever it is asked. */
  isBroken: boolean;
  close(): Promise<void>;
}

/** A name server for TXT records, over UDP, as RFC 1035 wants it. */
export async function startNameServer(): Promise<NameServer> {
  const socket = createSocket('udp4');
  const records = new Map<string, readonly string[]>();
  const server: NameServer = { address: '', records, isBroken: false, close: async () => { socket.close(); await once(socket, 'close'); } };
  socket.on('message', (query, { port, address }) => { socket.send(answerTo(query, server), port, address); });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return Object.assign(server, { address: `127.0.0.1:${socket.address().port}` });
}

function answerTo(query: Buffer, { records, isBroken }: NameServer): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const question = query.subarray(12, at + 5);
  const texts = records.get(labels.join('.').toLowerCase());
  const code = isBroken ? SERVER_FAILURE : texts ? 0 : NO_SUCH_NAME;
  const answers = code === 0 && question.readUInt16BE(question.length - 4) === TXT ? texts! : [];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  // An authoritative answer; recursion as it was asked for.
  header.writeUInt16BE(0x8400 | (query.readUInt16BE(2) & 0x0100) | 0x0080 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, question, ...answers.map(recordOf)]);
}

function recordOf(text: string): Buffer {
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 255) parts.push(Buffer.from([Math.min(255, bytes.length - at)]), bytes.subarray(at, at + 255));
  const data = Buffer.concat(parts);
  const head = Buffer.alloc(12);
  // The name of the question, by a pointer to it.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(1, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
