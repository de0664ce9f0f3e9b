/** The Postgres on which tests shall run, where the environment names one; otherwise they run embedded. */
export function testDatabaseUrl(): string | undefined {
  const url = process.env.DATABASE_URL;
  return url === undefined || url === '' ? undefined : url;
}
