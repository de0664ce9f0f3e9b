// The server to compare with: node:http, the same driver, one statement for each request. It neither authenticates nor
// checks what it is asked. Arguments: folder of an embedded database or address of a Postgres, organization, person.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { HAND_WRITTEN } from './hand-written-sql.js';
import type { OperationName } from './operations.js';

/** As many as the API opens. */
const CONNECTIONS_MAX = 10;

type Answer = (name: OperationName, parameters: unknown[]) => Promise<string>;

async function open(database: string): Promise<Answer> {
  if (/^postgres(ql)?:/.test(database)) {
    const pool = new pg.Pool({ connectionString: database, max: CONNECTIONS_MAX });
    return async (name, values) => (await pool.query<{ body: string }>({ name, text: HAND_WRITTEN[name].sql, values })).rows[0]!.body;
  }
  const embedded = await PGlite.create({ dataDir: database });
  return async (name, values) => (await embedded.query<{ body: string }>(HAND_WRITTEN[name].sql, values)).rows[0]!.body;
}

async function main(): Promise<void> {
  const [database, organizationId, userId] = process.argv.slice(2) as [string, string, string];
  const answer = await open(database);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => { chunks.push(chunk); });
    request.on('end', () => {
      const send = (text: string) => { const body = Buffer.from(text); response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length }).end(body); };
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as { variables: Record<string, unknown> };
      const name = request.url!.slice(1);
      if (name === 'floor') { send(JSON.stringify(asked)); return; }
      const operation = name as OperationName;
      answer(operation, HAND_WRITTEN[operation].parameters({ organizationId, userId, variables: asked.variables }))
        .then(send, (error: unknown) => { response.writeHead(500).end(String(error)); });
    });
  });
  process.on('SIGTERM', () => process.exit(0));
  server.listen(0, '127.0.0.1', () => { process.stdout.write(`${JSON.stringify({ msg: 'ready', port: (server.address() as AddressInfo).port })}\n`); });
}

await main();
