/** Silence of the keyboard after which is saved; long enough not to save in the middle of a word. */
const QUIET_MS = 1_500;
/** Whoever never pauses is saved this often. */
const WAIT_MS_MAX = 5_000;
const RETRY_MS_FIRST = 1_000;
const RETRY_MS_MAX = 30_000;

/** What came of one attempt to save. */
export type SaveOutcome =
  | { readonly kind: 'saved' }
  /** Nobody answered, or not in time: the same again may well succeed. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** The same again would be refused again. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Somebody else was faster; a person has to decide. */
  | { readonly kind: 'conflict' };

export type SaveState =
  | { readonly kind: 'resting' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly atMs: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly isRetried: boolean }
  | { readonly kind: 'conflict' };

export interface Clock {
  now(): number;
  /** Runs something later; what it answers calls that off. */
  after(delayMs: number, run: () => void): () => void;
}

export const wallClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) { const timer = setTimeout(run, delayMs); return () => { clearTimeout(timer); }; },
};

interface AutosaveOptions {
  readonly clock: Clock;
  /** Whether there is something that the server has not and would take. */
  readonly hasChanges: () => boolean;
  /** Sends what there is now; never throws. */
  readonly save: () => Promise<SaveOutcome>;
  readonly onState: (state: SaveState) => void;
}

/** When something happens: one appointment at a time, after a pause of the keyboard or after a set time. */
function makeAppointment(clock: Clock, run: () => void) {
  let callOff: (() => void) | undefined;
  let lastChangeMs = 0;
  /** Since when something waits to be sent. */
  let waitingSinceMs: number | undefined;
  const after = (delayMs: number) => {
    callOff?.();
    callOff = clock.after(Math.max(0, delayMs), () => { callOff = undefined; run(); });
  };
  return {
    after,
    note: () => { lastChangeMs = clock.now(); waitingSinceMs ??= lastChangeMs; },
    hasWaiting: () => waitingSinceMs !== undefined,
    afterPause: () => {
      waitingSinceMs ??= lastChangeMs;
      after(Math.min(lastChangeMs + QUIET_MS, waitingSinceMs + WAIT_MS_MAX) - clock.now());
    },
    callOff: () => { callOff?.(); callOff = undefined; waitingSinceMs = undefined; },
  };
}

/**
 * Decides when a draft is saved: a moment after the last keystroke, and never two saves at once; what is written while
 * one is under way follows it. Without an answer it tries again by itself, less and less often.
 */
export function makeAutosave({ clock, hasChanges, save, onState }: AutosaveOptions) {
  let state: SaveState = { kind: 'resting' };
  let running: Promise<void> | undefined;
  let failures = 0;
  let isStopped = false;
  const appointment = makeAppointment(clock, () => { if (!isStopped && hasChanges()) void begin(); });

  const become = (next: SaveState) => { state = next; if (!isStopped) onState(next); };

  const settle = (outcome: SaveOutcome) => {
    if (outcome.kind === 'conflict') { become({ kind: 'conflict' }); return; }
    if (outcome.kind === 'saved') {
      failures = 0;
      become(hasChanges() ? { kind: 'waiting' } : { kind: 'saved', atMs: clock.now() });
      if (hasChanges()) appointment.afterPause();
      return;
    }
    const isRetried = outcome.kind === 'unreachable';
    become({ kind: 'failed', reason: outcome.reason, isRetried });
    if (isRetried) appointment.after(Math.min(RETRY_MS_FIRST * 2 ** failures++, RETRY_MS_MAX));
    else if (appointment.hasWaiting()) appointment.afterPause();
  };

  const attempt = async () => {
    appointment.callOff();
    become({ kind: 'saving' });
    const outcome = await save();
    running = undefined;
    settle(outcome);
  };

  const begin = (): Promise<void> => running ??= attempt();

  const isRetrying = () => state.kind === 'failed' && state.isRetried;

  return {
    /** Something was written. */
    changed(): void {
      appointment.note();
      // A save under way is followed by the next, and a decision that is asked for has its own time.
      if (running || state.kind === 'conflict') return;
      if (!hasChanges()) {
        appointment.callOff();
        if (state.kind === 'waiting' || state.kind === 'failed') become({ kind: 'resting' });
      } else if (!isRetrying()) {
        if (state.kind !== 'waiting') become({ kind: 'waiting' });
        appointment.afterPause();
      }
    },
    /** A field was left: what waits is sent now. */
    pause(): void { if (state.kind === 'waiting' && !running && hasChanges()) void begin(); },
    /** Sends everything now, also what is written meanwhile; answers whether all is stored. */
    async flush(): Promise<boolean> {
      await running;
      while (hasChanges() && state.kind !== 'conflict') {
        await begin();
        if (state.kind === 'failed') return false;
      }
      return !hasChanges();
    },
    /** The connection is back, so that waiting has no more sense. */
    reconnected(): void { if (isRetrying() && !running && hasChanges()) { failures = 0; void begin(); } },
    /** The decision has been made. */
    resolve(): void { become({ kind: 'resting' }); },
    /** Plans nothing more; `flush` still works. */
    stop(): void { isStopped = true; appointment.callOff(); },
  };
}

export type Autosave = ReturnType<typeof makeAutosave>;
