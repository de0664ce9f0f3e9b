import { mediaCommand, type MediaCommand } from '@parley/media-contract';
import type { Clock, PluginLogger, Timer } from '@parley/plugin-host';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { backOffMs } from './back-off.js';
import { REPORT_LIMITS } from './limits.js';

const SUBSCRIPTION = 'subscription MediaCommands($mediaId: ID!, $callsMax: Int, $isDraining: Boolean) { mediaCommands(mediaId: $mediaId, callsMax: $callsMax, isDraining: $isDraining) }';
/** A feed without a pong for this long has lost its server without a word. */
const KEEP_ALIVE_MS = 10_000;

/** What api shows of this server to people. */
export interface MediaStanding { readonly callsMax?: number | undefined; readonly isDraining: boolean }

export interface CommandFeedOptions {
  readonly url: string;
  readonly serviceToken: string;
  readonly mediaId: string;
  readonly clock: Clock;
  readonly logger: PluginLogger;
  readonly onCommand: (command: MediaCommand) => void;
  /** Told to api with each subscription. */
  readonly standing: () => MediaStanding;
}

export interface CommandFeed {
  /** Subscribes anew, so that api learns what has changed. */
  renew(): void;
  end(): void;
}

/**
 * Follows the commands for this media server for as long as it runs, whatever becomes of the connection: a refused
 * subscription and one that api completes are opened again too.
 */
export function followCommands(options: CommandFeedOptions): CommandFeed {
  const { clock, logger } = options;
  let isClosed = false;
  let failures = 0;
  let endAttempt = (): void => undefined;
  /** Does nothing between two subscriptions: the next one tells what there is to tell. */
  let renewAttempt = (): void => undefined;

  function deliver(value: unknown): void {
    failures = 0;
    const parsed = mediaCommand.safeParse(typeof value === 'string' ? parseJson(value) : value);
    if (!parsed.success) { logger.warn('a command from api was not understood', { problem: parsed.error.message }); return; }
    try {
      options.onCommand(parsed.data);
    } catch (error) {
      logger.warn('a command from api failed', { command: parsed.data, error: String(error) });
    }
  }

  function again(reason: string): void {
    if (isClosed) return;
    const waitMs = backOffMs(failures++, REPORT_LIMITS.commandsBackOffMsMax);
    if (failures === 1) logger.info('the command feed from api ended; connecting again', { reason });
    const timer = clock.setTimer(waitMs, attempt);
    endAttempt = () => timer.cancel();
    renewAttempt = () => undefined;
  }

  function attempt(): void {
    const client = createClient({
      url: options.url, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${options.serviceToken}` },
      lazy: true, retryAttempts: 0, keepAlive: KEEP_ALIVE_MS, connectionAckWaitTimeout: REPORT_LIMITS.planTimeoutMs,
      on: { connected: () => { failures = 0; } },
    });
    let isOver = false;
    let pongTimer: Timer | undefined;
    const over = (reason: string): void => {
      if (isOver) return;
      isOver = true;
      pongTimer?.cancel();
      // A broken connection is disposed of with an error that was already told.
      Promise.resolve(client.dispose()).catch(() => undefined);
      again(reason);
    };
    client.on('ping', (isReceived) => {
      if (isReceived || isOver) return;
      pongTimer?.cancel();
      pongTimer = clock.setTimer(KEEP_ALIVE_MS, () => client.terminate());
    });
    client.on('pong', (isReceived) => { if (isReceived) pongTimer?.cancel(); });
    client.subscribe<{ mediaCommands: unknown }>({ query: SUBSCRIPTION, variables: { mediaId: options.mediaId, ...options.standing() } }, {
      next: (message) => { if (message.data) deliver(message.data.mediaCommands); },
      error: (error) => over(error instanceof Error ? error.message : describe(error)),
      complete: () => over('api completed the subscription'),
    });
    endAttempt = () => over('closed here');
    renewAttempt = () => over('something new to tell');
  }

  attempt();
  return { renew: () => { renewAttempt(); }, end: () => { isClosed = true; endAttempt(); } };
}

function parseJson(text: string): unknown {
  try { return JSON.parse(text); } catch { return undefined; }
}

/** graphql-ws hands over GraphQL errors or a close event. */
function describe(error: unknown): string {
  if (Array.isArray(error)) return error.map(String).join('; ');
  if (typeof error === 'object' && error !== null && 'code' in error) return `socket closed (${String(error.code)})`;
  return String(error);
}
