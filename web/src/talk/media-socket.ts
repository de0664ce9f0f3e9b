import { endedSentence } from '../i18n/ended-reason.js';
import { SOCKET_BUFFER_BYTES_MAX } from './audio-limits.js';

/** Why a socket is over; the keys of `talk.faults`, or `undefined` for a call that ended as calls do. */
export type SocketFault = 'unreachable' | 'lost' | 'full' | 'unknown';

/** The server's messages of docs/browser-protocol.md; others are ignored, as it asks. */
type ServerMessage =
  | { readonly type: 'ready' } | { readonly type: 'clear' } | { readonly type: 'mark'; readonly name: string }
  | { readonly type: 'state'; readonly state: 'LISTENING' | 'THINKING' | 'SPEAKING' } | { readonly type: 'ended'; readonly code: string; readonly text: string };

export interface MediaListeners {
  readonly onReady: () => void;
  readonly onAudio: (samples: ArrayBuffer) => void;
  readonly onMark: (name: string) => void;
  readonly onClear: () => void;
  readonly onState: (state: 'LISTENING' | 'THINKING' | 'SPEAKING') => void;
  /** The server said that the call is over, with its reason in words. */
  readonly onEnded: (text: string) => void;
  readonly onClosed: (fault: SocketFault | undefined) => void;
}

export interface MediaSocket {
  /** Sends 20 ms of audio; answers whether it was taken. Frames are dropped while the network has stalled. */
  readonly sendFrame: (samples: ArrayBuffer) => boolean;
  readonly sendPlayed: (samples: number) => void;
  readonly sendMark: (name: string) => void;
  /** Hangs up; the server closes. */
  readonly stop: () => void;
  readonly close: () => void;
}

const OPEN_TIMEOUT_MS = 10_000;
/** After hanging up the server has this long to close. */
const STOP_TIMEOUT_MS = 3_000;

function faultOf(code: number, isReady: boolean): SocketFault | undefined {
  if (code === 1000) return undefined;
  if (code === 1013) return 'full';
  if (!isReady && (code === 1006 || code === 1001)) return 'unreachable';
  return isReady ? 'lost' : 'unknown';
}

function dispatch(text: string, on: MediaListeners): void {
  const message = JSON.parse(text) as ServerMessage;
  switch (message.type) {
    case 'ready': on.onReady(); break;
    case 'mark': on.onMark(message.name); break;
    case 'clear': on.onClear(); break;
    case 'state': on.onState(message.state); break;
    case 'ended': on.onEnded(endedSentence(message)); break;
    default: break;
  }
}

/** One call over one socket. `onClosed` is told once, whatever happens. */
export function openMediaSocket(url: string, token: string, on: MediaListeners): MediaSocket {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let isReady = false;
  let isClosed = false;
  const finish = (fault: SocketFault | undefined) => {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(opening);
    socket.close();
    on.onClosed(fault);
  };
  const opening = setTimeout(() => { finish('unreachable'); }, OPEN_TIMEOUT_MS);
  const isOpen = () => !isClosed && socket.readyState === WebSocket.OPEN;
  const say = (message: object) => { if (isOpen()) socket.send(JSON.stringify(message)); };
  socket.onopen = () => { say({ type: 'start', token }); };
  socket.onclose = ({ code }) => { finish(faultOf(code, isReady)); };
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (isClosed) return;
    if (typeof data !== 'string') { on.onAudio(data); return; }
    dispatch(data, { ...on, onReady: () => { isReady = true; clearTimeout(opening); on.onReady(); } });
  };
  return {
    sendFrame: (samples) => {
      if (!isOpen() || socket.bufferedAmount > SOCKET_BUFFER_BYTES_MAX) return false;
      socket.send(samples);
      return true;
    },
    sendPlayed: (samples) => { say({ type: 'played', samples }); },
    sendMark: (name) => { say({ type: 'mark', name }); },
    stop: () => { say({ type: 'stop' }); setTimeout(() => { finish(undefined); }, STOP_TIMEOUT_MS); },
    close: () => { finish(undefined); },
  };
}
