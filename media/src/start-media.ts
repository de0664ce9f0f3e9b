import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CallPlan } from '@parley/media-contract';
import { createPluginCatalog, createProviderHost, PLUGIN_LOCK_FILE, systemClock, type Clock, type HostRouteStep, type PluginCatalog, type ProviderHost, type ProviderKind } from '@parley/plugin-host';
import { RedisHealthBoard } from '@parley/plugin-host/cluster';
import { createCall } from './call/call.js';
import type { CallLine } from './call/line.js';
import type { Call } from './call/ports.js';
import { createTicker } from './call/ticker.js';
import type { MediaEnvironment } from './env.js';
import { createLogger, type Logger } from './log.js';
import { createRecorderFactory } from './observe/recorder.js';
import { createApiLink, type ApiLink } from './report/api-link.js';
import { createReporter, type MediaReporter } from './report/create-reporter.js';
import { endedByRefusal, RunningCalls, SHUTDOWN } from './running-calls.js';
import { ServerCounters } from './server/counters.js';
import { MediaServer } from './server/media-server.js';
import { createPhrases } from './stages/phrases.js';

/** After the last call: how long api is given to take what it has not got yet. The journal keeps the rest. */
const DELIVER_MS_MAX = 5_000;
/** Calls that are ended with the process: how long they may take to say so and be written down. */
const GOODBYE_MS_MAX = 5_000;
const WARM_KINDS: readonly ProviderKind[] = ['vad', 'stt', 'turn', 'llm', 'tts', 'embedding'];

export interface MediaOptions {
  readonly environment: MediaEnvironment;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Address to listen at. Default `0.0.0.0`. */
  readonly listenHost?: string;
}

export interface RunningMedia {
  readonly port: number;
  readonly engine: 'uws' | 'ws';
  readonly logger: Logger;
  readonly clock: Clock;
  readonly counters: ServerCounters;
  readonly calls: RunningCalls;
  /** Readiness falls and new calls are refused at once; resolves when the live ones have ended by themselves. */
  drain(): Promise<void>;
  /** Ends the calls that are left, telling them why, writes everything down, and stops. Safe to call twice. */
  close(): Promise<void>;
}

interface House {
  readonly catalog: PluginCatalog;
  readonly host: ProviderHost;
  /** What other media servers know of connections, where there is a Redis. */
  readonly health: RedisHealthBoard | undefined;
  readonly reporter: MediaReporter;
  readonly openCall: (request: { readonly plan: CallPlan; readonly line: CallLine }) => Call;
}

/** The version of the plugin host, which manifests name a range of. */
function hostVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@parley/plugin-host');
  return (JSON.parse(readFileSync(join(entry, '..', '..', 'package.json'), 'utf8')) as { version: string }).version;
}

function callOpener(options: {
  readonly environment: MediaEnvironment; readonly clock: Clock; readonly logger: Logger; readonly host: ProviderHost; readonly reporter: MediaReporter; readonly calls: RunningCalls; readonly counters: ServerCounters;
}): House['openCall'] {
  const { environment, clock, logger, host, reporter, calls, counters } = options;
  const recorderFor = createRecorderFactory({ dataDir: environment.dataDir, logger });
  const ticker = createTicker(clock);
  const phrases = createPhrases({ clock });
  return ({ plan, line }) => {
    const { callId, organizationId, routes } = plan;
    const call = createCall({
      plan, line, clock, wallClock: Date.now, ticker, phrases, logger, mediaId: environment.mediaId, report: reporter.open(callId), onSend: (lateMs) => { counters.countSend(lateMs); },
      recorder: plan.recording.isEnabled ? recorderFor(callId, line.sampleRateHz) : undefined,
      openProviders: (hooks) => host.openCall({ callId, organizationId, routes, ...hooks }),
    });
    return calls.add(callId, call);
  };
}

