import { openHttpConnections, startDeadline, type Deadline, type PluginContext } from '@parley/plugin-sdk';
import OpenAI from 'openai';
import { asProviderError } from './errors.js';
import type { ConnectionSettings } from './settings.js';

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
  const http = openHttpConnections({ connectMsMax: settings.timeoutMs });
  const client = new OpenAI({
    baseURL: settings.baseUrl, organization: settings.organization || null, project: settings.project || null,
    // Servers of one's own may ask for no key; the client wants one.
    apiKey: secret === '' ? 'none' : secret,
    // The time that counts is the deadline's, on the clock the adapter is given.
    maxRetries: 0, timeout: 2 * settings.timeoutMs, logLevel: 'off', fetch: http.fetch,
  });
  return {
    client,
    startDeadline: (signal) => startDeadline({ signal, clock, silenceMs: settings.timeoutMs, asProviderError: (error) => asProviderError(error, secret) }),
    close: () => http.close(),
  };
}
