import { chatRefusal, failureOfApiClient, openClientConnections, type Deadline, type PluginContext } from '@parley/plugin-sdk';
import OpenAI from 'openai';
import type { ConnectionSettings } from './settings.js';

export interface Connection {
  readonly client: OpenAI;
  /** Begins the wait for an answer. */
  startDeadline(signal: AbortSignal): Deadline;
  close(): Promise<void>;
}

/** The vendor's own client over connections that stay open between requests. */
export function connect({ baseUrl, organization, project, timeoutMs }: ConnectionSettings, { secrets, clock }: PluginContext): Connection {
  const secret = secrets['apiKey'] ?? '';
  const connections = openClientConnections({ timeoutMs, clock, asProviderError: (error) => failureOfApiClient(error, OpenAI, (refused) => chatRefusal(refused, secret)) });
  // Servers of one's own may ask for no key; the client wants one.
  const client = new OpenAI({ ...connections.options, baseURL: baseUrl, organization: organization || null, project: project || null, apiKey: secret === '' ? 'none' : secret });
  return { client, startDeadline: (signal) => connections.startDeadline(signal), close: () => connections.close() };
}
