import type { Clock } from '@parley/plugin-host';
import type { Logger } from './log.js';
import type { ServerCounters } from './server/counters.js';

/** Rejections that nobody owns, within a minute, that mean the process is ill. */
const REJECTIONS_PER_MINUTE_MAX = 20;
const MINUTE_MS = 60_000;

export interface ProcessGuardOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly counters: Pick<ServerCounters, 'processFaults'>;
  /** Ends the call that an error names; false where it does not run here. */
  readonly endCall: (callId: string) => boolean;
  /** The process can no longer be trusted with new calls: live ones finish, then it ends. Called once. */
  readonly onUnsound: () => void;
}

/**
 * What to do with an error that no call caught. One that names its call (`callId` on the error) ends that call. A
 * rejection that nobody awaited harms nothing else, so the process goes on, unless they come in numbers; after an
 * exception out of nowhere its state is unknown, so it takes no new calls.
 */
export function createProcessGuard(options: ProcessGuardOptions): { readonly onException: (error: unknown) => void; readonly onRejection: (error: unknown) => void } {
  const { clock, logger, counters } = options;
  let isUnsound = false;
  let recentMs: number[] = [];

  const isAttributed = (error: unknown): boolean => {
    const callId = typeof error === 'object' && error !== null && 'callId' in error ? error.callId : undefined;
    return typeof callId === 'string' && options.endCall(callId);
  };
  const giveUp = (): void => {
    if (isUnsound) return;
    isUnsound = true;
    logger.error('the process takes no new calls: live ones finish, then it ends');
    options.onUnsound();
  };
  return {
    onException(error) {
      counters.processFaults++;
      logger.error('an exception that no call caught', { err: error });
      if (!isAttributed(error)) giveUp();
    },
    onRejection(error) {
      counters.processFaults++;
      logger.error('a rejection that no call caught', { err: error });
      if (isAttributed(error)) return;
      const nowMs = clock.nowMs();
      recentMs = [...recentMs.filter((atMs) => nowMs - atMs < MINUTE_MS), nowMs];
      if (recentMs.length > REJECTIONS_PER_MINUTE_MAX) giveUp();
    },
  };
}
