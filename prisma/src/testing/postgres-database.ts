import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface PostgresDatabase { readonly url: string; readonly drop: () => Promise<void> }

/** One template at a time is made, by whichever process comes first: a number of ours among the server's locks. */
const TEMPLATE_LOCK = 7_351_942;

/** A database of its own on the Postgres of `databaseUrl`, whose user must be allowed to make one; a copy of `template` where one is named. */
export async function createPostgresDatabase(databaseUrl: string, template?: string): Promise<PostgresDatabase> {
  const name = `parley_test_${randomBytes(6).toString('hex')}`;
  await administer(databaseUrl, (client) => client.query(`CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`));
  return { url: urlOf(databaseUrl, name), drop: () => administer(databaseUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)) };
}

/** Makes a database of this name to copy from, once for all processes; `fill` must leave no connection to it. */
export async function makeTemplate(databaseUrl: string, name: string, fill: (url: string) => Promise<void>): Promise<void> {
  await administer(databaseUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    // It has its name once it is whole: who dies on the way leaves none behind that others would copy.
    const unfinished = `${name}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished}`);
    await fill(urlOf(databaseUrl, unfinished));
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
  });
}

function urlOf(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The lock of a session goes with it. */
async function administer(databaseUrl: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
