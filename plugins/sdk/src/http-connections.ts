import { Agent, fetch } from 'undici';

/** A connection that nobody used for so long is given up: longer than most pauses between two turns of a call. */
const KEEP_ALIVE_MS = 60_000;
const CONNECTIONS_MAX = 64;

export interface HttpConnections {
  /** As the global one; follows no redirect, and has no time limit but that of the connection being made. */
  readonly fetch: typeof globalThis.fetch;
  /** Ends them all, whatever is under way; may be called twice. */
  close(): Promise<void>;
}

/** Connections to a vendor that stay open between requests, at most 64 at once. Give `fetch` to the vendor's own client. */
export function openHttpConnections({ connectMsMax }: { readonly connectMsMax: number }): HttpConnections {
  const agent = new Agent({ keepAliveTimeout: KEEP_ALIVE_MS, connections: CONNECTIONS_MAX, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectMsMax } });
  let isClosed = false;
  return {
    fetch: ((url: string, init: object) => fetch(url, { ...init, dispatcher: agent, redirect: 'error' })) as never,
    close: async () => { if (!isClosed) { isClosed = true; await agent.destroy(); } },
  };
}
