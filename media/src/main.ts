import { setFlagsFromString } from 'node:v8';
import type { Timer } from '@parley/plugin-host';
import { EnvironmentError, readEnvironment } from './env.js';
import { createProcessGuard } from './process-guard.js';
import { PortInUseError } from './server/socket-server.js';
import { startMedia, type RunningMedia } from './start-media.js';

/**
 * How far the heap may grow beyond what lives, in percent, before V8 marks all of it. Left to itself V8 keeps a heap of
 * this size so tight that with 200 calls it marks every second or two, in steps of up to 20 ms in which no call gets its audio.
 */
const HEAP_GROWTH_PERCENT = 200;

async function run(): Promise<void> {
  // V8 reads this one at the end of each full collection, so it may be set while it runs.
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  const environment = readEnvironment();
  const media = await startMedia({ environment });
  const shutdown = createShutdown(media, environment.drainMsMax);
  const guard = createProcessGuard({
    clock: media.clock, logger: media.logger, counters: media.counters, onUnsound: () => { shutdown.begin(1); },
    endCall: (callId) => media.calls.end(callId, { party: 'PLATFORM', code: 'INTERNAL_ERROR', text: 'An unexpected error ended the call.' }),
  });
  process.on('uncaughtException', guard.onException);
  process.on('unhandledRejection', guard.onRejection);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => { shutdown.signal(signal); });
  // Whoever started the process waits for this line, whatever the log level.
  process.stdout.write(`${JSON.stringify({ level: 30, time: Date.now(), service: 'media', msg: 'ready', port: media.port, engine: media.engine, mediaId: environment.mediaId })}\n`);
}

/** The first signal lets live calls finish, the second asks them to end now; the time limit counts as a second signal. */
function createShutdown(media: RunningMedia, drainMsMax: number): { begin(exitCode: number): void; signal(name: string): void } {
  let limit: Timer | undefined;
  let isBegun = false;
  const exit = (code: number): void => {
    limit?.cancel();
    media.close().then(() => process.exit(code), (error: unknown) => {
      media.logger.error('closing failed', { err: error });
      process.exit(1);
    });
  };
  const begin = (exitCode: number): void => {
    isBegun = true;
    media.logger.info('draining', { calls: media.calls.size, drainMsMax });
    limit = media.clock.setTimer(drainMsMax, () => { exit(exitCode); });
    media.drain().then(() => { exit(exitCode); }, (error: unknown) => {
      media.logger.error('draining failed', { err: error });
      exit(1);
    });
  };
  return {
    begin: (exitCode) => { if (!isBegun) begin(exitCode); },
    signal(name) {
      media.logger.info('signal', { name });
      if (isBegun) exit(0);
      else begin(0);
    },
  };
}

run().catch((error: unknown) => {
  const isPlain = error instanceof EnvironmentError || error instanceof PortInUseError;
  process.stderr.write(`${isPlain ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  process.exit(1);
});
