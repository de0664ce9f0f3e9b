/** One response of the agent: whatever carries an epoch that is no longer alive is dropped by every stage. */
export interface Epoch {
  readonly id: number;
  /** Aborted when the response is given up. */
  readonly signal: AbortSignal;
  readonly isAlive: boolean;
  end(): void;
}

export interface Epochs {
  open(): Epoch;
  /** Ends every epoch that is open. */
  endAll(): void;
  readonly latestId: number;
}

export function createEpochs(): Epochs {
  const open = new Set<Epoch>();
  let latestId = 0;
  return {
    open() {
      const controller = new AbortController();
      const epoch: Epoch = {
        id: ++latestId,
        signal: controller.signal,
        get isAlive() {
          return !controller.signal.aborted;
        },
        end() {
          open.delete(epoch);
          controller.abort();
        },
      };
      open.add(epoch);
      return epoch;
    },
    endAll() {
      for (const epoch of open) epoch.end();
    },
    get latestId() {
      return latestId;
    },
  };
}
