import type { SendOutcome } from '../call/line.js';
import type { RefusalCode } from './refusals.js';

/** What the sockets of a process have seen since it started: plain numbers on the path of each frame, read by `/metrics`. */
export class ServerCounters {
  readonly sends: Record<SendOutcome, number> = { sent: 0, queued: 0, dropped: 0 };
  /** Refused or ended sockets, and unreadable messages, by code. */
  readonly refusals = new Map<RefusalCode, number>();
  readonly faults = new Map<RefusalCode, number>();
  framesIn = 0;
  framesLost = 0;
  framesJumped = 0;
  framesFlooded = 0;
  samplesOut = 0;
  callFaults = 0;
  processFaults = 0;
  callsOpened = 0;

  countRefusal(code: RefusalCode): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }

  countFault(code: RefusalCode): void {
    this.faults.set(code, (this.faults.get(code) ?? 0) + 1);
  }
}
