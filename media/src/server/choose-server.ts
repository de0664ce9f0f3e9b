import { UwsServer } from './uws-server.js';
import { WsServer } from './ws-server.js';
import type { SocketServer, SocketServerOptions } from './socket-server.js';

/**
 * The fastest server that runs here: uWebSockets.js, or where its binary cannot be loaded the `ws` twin, with one
 * warning. `engine` forces one of them; forcing `uws` where it cannot load rejects.
 */
export async function chooseServer(engine: 'uws' | 'ws' | undefined, options: SocketServerOptions, warn: (message: string, fields: Readonly<Record<string, unknown>>) => void): Promise<SocketServer> {
  if (engine === 'ws') return new WsServer(options);
  try {
    const { default: uws } = await import('uWebSockets.js');
    return new UwsServer(uws, options);
  } catch (error) {
    const cause = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    if (engine === 'uws') throw new Error(`MEDIA_SERVER=uws was asked for, but uWebSockets.js cannot be loaded here: ${cause}`, { cause: error });
    warn('uWebSockets.js cannot be loaded on this host; serving with ws, at about twice the CPU per message', { cause });
    return new WsServer(options);
  }
}
