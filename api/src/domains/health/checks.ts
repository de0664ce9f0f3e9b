import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { migrationStatus } from '@parley/db';
import type { App } from '../../context.js';
import { LIMITS } from '../../limits.js';
import { routesOf } from '../../media-link/routes.js';
import { recordingsFolder } from '../../recordings/serve.js';
import type { MediaServerFacts } from './media-servers.service.js';

export type HealthStatus = 'OK' | 'DEGRADED' | 'DOWN';
export interface Finding { readonly status: HealthStatus; readonly message: string; readonly latencyMs?: number }

export interface Check {
  readonly name: string;
  /** Without it this process can serve nobody: readiness falls. */
  readonly isEssential: boolean;
  /** What is said where the check itself fails or takes too long; the reason is in the log alone. */
  readonly failure: string;
  readonly run: (app: App, mediaServers: () => Promise<readonly MediaServerFacts[]>) => Promise<Finding>;
}

const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? '' : 's'}`;
const isAre = (number: number) => (number === 1 ? 'is' : 'are');

async function timed(work: () => Promise<string>): Promise<Finding> {
  const startedAtMs = performance.now();
  const said = await work();
  const latencyMs = performance.now() - startedAtMs;
  return latencyMs > LIMITS.healthSlowMs ? { status: 'DEGRADED', message: `${said} slowly.`, latencyMs } : { status: 'OK', message: `${said}.`, latencyMs };
}

async function checkDatabase({ database }: App): Promise<Finding> {
  return timed(async () => {
    const [row] = await database.system.$queryRaw<{ version: string }[]>`SELECT current_setting('server_version') AS version`;
    const version = /^[\d.]+/.exec(row!.version)?.[0] ?? 'of unknown version';
    return database.kind === 'postgres' ? `Postgres ${version} answers` : `The embedded database (PGlite, Postgres ${version}) answers`;
  });
}

async function checkEvents({ bus }: App): Promise<Finding> {
  return timed(async () => {
    await bus.ping();
    return bus.kind === 'redis' ? 'Redis answers' : 'Events stay within this process, which is enough for one';
  });
}

async function checkMigrations({ database }: App): Promise<Finding> {
  const { applied, missing, unknown } = await migrationStatus(database);
  if (missing.length > 0) return { status: 'DOWN', message: `${count(missing.length, 'migration')} of this release ${isAre(missing.length)} not applied: ${missing.slice(0, 3).join(', ')}.` };
  if (unknown.length > 0) return { status: 'DEGRADED', message: `The database has ${count(unknown.length, 'migration')} of a newer release: this process is out of date.` };
  return { status: 'OK', message: `All ${applied} migrations are applied.` };
}

async function checkRecordings(app: App): Promise<Finding> {
  const folder = recordingsFolder(app);
  await access(folder, constants.W_OK);
  const { bavail, bsize } = await statfs(folder);
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB are free.`;
  if (bavail * bsize < LIMITS.recordingsFreeBytesMin) return { status: 'DEGRADED', message: `Room for recordings runs out: ${free}` };
  return { status: 'OK', message: `Recordings can be kept; ${free}` };
}

/** Plugins that no call can do without: of some kind of provider not one step of the route is usable. */
function lackingPlugins({ catalog, environment }: App): string[] {
  const routes = Object.entries(routesOf(environment.defaultRoutes, undefined)) as [string, { readonly steps: readonly { readonly pluginId: string }[] }][];
  const lacking = routes.filter(([, { steps }]) => !steps.some(({ pluginId }) => catalog.get(pluginId)?.state === 'ENABLED'));
  return [...new Set(lacking.map(([, { steps }]) => steps[0]!.pluginId))];
}

function checkPlugins(app: App): Promise<Finding> {
  const entries = app.catalog.list();
  const of = (state: string) => entries.filter((entry) => entry.state === state).length;
  const counts = `${of('ENABLED')} enabled, ${of('BROKEN')} broken, ${of('PENDING')} waiting for an administrator, ${of('DISABLED')} switched off.`;
  const lacking = lackingPlugins(app);
  if (lacking.length > 0) return Promise.resolve({ status: 'DEGRADED', message: `Calls need ${lacking.map((id) => `"${id}"`).join(', ')}, which cannot be used. ${counts}` });
  return Promise.resolve({ status: of('BROKEN') > 0 ? 'DEGRADED' : 'OK', message: counts });
}

async function checkMedia(_app: App, mediaServers: () => Promise<readonly MediaServerFacts[]>): Promise<Finding> {
  const servers = await mediaServers();
  const calls = servers.reduce((sum, { activeCalls }) => sum + activeCalls, 0);
  if (servers.length === 0) return { status: 'DEGRADED', message: 'No media server is connected, so no call can begin.' };
  const open = servers.filter(({ isDraining }) => !isDraining);
  if (open.length === 0) return { status: 'DEGRADED', message: 'Every media server finishes its calls and takes no new ones.' };
  if (open.every(({ activeCalls, callsMax }) => callsMax !== undefined && activeCalls >= callsMax)) return { status: 'DEGRADED', message: 'Every media server carries as many calls as it may.' };
  return { status: 'OK', message: `${count(servers.length, 'media server')} ${isAre(servers.length)} connected and ${servers.length === 1 ? 'carries' : 'carry'} ${count(calls, 'call')}.` };
}

/** No secret, path or address is in what they say: everybody who is signed in reads it. */
export const CHECKS: readonly Check[] = [
  { name: 'database', isEssential: true, failure: 'The database does not answer.', run: checkDatabase },
  { name: 'migrations', isEssential: true, failure: 'Whether all migrations are applied cannot be told.', run: checkMigrations },
  { name: 'events', isEssential: true, failure: 'Redis does not answer: what happens in one process is not heard in the others.', run: checkEvents },
  { name: 'recordings', isEssential: false, failure: 'Recordings cannot be written.', run: checkRecordings },
  { name: 'plugins', isEssential: false, failure: 'The plugins cannot be listed.', run: checkPlugins },
  { name: 'media', isEssential: false, failure: 'Which media servers are connected cannot be told.', run: checkMedia },
];
