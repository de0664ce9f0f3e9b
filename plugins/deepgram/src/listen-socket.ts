import { openLiveSocket, type Clock, type LiveSocket, type ProviderError } from '@parley/plugin-sdk';
import { brokenOff, refusal } from './errors.js';

export interface ListenSocketOptions {
  readonly url: string;
  readonly secret: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onMessage: (message: Record<string, unknown>) => void;
  /** The connection has broken; `isFinal` where another would break the same way. */
  readonly onEnd: (error: ProviderError, isFinal: boolean) => void;
}

const CLOSE_STREAM = JSON.stringify({ type: 'CloseStream' });

/** One live connection to the vendor. */
export async function openListenSocket({ url, secret, clock, timeoutMs, signal, onMessage, onEnd }: ListenSocketOptions): Promise<LiveSocket> {
  const socket = await openLiveSocket({
    url, headers: { authorization: `Token ${secret}` }, clock, timeoutMs, signal, asRefusal: (refused) => refusal({ ...refused, secret }),
    onMessage: (message) => {
      const error = !message ? brokenOff('The vendor sent a message that cannot be read.') : message['type'] === 'Error' ? refusal({ text: JSON.stringify(message), secret }) : undefined;
      if (!error) { onMessage(message!); return; }
      socket.close();
      onEnd(error, true);
    },
    // 1008: the audio is not what was announced.
    onEnd: ({ error, code, reason }) => {
      if (code === 1008) onEnd(refusal({ text: JSON.stringify({ code: 'DATA-0000', message: reason }), status: 400, secret }), true);
      else onEnd(error, false);
    },
  });
  return { send: (data) => socket.send(data), close: () => { socket.close(CLOSE_STREAM); } };
}
