import type { SendOutcome } from '../call/line.js';
import type { RefusalCode } from './refusals.js';

/** Upper bounds, in milliseconds, of the buckets that the lateness of sends is counted in; what is later goes into one more. */
export const LATENESS_BOUNDS_MS: readonly number[] = [1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 25, 30, 40, 60, 100, 200, 500];

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
  /** Sends of agent audio by how late they were, see {@link LATENESS_BOUNDS_MS}. */
  readonly sendLateness = new Float64Array(LATENESS_BOUNDS_MS.length + 1);
  sendLatenessMsSum = 0;

  countSend(lateMs: number): void {
    let bucket = 0;
    while (bucket < LATENESS_BOUNDS_MS.length && lateMs > LATENESS_BOUNDS_MS[bucket]!) bucket++;
    this.sendLateness[bucket]! += 1;
    this.sendLatenessMsSum += lateMs;
  }

  countRefusal(code: RefusalCode): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }

  countFault(code: RefusalCode): void {
    this.faults.set(code, (this.faults.get(code) ?? 0) + 1);
  }
}
