import { REPORT_LIMITS } from './limits.js';

/** Wait before try `failures + 1`: doubles up to the limit, and is jittered so that many servers do not return as one. */
export function backOffMs(failures: number, msMax: number = REPORT_LIMITS.backOffMsMax): number {
  const ceilingMs = Math.min(msMax, REPORT_LIMITS.backOffMsMin * 2 ** Math.min(failures, 16));
  return ceilingMs * (0.5 + Math.random() / 2);
}
