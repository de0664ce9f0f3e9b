import { fileURLToPath } from 'node:url';
import { splitId } from '@parley/db';
import type { Target } from './load.js';
import type { Place } from './place.js';

export const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Environment of the API under test: production, so that nothing is seeded and nothing is logged that is not asked for. */
export function apiEnvironment(place: Place): Record<string, string> {
  return {
    NODE_ENV: 'production', LOG_LEVEL: 'warn', PORT: '0', PARLEY_DATA_DIR: place.dataDir, PARLEY_PLUGIN_ROOTS: root,
    PARLEY_SERVICE_TOKEN: 'bench-service-token-bench-service-token', ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
  };
}

/** The data of one answer. Throws what the server complains of. */
export async function ask<Data>({ port, path, body, sessionToken }: Target): Promise<Data> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST', body, signal: AbortSignal.timeout(30_000),
    headers: { 'content-type': 'application/json', accept: 'application/json', ...(sessionToken ? { authorization: `Bearer ${sessionToken}` } : {}) },
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 400)}`);
  const answer = JSON.parse(text) as { data?: Data; errors?: unknown };
  if (answer.errors || !answer.data) throw new Error(`${path} answered ${text.slice(0, 400)}`);
  return answer.data;
}

/** The same value whichever way ids are written and keys are ordered: the API writes ids in base 62, SQL as UUIDs. */
export function canonical(value: unknown): unknown {
  if (typeof value === 'string') return splitId(value)?.uuid ?? value;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]));
}
