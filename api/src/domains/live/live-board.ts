import type { CallerRow } from '../calls/caller.graphql.js';
import { LIMITS } from '../../limits.js';
import type { LiveChanges, LiveLine, LiveNews } from './live-news.js';

export type AgentState = NonNullable<LiveChanges['state']>;
export interface Reason { readonly party: string; readonly code: string; readonly text: string }

/** A call as those see it who watch all calls of its organization. */
export interface LiveCall extends CallerRow {
  readonly id: string;
  readonly status: 'CREATED' | 'ACTIVE' | 'ENDED';
  readonly transport: 'BROWSER' | 'TWILIO';
  readonly agentId: string;
  readonly agentName: string;
  readonly startedAt: Date;
  readonly answeredAt: Date | null;
  readonly state: AgentState | null;
  readonly isHeld: boolean;
  readonly lastLine: LiveLine | null;
  readonly responseMs: number | null;
  readonly turnCount: number;
  readonly interruptionCount: number;
  readonly costMicroUsd: bigint;
  readonly lastSeq: number;
  /** Null while it runs. */
  readonly endedReason: Reason | null;
}

export type LiveCallsItem =
  | { readonly kind: 'snapshot'; readonly calls: readonly LiveCall[]; readonly isComplete: boolean }
  | { readonly kind: 'changed'; readonly call: LiveCall }
  | { readonly kind: 'ended'; readonly id: string; readonly reason: Reason };

/** What a subscriber has been told: the calls as they were then. */
export class LiveBoard {
  readonly #calls: Map<string, LiveCall>;
  readonly #isComplete: boolean;

  /** `rows`: the newest running calls, at most one more than are shown. */
  constructor(rows: readonly LiveCall[]) {
    this.#isComplete = rows.length <= LIMITS.liveCallsMax;
    this.#calls = new Map(rows.slice(0, LIMITS.liveCallsMax).map((call) => [call.id, call]));
  }

  get snapshot(): LiveCallsItem { return { kind: 'snapshot', calls: Array.from(this.#calls.values()), isComplete: this.#isComplete }; }
  get ids(): string[] { return Array.from(this.#calls.keys()); }

  /** So many have come, or so many of several hundred have gone, that what is shown is no longer the newest. */
  get isOutgrown(): boolean { return this.#calls.size > 2 * LIMITS.liveCallsMax || (!this.#isComplete && this.#calls.size < LIMITS.liveCallsMax / 2); }

  /** Takes news; answers what to tell, or that the call is to be read first. */
  apply(news: LiveNews): LiveCallsItem | 'read' | undefined {
    const { callId, seqs, changes, lines = [], ended, isPartial } = news;
    const call = this.#calls.get(callId);
    if (ended) return this.#end(callId, ended);
    if (!call) return this.#concerns(news) ? 'read' : undefined;
    if (isPartial || (seqs && seqs.from > call.lastSeq + 1)) return 'read';
    const isOld = seqs !== undefined && seqs.to <= call.lastSeq;
    const said = isOld ? lines.filter(({ isFinal }) => !isFinal) : lines;
    return this.#learn(call, { ...call, ...(isOld ? {} : valuesOf(changes)), lastSeq: Math.max(call.lastSeq, seqs?.to ?? 0), lastLine: said.reduce(newerLine, call.lastLine) });
  }

  /** Takes a call that was read. */
  learn(read: LiveCall): LiveCallsItem | undefined {
    const known = this.#calls.get(read.id);
    if (read.status === 'ENDED') return known ? this.#end(read.id, read.endedReason!) : undefined;
    return this.#learn(known, known?.lastLine ? { ...read, lastLine: read.lastLine ? newerLine(known.lastLine, read.lastLine) : known.lastLine } : read);
  }

  /** Calls that are not shown are many where not all are; of those only new ones are. Words alone prove no call. */
  #concerns({ changes, isNew, isPartial }: LiveNews): boolean {
    return isNew === true || (this.#isComplete && (changes !== undefined || isPartial === true));
  }

  #learn(known: LiveCall | undefined, call: LiveCall): LiveCallsItem | undefined {
    this.#calls.set(call.id, call);
    const isSame = known && SHOWN.every((name) => Object.is(known[name], call[name])) && known.lastLine?.text === call.lastLine?.text && known.lastLine?.isFinal === call.lastLine?.isFinal && known.lastLine?.speaker === call.lastLine?.speaker;
    return isSame ? undefined : { kind: 'changed', call };
  }

  #end(id: string, reason: Reason): LiveCallsItem {
    this.#calls.delete(id);
    return { kind: 'ended', id, reason };
  }
}

/** What can change and is shown, but for the words. */
const SHOWN = ['status', 'state', 'isHeld', 'responseMs', 'turnCount', 'interruptionCount', 'costMicroUsd'] as const;

function valuesOf({ answeredAt, costMicroUsd, ...values }: LiveChanges = {}): Partial<LiveCall> {
  return { ...values, ...(answeredAt === undefined ? {} : { answeredAt: new Date(answeredAt) }), ...(costMicroUsd === undefined ? {} : { costMicroUsd: BigInt(costMicroUsd) }) };
}

/** The line of the turn that began last; of one turn, the final words. */
function newerLine(known: LiveLine | null, next: LiveLine): LiveLine {
  if (!known) return next;
  if (next.isFinal) return !known.isFinal && known.turnIndex > next.turnIndex ? known : next;
  return known.turnIndex > next.turnIndex || (known.turnIndex === next.turnIndex && known.isFinal) ? known : next;
}
