import type { CallEvent, CallInterim, EndedReason } from '@parley/media-contract';
import type { App } from '../../context.js';
import { organizationChannel } from '../../events/channels.js';
import { LIMITS } from '../../limits.js';
import type { CallTotals } from '../../media-link/call-facts.js';

/** Words of a turn, running or final. */
export interface LiveLine { readonly turnIndex: number; readonly speaker: 'CALLER' | 'AGENT'; readonly text: string; readonly isFinal: boolean }

/** What changed in a running call: values as they are now, so that doing it twice does nothing. */
export interface LiveChanges {
  readonly status?: 'ACTIVE';
  /** RFC 3339. */
  readonly answeredAt?: string;
  readonly state?: 'LISTENING' | 'THINKING' | 'SPEAKING';
  readonly isHeld?: boolean;
  readonly responseMs?: number;
  readonly turnCount?: number;
  readonly interruptionCount?: number;
  /** As text: the bus carries JSON. */
  readonly costMicroUsd?: string;
}

/**
 * News of one call for those who watch all calls of its organization: small, whatever it is made of, and complete
 * enough that nobody has to read the call again.
 */
export interface LiveNews {
  readonly callId: string;
  /** The stored events that it is made of; absent where it is of none. */
  readonly seqs?: { readonly from: number; readonly to: number } | undefined;
  readonly changes?: LiveChanges | undefined;
  readonly lines?: readonly LiveLine[] | undefined;
  readonly ended?: EndedReason | undefined;
  /** The call has just been opened. */
  readonly isNew?: boolean | undefined;
  /** The news does not say all: the call is to be read. */
  readonly isPartial?: boolean | undefined;
  /** Told at once, however often the call was told of already. */
  readonly isUrgent?: boolean | undefined;
}

/** Of the words in between, the newest of each side are enough. */
function addLine(lines: LiveLine[], line: LiveLine): void {
  if (line.text === '') return;
  const index = lines.findIndex(({ speaker }) => speaker === line.speaker);
  if (index >= 0) lines.splice(index, 1);
  lines.push(line);
}

/** What a batch of stored events says, with the totals of the call after it. */
export function newsOfEvents(callId: string, events: readonly CallEvent[], totals: CallTotals): LiveNews {
  const changes: { -readonly [Name in keyof LiveChanges]: LiveChanges[Name] } = { turnCount: totals.turnCount, interruptionCount: totals.interruptionCount, costMicroUsd: String(totals.costMicroUsd) };
  const lines: LiveLine[] = [];
  let ended: EndedReason | undefined;
  for (const event of events) {
    if (event.type === 'call-started') changes.status = 'ACTIVE';
    else if (event.type === 'agent-state') changes.state = event.payload.state;
    else if (event.type === 'call-held') changes.isHeld = event.payload.isHeld;
    else if (event.type === 'caller-turn') addLine(lines, { turnIndex: event.payload.turnIndex, speaker: 'CALLER', text: event.payload.text, isFinal: true });
    else if (event.type === 'agent-turn') {
      addLine(lines, { turnIndex: event.payload.turnIndex, speaker: 'AGENT', text: event.payload.heardText, isFinal: true });
      const { responseMs } = event.payload.latency;
      if (responseMs !== undefined) changes.responseMs = responseMs;
    } else if (event.type === 'call-ended') ended = event.payload.reason;
  }
  return { callId, seqs: { from: events[0]!.seq, to: events.at(-1)!.seq }, changes, lines, ended, isUrgent: ended !== undefined || changes.status !== undefined };
}

/** What words of running turns say. */
export function linesOfInterims(interims: readonly CallInterim[]): LiveLine[] {
  const lines: LiveLine[] = [];
  for (const { turnIndex, speaker, text } of interims) addLine(lines, { turnIndex, speaker, text, isFinal: false });
  return lines;
}

/** The organizations of calls that this process has heard of: words of running turns name none, and cost no statement. */
const organizations = new WeakMap<App, Map<string, string>>();

export function organizationOf(app: App, callId: string): string | undefined {
  return organizations.get(app)?.get(callId);
}

/** Tells those who watch the calls of the organization. */
export function publishLive(app: App, organizationId: string, news: LiveNews): void {
  const known = organizations.get(app) ?? new Map<string, string>();
  organizations.set(app, known);
  if (news.ended) known.delete(news.callId); else known.set(news.callId, organizationId);
  if (known.size > LIMITS.callOrganizationsMax) known.delete(known.keys().next().value!);
  app.bus.publish(organizationChannel(organizationId), { kind: 'live', news });
}
