// A whole Parley for the tests: api and media as processes of their own, on free ports, with a data folder of their own.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@parley/db';
import { ApiClient } from '../dist/caller/client.js';
import { freePort } from '../lib/machine.mjs';
import { startService } from '../lib/services.mjs';
import { root } from '../lib/steps.mjs';

/** A database of its own on the server that DATABASE_URL names; undefined where the embedded database serves. */
function ownDatabase() {
  if (!process.env.DATABASE_URL) return undefined;
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  const sql = (text) => execFileSync('psql', [process.env.DATABASE_URL, '-q', '-c', text]);
  sql(`CREATE DATABASE ${name}`);
  const url = new URL(process.env.DATABASE_URL);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Lets `prepare` fill the database while no api has it open. */
async function prepareDatabase(prepare, dataDir, databaseUrl) {
  const database = await openDatabase({ dataDir, databaseUrl, logger: { info() {}, warn() {}, error() {} } });
  try { return await prepare(database, dataDir); } finally { await database.close(); }
}

/**
 * Starts api and media. `routes` replaces the default providers (as PARLEY_DEFAULT_ROUTES). `prepare(database, dataDir)`
 * fills the empty database before they start; what it answers is `prepared`. Each process can be killed and started
 * again on its port; `stop` ends both and removes what they left.
 */
export async function startParley({ routes, prepare, env: extra = {} } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  const [port, mediaPort] = [await freePort(), await freePort()];
  const database = ownDatabase();
  const env = {
    ...process.env, NODE_ENV: 'development', LOG_LEVEL: 'info', PARLEY_DATA_DIR: dataDir, PORT: String(port), MEDIA_PORT: String(mediaPort), PARLEY_PLUGIN_ROOTS: root,
    PARLEY_SERVICE_TOKEN: randomBytes(24).toString('base64url'), PARLEY_API_URL: `http://127.0.0.1:${port}`, PARLEY_MEDIA_URL: `ws://127.0.0.1:${mediaPort}`,
    ...(database ? { DATABASE_URL: database.url } : {}), ...(routes ? { PARLEY_DEFAULT_ROUTES: JSON.stringify(routes) } : {}), ...extra,
  };
  const log = [];
  const children = {};
  const start = async (name) => {
    const { child, ...ready } = await startService(name, [`${name}/dist/main.js`], env, { isFatal: false, onLine: (line) => { log.push(`[${name}] ${line}`); if (log.length > 5_000) log.shift(); } });
    children[name] = child;
    return ready;
  };
  const end = (name, signal) => new Promise((resolve) => {
    const child = children[name];
    if (!child || child.exitCode !== null || child.signalCode !== null) { resolve(); return; }
    child.once('exit', () => resolve());
    child.kill(signal);
  });
  const prepared = prepare && await prepareDatabase(prepare, dataDir, database?.url);
  const api = await start('api');
  await start('media');
  return {
    url: `http://127.0.0.1:${port}`, mediaUrl: `ws://127.0.0.1:${mediaPort}`, dataDir, env, log, demoLogin: api.demoLogin, prepared,
    client: () => new ApiClient(`http://127.0.0.1:${port}/graphql`),
    start, end,
    pid: (name) => children[name].pid,
    async stop() {
      await end('media', 'SIGTERM');
      await end('api', 'SIGTERM');
      database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