async function furnish(options: { readonly environment: MediaEnvironment; readonly clock: Clock; readonly logger: Logger; readonly link: ApiLink; readonly calls: RunningCalls; readonly counters: ServerCounters }): Promise<House> {
  const { environment, clock, logger, link } = options;
  const catalog = await createPluginCatalog({
    roots: environment.pluginRoots, pluginsDir: environment.pluginsDir, mode: environment.pluginsMode, lockFile: join(environment.dataDir, PLUGIN_LOCK_FILE),
    hostVersion: hostVersion(), logger,
  });
  const health = environment.redisUrl === undefined ? undefined : new RedisHealthBoard({ url: environment.redisUrl, secret: environment.serviceToken, logger });
  const host = createProviderHost(catalog, { clock, logger, health });
  const reporter = createReporter({ dataDir: environment.dataDir, link, clock, logger, mediaId: environment.mediaId });
  await Promise.all([reporter.recover(), warm(catalog, host, environment.warmPlugins)]);
  return { catalog, host, health, reporter, openCall: callOpener({ ...options, host, reporter }) };
}

/** Loads the models that calls will most likely need; one that fails is logged by the host and tried again by the first call. */
async function warm(catalog: PluginCatalog, host: ProviderHost, pluginIds: readonly string[]): Promise<void> {
  await host.warm(pluginIds.flatMap((pluginId) => {
    const kinds = catalog.get(pluginId)?.state === 'ENABLED' ? catalog.get(pluginId)?.kinds ?? [] : [];
    const step: HostRouteStep = { connectionId: pluginId, pluginId, settings: {}, secrets: {} };
    return WARM_KINDS.filter((kind) => kinds.includes(kind)).map((kind) => ({ kind, step }));
  }));
}

/**
 * A whole media server: sockets, calls, providers, journal and the link to api. The port is taken first (rejects with
 * `PortInUseError`), so that two processes never share a journal; resolves when calls can be taken.
 */
export async function startMedia(options: MediaOptions): Promise<RunningMedia> {
  const { environment, clock = systemClock } = options;
  const logger = options.logger ?? createLogger(environment.logLevel, environment.hasPiiInLogs);
  const counters = new ServerCounters();
  const calls = new RunningCalls(logger);
  const link = createApiLink({ url: environment.apiUrl, serviceToken: environment.serviceToken, mediaId: environment.mediaId, callsMax: environment.callsMax, clock, logger });
  let house: House | undefined;
  let opened = (): void => undefined;
  let failed = (_error: unknown): void => undefined;
  const whenReady = new Promise<void>((resolve, reject) => { opened = resolve; failed = reject; });
  const server = new MediaServer({
    clock, logger, counters, engine: environment.engine, callsMax: environment.callsMax, whenReady,
    takePlan: (token, transport) => link.takePlan(token, transport), openCall: (request) => house!.openCall(request),
    onRefused: (callId, why) => { calls.end(callId, endedByRefusal(why)); },
    gauges: [
      { name: 'parley_media_calls_running', help: 'Calls that are not yet closed and reported.', read: () => calls.size },
      { name: 'parley_media_events_pending', help: 'Events that api does not have yet.', read: () => house?.reporter.stats().outbox.eventsPending ?? 0 },
      { name: 'parley_media_journal_memory_bytes', help: 'Events held in memory because the disk refuses them.', read: () => house?.reporter.stats().memorySize ?? 0 },
    ],
  });
  const closing = once(async () => {
    void server.drain();
    calls.endAll(SHUTDOWN);
    await within(calls.settled(), GOODBYE_MS_MAX, clock);
    await server.close();
    await within(calls.settled(), GOODBYE_MS_MAX, clock);
    await house?.reporter.close(DELIVER_MS_MAX);
    await house?.host.close();
    await house?.health?.close();
    await house?.catalog.close();
    link.close();
  });
  try {
    const port = await server.listen(environment.port, options.listenHost);
    house = await furnish({ environment, clock, logger, link, calls, counters });
    const { reporter } = house;
    const lost = { clock, isReporting: (callId: string) => reporter.isReporting(callId), endLost: (callId: string) => { reporter.endLost(callId); } };
    link.commands((command) => { calls.obey(command, lost); });
    opened();
    return {
      port, engine: server.engine!, logger, clock, counters, calls, close: closing,
      drain: async () => { link.tellDraining(); await server.drain(); await calls.settled(); },
    };
  } catch (error) {
    failed(error);
    await closing();
    throw error;
  }
}

/** Resolves with the promise, or without it when its time is up. */
function within(promise: Promise<void>, msMax: number, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(msMax, resolve);
    promise.then(resolve, reject).finally(() => { timer.cancel(); });
  });
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= run());
}
