import { DatabaseOpenError } from '@parley/db';
import { EnvironmentError, readEnvironment } from './env.js';
import { createLogger, startApi, type RunningApi } from './start-api.js';

/** Ends the process with a sentence for whoever started it. */
function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function sentenceOf(error: unknown, port: number): string {
  if (error instanceof EnvironmentError || error instanceof DatabaseOpenError) return error.message;
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop what uses it, or set PORT to another.`;
  if (code === 'EACCES') return `Port ${port} may not be opened by this user. Set PORT to one above 1023.`;
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

async function main(): Promise<void> {
  let environment;
  try { environment = readEnvironment(process.env); } catch (error) { giveUp(sentenceOf(error, 0)); }
  const { port, logLevel } = environment;
  const logger = createLogger(logLevel);
  let stopped = false;
  let running: RunningApi | undefined;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    if (!running) process.exit(0);
    running.close().then(() => process.exit(0), (error: unknown) => { logger.error({ err: error }, 'stopping failed'); process.exit(1); });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('unhandledRejection', (error) => { logger.fatal({ err: error }, 'a promise was rejected and nobody listened'); process.exit(1); });
  try {
    running = await startApi({ env: process.env, logger });
  } catch (error) {
    giveUp(sentenceOf(error, port));
  }
  // Whoever started the process waits for this line, whatever the log level.
  process.stdout.write(`${JSON.stringify({ level: 30, time: Date.now(), service: 'api', msg: 'ready', ready: true, port: running.port, url: running.url, demoLogin: running.demoLogin })}\n`);
}

void main();
