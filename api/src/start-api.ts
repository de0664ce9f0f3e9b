import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openDatabase, type Database } from '@parley/db';
import { createPluginCatalog, PLUGIN_LOCK_FILE } from '@parley/plugin-host';
import { Redis } from 'ioredis';
import { pino, type DestinationStream, type Logger } from 'pino';
import { ApiKeys } from './access/api-keys.js';
import { RecentReadings } from './access/readings.js';
import { Sessions } from './access/sessions.js';
import { Throttle } from './access/throttle.js';
import { MemoryBuckets, RedisBuckets } from './budget/bucket.js';
import type { App } from './context.js';
import { DomainProofs } from './domains/single-sign-on/domain-proofs.js';
import { IdentityProviders } from './domains/single-sign-on/identity-providers.js';
import { readEnvironment, type ApiEnvironment, type EnvironmentVariables } from './env.js';
import { LocalBus, type EventBus } from './events/bus.js';
import { RedisBus } from './events/redis-bus.js';
import { settlePlatformAdmins } from './domains/platform/administrators.service.js';
import { createApiServer } from './http/server.js';
import { startSweep } from './jobs/sweep.js';
import { LIMITS } from './limits.js';
import { DataSources } from './connections/data-sources.js';
import { Mailer } from './mail/mailer.js';
import { mailSteps } from './mail/route.js';
import { MediaPresence } from './media-link/media-presence.js';
import { speechSteps } from './media-link/routes.js';
import { seedDemo, type DemoLogin } from './seed.js';
import { Trials } from './connections/trials.js';
import { LocalKeys } from './vault/key-provider.js';
import { Vault } from './vault/vault.js';
import { Speech } from './voices/speech.js';

export interface StartApiOptions {
  /** Environment variables; nothing is read from the process. */
  readonly env: EnvironmentVariables;
  readonly logger?: Logger | undefined;
  /** A database that is open already, e.g. of a test; it is left open by `close`. */
  readonly database?: Database | undefined;
  /** Makes the demo account, with a published agent, in an empty database. Default true. */
  readonly isSeeded?: boolean | undefined;
  /** Ends what is left over every ten seconds; off, whoever starts it does that. Default true. */
  readonly hasSweep?: boolean | undefined;
  /** Off, every request goes through Yoga's Fetch layer. Default on. */
  readonly hasFastPath?: boolean | undefined;
  /** Folder of the built console; default web/dist beside this package. */
  readonly consoleFolder?: string | undefined;
}

export interface RunningApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly serviceToken: string;
  readonly database: Database;
  readonly app: App;
  /** Login of the demo account, where there is one. */
  readonly demoLogin: DemoLogin | undefined;
  close(): Promise<void>;
}

const POINTS = { pointsMax: LIMITS.costPointsMax, restorePerSecond: LIMITS.costRestorePerSecond };

/** Version that plugins name a range of. */
const HOST_VERSION = '0.1.0';

