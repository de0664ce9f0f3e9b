import { startDeadline, type Deadline, type PluginContext } from '@parley/plugin-sdk';
import OpenAI from 'openai';
import { Agent, fetch } from 'undici';
import { asProviderError } from './errors.js';
import type { ConnectionSettings } from './settings.js';

/** A connection that nobody used for so long is given up: longer than most pauses between two turns of a call. */
const KEEP_ALIVE_MS = 60_000;
const CONNECTIONS_MAX = 64;

export interface Connection {
  readonly client: OpenAI;
  /** Begins the wait for an answer. */
  startDeadline(signal: AbortSignal): Deadline;
  close(): Promise<void>;
}

/**
 * The vendor's own client over connections that stay open between requests. It tries nothing twice: whoever asked
 * knows better whether another provider should be asked instead.
 */
export function connect(settings: ConnectionSettings, { secrets, clock }: PluginContext): Connection {
  const secret = secrets['apiKey'] ?? '';
  // Time limits are the deadline's, on the clock the adapter is given.
  const agent = new Agent({ keepAliveTimeout: KEEP_ALIVE_MS, connections: CONNECTIONS_MAX, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: settings.timeoutMs } });
  const client = new OpenAI({
    baseURL: settings.baseUrl, organization: settings.organization || null, project: settings.project || null,
    // Servers of one's own may ask for no key; the client wants one.
    apiKey: secret === '' ? 'none' : secret,
    maxRetries: 0, timeout: 2 * settings.timeoutMs, logLevel: 'off',
    fetch: ((url: string, init: object) => fetch(url, { ...init, dispatcher: agent, redirect: 'error' })) as never,
  });
  let isClosed = false;
  return {
    client,
    startDeadline: (signal) => startDeadline({ signal, clock, silenceMs: settings.timeoutMs, asProviderError: (error) => asProviderError(error, secret) }),
    close: async () => { if (!isClosed) { isClosed = true; await agent.destroy(); } },
  };
}
