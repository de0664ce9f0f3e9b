/** What became of something handed to a socket. `queued`: the kernel is behind, and `onDrain` follows; `dropped`: it is gone. */
export type SendOutcome = 'sent' | 'queued' | 'dropped';

/**
 * The far end of a call, as the call sees it: one socket with its carrier's codec in front. Samples are linear 16-bit
 * mono at `sampleRateHz`; the implementation encodes. No method throws; after `close` all answer `dropped`.
 */
export interface CallLine {
  readonly transport: 'TWILIO' | 'BROWSER';
  readonly sampleRateHz: 8000 | 16000;
  /** What `onPlayed`/`onMark` of this line can prove about what was heard. */
  readonly evidence: 'MARK' | 'SAMPLES';
  readonly carrierCallId: string | undefined;
  sendAudio(samples: Int16Array): SendOutcome;
  /** The far end echoes the name once everything sent before it has been played (or thrown away by a clear). */
  sendMark(name: string): SendOutcome;
  /** The far end throws away what it has not played. */
  sendClear(): SendOutcome;
  /** Tells a client that understands it what goes on (state, transcript); lines without such a channel ignore it. */
  sendNotice(notice: LineNotice): SendOutcome;
  /** Bytes accepted but not yet taken by the kernel. */
  bufferedBytes(): number;
  close(code: LineCloseCode, reason: string): void;
}

export type LineCloseCode = 'ended' | 'refused' | 'protocol-error' | 'internal-error' | 'shutdown';

export type LineNotice =
  | { readonly type: 'state'; readonly state: 'LISTENING' | 'THINKING' | 'SPEAKING' }
  | { readonly type: 'transcript'; readonly speaker: 'CALLER' | 'AGENT'; readonly turnIndex: number; readonly text: string; readonly isFinal: boolean }
  | { readonly type: 'hold'; readonly isHeld: boolean }
  | { readonly type: 'ended'; readonly code: string; readonly text: string };

/** What the line tells the call. All of it arrives on the event loop, in the order of the socket. */
export interface CallInput {
  /** Caller audio, already in order and gap-filled. `samples` is the call's to keep. */
  onAudio(samples: Int16Array): void;
  /** A mark came back. */
  onMark(name: string): void;
  /** Lines that own their playback buffer: samples played so far since the last clear, counted from the call's start. */
  onPlayed(samplesTotal: number): void;
  onDtmf(digit: string): void;
  /** The caller wrote something. False where too much waits already: it was not taken. */
  onText(text: string): boolean;
  /** The caller puts the call on hold, or takes it off; the line is told what holds from now on. */
  onHold(isHeld: boolean): void;
  /** Frames were lost, repeated, flooded or odd; already repaired, told for the record. */
  onAudioProblem(problem: 'LOST_FRAMES' | 'FLOOD' | 'ODD_FRAME' | 'SEQUENCE_JUMP', count: number): void;
  /** The far end said goodbye (`stop`) or the socket is gone. Nothing follows. */
  onClosed(how: 'stopped' | 'lost'): void;
  /** The socket has taken what was queued. */
  onDrain(): void;
}
