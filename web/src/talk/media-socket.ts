import { SOCKET_BUFFER_BYTES_MAX, SOCKET_STALLED_BYTES } from './sound/audio-limits.js';

/** Why a socket is over; the keys of `talk.faults`, or `undefined` for a call that ended as calls do. */
export type SocketFault = 'unreachable' | 'lost' | 'full' | 'shutDown' | 'broken' | 'unavailable' | 'unknown';

export type AgentState = 'LISTENING' | 'THINKING' | 'SPEAKING';
export interface SocketWords { readonly speaker: 'CALLER' | 'AGENT'; readonly turnIndex: number; readonly text: string; readonly isFinal: boolean }

/** The server's messages of docs/browser-protocol.md; others are ignored, as it asks. */
type ServerMessage =
  | { readonly type: 'ready' } | { readonly type: 'clear' } | { readonly type: 'mark'; readonly name: string } | { readonly type: 'state'; readonly state: AgentState }
  | { readonly type: 'transcript' } & SocketWords | { readonly type: 'hold'; readonly isHeld: boolean }
  | { readonly type: 'ended'; readonly code: string; readonly text: string } | { readonly type: 'error'; readonly code: string };

export interface MediaListeners {
  readonly onReady: () => void;
  readonly onAudio: (samples: ArrayBuffer) => void;
  readonly onMark: (name: string) => void;
  readonly onClear: () => void;
  readonly onState: (state: AgentState) => void;
  readonly onWords: (words: SocketWords) => void;
  readonly onHold: (isHeld: boolean) => void;
  /** What was written last was not taken. */
  readonly onTextRefused: () => void;
  /** Whether what is said is stuck in this browser: the network takes nothing. */
  readonly onStalled: (isStalled: boolean) => void;
  /** The server said that the call is over, and why. */
  readonly onEnded: (reason: { readonly code: string; readonly text: string }) => void;
  readonly onClosed: (fault: SocketFault | undefined) => void;
}

export interface MediaSocket {
  /** Sends 20 ms of audio; answers whether it was taken. Frames are dropped while the network has stalled. */
  readonly sendFrame: (samples: ArrayBuffer) => boolean;
  readonly sendPlayed: (samples: number) => void;
  readonly sendMark: (name: string) => void;
  readonly sendText: (text: string) => void;
  readonly sendHold: (isHeld: boolean) => void;
  /** Hangs up; the server closes. */
  readonly stop: () => void;
  readonly close: () => void;
}

const OPEN_TIMEOUT_MS = 10_000;
/** After hanging up the server has this long to close. */
const STOP_TIMEOUT_MS = 3_000;

const FAULTS: Readonly<Record<number, SocketFault>> = { 1001: 'shutDown', 1011: 'broken', 1013: 'full', 4503: 'unavailable', 4504: 'unavailable' };

/** What a close code of the server means for people. */
export function socketFaultOf(code: number, isReady: boolean): SocketFault | undefined {
  if (code === 1000) return undefined;
  if (code === 1006) return isReady ? 'lost' : 'unreachable';
  return FAULTS[code] ?? (isReady ? 'lost' : 'unknown');
}

function dispatch(text: string, on: MediaListeners): void {
  const message = JSON.parse(text) as ServerMessage;
  switch (message.type) {
    case 'ready': on.onReady(); break;
    case 'mark': on.onMark(message.name); break;
    case 'clear': on.onClear(); break;
    case 'state': on.onState(message.state); break;
    case 'transcript': on.onWords(message); break;
    case 'hold': on.onHold(message.isHeld); break;
    case 'ended': on.onEnded({ code: message.code, text: message.text }); break;
    case 'error': if (message.code.includes('TEXT')) on.onTextRefused(); break;
    default: break;
  }
}

/** One call over one socket. `onClosed` is told once, whatever happens. */
export function openMediaSocket(url: string, token: string, on: MediaListeners): MediaSocket {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let isReady = false;
  let isClosed = false;
  let isStalled = false;
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
  const watch = () => {
    const isNow = socket.bufferedAmount > (isStalled ? 0 : SOCKET_STALLED_BYTES);
    if (isNow !== isStalled) { isStalled = isNow; on.onStalled(isNow); }
  };
  socket.onopen = () => { say({ type: 'start', token }); };
  socket.onclose = ({ code }) => { finish(socketFaultOf(code, isReady)); };
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (isClosed) return;
    if (typeof data !== 'string') { on.onAudio(data); return; }
    dispatch(data, { ...on, onReady: () => { isReady = true; clearTimeout(opening); on.onReady(); } });
  };
  return {
    sendFrame: (samples) => {
      if (!isOpen()) return false;
      watch();
      if (socket.bufferedAmount > SOCKET_BUFFER_BYTES_MAX) return false;
      socket.send(samples);
      return true;
    },
    sendPlayed: (samples) => { say({ type: 'played', samples }); },
    sendMark: (name) => { say({ type: 'mark', name }); },
    sendText: (text) => { say({ type: 'text', text }); },
    sendHold: (isHeld) => { say({ type: 'hold', isHeld }); },
    stop: () => { say({ type: 'stop' }); setTimeout(() => { finish(undefined); }, STOP_TIMEOUT_MS); },
    close: () => { finish(undefined); },
  };
}
