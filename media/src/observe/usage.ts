import type { UsageLine } from '@parley/media-contract';
import type { UsageRecord } from '@parley/plugin-host';
import { CALL_LIMITS } from '../call/limits.js';

export interface ServedProviders { stt?: string; turn?: string; llm?: string; tts?: string }

/** Usage of one turn: what its requests cost and who served them. */
export interface UsageSlot {
  readonly lines: UsageLine[];
  readonly providers: ServedProviders;
}

export function openSlot(): UsageSlot {
  return { lines: [], providers: {} };
}

/**
 * Sorts what the host meters into turns. The host does not know of turns, so hearing and turn detection count for the
 * caller's turn that is open, words and voice for the agent's turn that is being made; all lines go into the total.
 */
export class UsageBook {
  readonly lines: UsageLine[] = [];
  readonly #seen = new Set<string>();
  callerSlot: UsageSlot = openSlot();
  agentSlot: UsageSlot | undefined;

  add(record: UsageRecord): void {
    // A request is told once; one that is told again would be paid for twice.
    const { firstResultMs: _firstResultMs, kind, ...rest } = record;
    // No call has a provider of these.
    if (kind === 'mail' || kind === 'data-source' || kind === 'storage') return;
    if (this.#seen.has(record.requestId) || this.lines.length >= CALL_LIMITS.usageLinesMax) return;
    this.#seen.add(record.requestId);
    const line = { ...rest, kind };
    this.lines.push(line);
    const slot = record.kind === 'stt' || record.kind === 'turn' ? this.callerSlot : record.kind === 'llm' || record.kind === 'tts' ? this.agentSlot : undefined;
    if (!slot) return;
    slot.lines.push(line);
    if (record.outcome === 'served') slot.providers[record.kind as keyof ServedProviders] = record.connectionId;
  }

  /** The caller's turn is reported; what follows belongs to the next. */
  takeCallerSlot(): UsageSlot {
    const slot = this.callerSlot;
    this.callerSlot = openSlot();
    return slot;
  }
}