/** Logs speech, prompts and addresses only under `pii`, and drops that key. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: { service: 'api' }, redact: { paths: ['pii', '*.pii'], remove: true } };
  return destination ? pino(options, destination) : pino(options);
}

/** Starts the control plane in this process. Throws `EnvironmentError`, `DatabaseOpenError`, or what `listen` says. */
export async function startApi(options: StartApiOptions): Promise<RunningApi> {
  const environment = readEnvironment(options.env);
  const logger = options.logger ?? createLogger(environment.logLevel);
  const cleanups: (() => unknown)[] = [];
  const close = async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup(); };
  try {
    await checkPort(environment.port);
    const { app, demoLogin } = await createApp(environment, logger, options, cleanups);
    const server = createApiServer(app, { hasFastPath: options.hasFastPath ?? true, consoleFolder: options.consoleFolder });
    await new Promise<void>((resolve, reject) => {
      server.http.once('error', reject);
      server.http.listen(environment.port, () => { server.http.off('error', reject); resolve(); });
    });
    cleanups.push(() => server.close());
    if (options.hasSweep !== false) {
      const sweep = startSweep(app);
      cleanups.push(() => sweep.stop());
    }
    const { port } = server.http.address() as AddressInfo;
    ports.set(app, port);
    return { url: `http://127.0.0.1:${port}`, port, serviceToken: environment.serviceToken, database: app.database, app, demoLogin, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Says that the port is taken before the slow parts start. */
async function checkPort(port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => { probe.once('error', reject).listen(port, resolve); });
  await new Promise<void>((resolve) => { probe.close(() => { resolve(); }); });
}

/** The port is known once the server listens, and only links need it. */
const ports = new WeakMap<App, number>();

async function createApp(environment: ApiEnvironment, logger: Logger, options: StartApiOptions, cleanups: (() => unknown)[]): Promise<{ app: App; demoLogin: DemoLogin | undefined }> {
  mkdirSync(join(environment.dataDir, 'recordings'), { recursive: true });
  const database = options.database ?? await openDatabase({ dataDir: environment.dataDir, databaseUrl: environment.databaseUrl, logger: databaseLogger(logger) });
  if (!options.database) cleanups.push(() => database.close());
  const { redisUrl } = environment;
  const redis = redisUrl === undefined ? undefined : new Redis(redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 2_000 });
  redis?.on('error', (error: Error) => { logger.warn({ err: error }, 'redis does not answer; limits are counted in memory'); });
  cleanups.push(() => redis?.disconnect());
  const bus: EventBus = redisUrl === undefined ? new LocalBus() : new RedisBus(redisUrl, logger);
  cleanups.push(() => bus.close());
  const catalog = await createPluginCatalog({
    roots: environment.pluginRoots, pluginsDir: environment.pluginsDir, mode: environment.pluginsMode,
    lockFile: join(environment.dataDir, PLUGIN_LOCK_FILE), hostVersion: HOST_VERSION, logger: databaseLogger(logger),
  });
  cleanups.push(() => catalog.close());
  const presence = new MediaPresence({ redis, logger });
  cleanups.push(() => { presence.close(); });
  const speech = new Speech({ catalog, steps: speechSteps(environment.defaultRoutes), logger: databaseLogger(logger) });
  cleanups.push(() => speech.close());
  const mailer = new Mailer({ catalog, steps: mailSteps(environment), logger: databaseLogger(logger) });
  cleanups.push(() => mailer.close());
  const dataSources = new DataSources(catalog, databaseLogger(logger));
  cleanups.push(() => dataSources.close());
  const identityProviders = new IdentityProviders(environment.outboundNetworks);
  cleanups.push(() => identityProviders.close());
  const app: App = {
    vault: new Vault(database, new LocalKeys(environment.keyEncryptionKeys)), trials: new Trials(catalog, databaseLogger(logger)),
    environment, database, bus, catalog, speech, mailer, dataSources, presence, identityProviders, domainProofs: new DomainProofs(environment.dnsServers), startedAt: new Date(), logger, sessions: await Sessions.start(database, bus), keys: await ApiKeys.start(database, bus, logger), recentReadings: new RecentReadings(),
    buckets: redis ? new RedisBuckets(redis, POINTS) : new MemoryBuckets(POINTS),
    throttles: {
      signIn: new Throttle('sign-in', LIMITS.signInAttemptsMax, LIMITS.signInWindowMs, redis),
      signInAddress: new Throttle('sign-in-address', LIMITS.signInAttemptsMax * 10, LIMITS.signInWindowMs, redis),
      signInAccount: new Throttle('sign-in-account', LIMITS.signInAccountAttemptsMax, LIMITS.signInAccountWindowMs, redis),
      passkeyStart: new Throttle('passkey-start', LIMITS.passkeyStartsMax, LIMITS.signInWindowMs, redis),
      secondFactor: new Throttle('second-factor', LIMITS.secondFactorAttemptsMax, LIMITS.secondFactorWindowMs, redis),
      invitation: new Throttle('invitation', LIMITS.invitationMailsMax, LIMITS.invitationMailsWindowMs, redis),
      signUp: new Throttle('sign-up', LIMITS.signUpAttemptsMax, LIMITS.signUpWindowMs, redis),
      trial: new Throttle('connection-trial', LIMITS.trialsMax, LIMITS.trialsWindowMs, redis),
      sourceQuery: new Throttle('source-query', LIMITS.sourceQueriesTriedMax, LIMITS.trialsWindowMs, redis),
      mail: new Throttle('mail', LIMITS.mailsPerPersonMax, LIMITS.mailWindowMs, redis),
      singleSignOn: new Throttle('single-sign-on', LIMITS.singleSignOnStepsMax, LIMITS.signInWindowMs, redis),
      providerCheck: new Throttle('provider-check', LIMITS.providerChecksMax, LIMITS.providerChecksWindowMs, redis),
      mailAddress: new Throttle('mail-address', LIMITS.mailsPerAddressMax, LIMITS.mailWindowMs, redis),
    },
    publicUrl: () => environment.publicUrl ?? `http://localhost:${ports.get(app) ?? environment.port}`,
  };
  const demoLogin = options.isSeeded === false ? undefined : await seedDemo(app);
  await settlePlatformAdmins(app);
  return { app, demoLogin };
}

/** Loggers of other packages say the message first and the fields after it. */
function databaseLogger(logger: Logger) {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (first: string | object, second?: string | object) => {
    if (typeof first === 'string') logger[level](second ?? {}, first); else logger[level](first, typeof second === 'string' ? second : '');
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
