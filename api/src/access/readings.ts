import { auditAs, noteInAuditLog } from '@parley/db';
import type { ApiContext } from '../context.js';
import { LIMITS } from '../limits.js';
import { auditActor } from './audit-actor.js';

/** What is written down when somebody looks at it: the words of a call, its sound, and the calls that run. */
export type Reading = 'transcriptRead' | 'recordingRead' | 'liveCallsWatched';
const TARGETS: Record<Reading, string> = { transcriptRead: 'calls', recordingRead: 'recordings', liveCallsWatched: 'organizations' };

/**
 * Who has looked at what, so that looking again within some minutes is not written down again: a page that is drawn anew
 * is no new reading. Kept in the process; another process writes it down once more.
 */
export class RecentReadings {
  readonly #untilMs = new Map<string, number>();

  /** True the first time, and again after a while. */
  isNew(key: string, nowMs = Date.now()): boolean {
    const untilMs = this.#untilMs.get(key);
    if (untilMs !== undefined && untilMs > nowMs) return false;
    this.#untilMs.delete(key);
    if (this.#untilMs.size >= LIMITS.recentReadingsMax) this.#untilMs.delete(this.#untilMs.keys().next().value!);
    this.#untilMs.set(key, nowMs + LIMITS.recentReadingMs);
    return true;
  }

  /** It was not written down after all. */
  forget(key: string): void { this.#untilMs.delete(key); }
}

/** What one operation shows of what is written down. */
export class Readings {
  readonly #ids = new Map<Reading, Set<string>>();

  /** To be written down before the answer leaves. */
  note(reading: Reading, id: string): void {
    const ids = this.#ids.get(reading) ?? new Set();
    this.#ids.set(reading, ids.add(id));
  }

  /**
   * Writes it down, one statement for each kind. Throws where that fails: then the answer does not leave, since nobody
   * would know that it was read.
   */
  async settle(context: ApiContext): Promise<void> {
    const { actor } = context;
    if (actor.kind !== 'user' && actor.kind !== 'key') return;
    // Who reads as somebody else is another reader.
    const reader = actor.kind === 'user' ? `${actor.impersonation?.userId ?? ''} ${actor.userId}` : actor.keyId;
    for (const [reading, ids] of this.#ids) {
      const keyOf = (id: string) => `${reader} ${reading} ${id}`;
      const fresh = Array.from(ids).filter((id) => context.app.recentReadings.isNew(keyOf(id)));
      if (fresh.length === 0) continue;
      try {
        await auditAs(auditActor(context, reading), () => noteInAuditLog(context.db, reading, TARGETS[reading], fresh));
      } catch (error) {
        for (const id of fresh) context.app.recentReadings.forget(keyOf(id));
        throw error;
      }
    }
    this.#ids.clear();
  }
}
