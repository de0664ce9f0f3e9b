import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface PostgresDatabase { readonly url: string; readonly drop: () => Promise<void> }

/** A database of its own on the Postgres of `databaseUrl`, whose user must be allowed to make one. */
export async function createPostgresDatabase(databaseUrl: string): Promise<PostgresDatabase> {
  const name = `parley_test_${randomBytes(6).toString('hex')}`;
  await administer(databaseUrl, `CREATE DATABASE ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function administer(databaseUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
