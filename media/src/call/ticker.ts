import type { Clock, Timer } from '@parley/plugin-host';
import { CALL_LIMITS } from './limits.js';

export type TickTask = (nowMs: number) => void;

/** One timer for all calls of a process: with many calls a timer per call costs more than the work it starts. */
export interface Ticker {
  /** Runs `task` on every tick until the returned function is called. `onError` gets what the task throws; the others run on. */
  add(task: TickTask, onError: (error: unknown) => void): () => void;
  readonly taskCount: number;
}

/** Ticks every `tickMs` (default 20) while there is a task; a late tick is not made up for, since tasks look at the clock. */
export function createTicker(clock: Clock, tickMs: number = CALL_LIMITS.tickMs): Ticker {
  const tasks = new Map<TickTask, (error: unknown) => void>();
  let timer: Timer | undefined;
  let dueMs = 0;

  function schedule(): void {
    const nowMs = clock.nowMs();
    dueMs = Math.max(dueMs + tickMs, nowMs);
    timer = clock.setTimer(dueMs - nowMs, tick);
  }

  function tick(): void {
    timer = undefined;
    const nowMs = clock.nowMs();
    for (const [task, onError] of tasks) {
      try {
        task(nowMs);
      } catch (error) {
        onError(error);
      }
    }
    if (tasks.size > 0) schedule();
  }

  return {
    add(task, onError) {
      tasks.set(task, onError);
      if (!timer) {
        dueMs = clock.nowMs();
        schedule();
      }
      return () => {
        tasks.delete(task);
        if (tasks.size === 0) {
          timer?.cancel();
          timer = undefined;
        }
      };
    },
    get taskCount() {
      return tasks.size;
    },
  };
}
