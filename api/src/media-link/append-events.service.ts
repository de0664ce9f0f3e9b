import { callEvent, callInterim, type CallEvent, type CallInterim } from '@parley/media-contract';
import { uuidv7, type Prisma } from '@parley/db';
import type { App } from '../context.js';
import { noticeRefusals } from '../domains/connections/refusals.service.js';
import { linesOfInterims, newsOfEvents, organizationOf, publishLive, type LiveLine } from '../domains/live/live-news.js';
import { callChannel } from '../events/channels.js';
import { LIMITS } from '../limits.js';
import { factsOf, writeFacts, type CallTotals } from './call-facts.js';

export interface AppendRequest { readonly callId: string; readonly events: readonly unknown[]; readonly interims: readonly unknown[] }

export interface AppendProblem {
  readonly code: 'INVALID_EVENT' | 'CALL_NOT_FOUND' | 'BATCH_TOO_LARGE';
  readonly message: string;
  /** The event it is about, where that could be read. */
  readonly seq?: number | undefined;
  /** Where in the event, e.g. `["payload", "text"]`. */
  readonly path?: readonly string[] | undefined;
}

export interface AppendResult { readonly acceptedSeq: number; readonly errors: readonly AppendProblem[] }

type TurnRow = Prisma.TurnCreateManyInput;
interface LockedCall { readonly organizationId: string; readonly lastSeq: number; readonly answeredAt: Date | null }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Stores events of a call exactly once and in order, with what follows from them (turns, cost, the end), in one
 * transaction; then tells those who watch. What is stored already is passed over, what lies behind a gap is left for
 * the next time: `acceptedSeq` says up to where everything is stored. The first event that cannot be used ends the
 * batch; those before it are stored.
 */
export async function appendEvents(app: App, request: AppendRequest): Promise<AppendResult> {
  if (!UUID.test(request.callId)) return { acceptedSeq: 0, errors: [notFound] };
  const interims = readInterims(request);
  if (interims.length > 0) app.bus.publish(callChannel(request.callId), { kind: 'interims', interims });
  const lines = linesOfInterims(interims);
  // Words of a running turn come often and alone; they cost no statement.
  if (request.events.length === 0 && request.interims.length > 0) { publishWords(app, request.callId, lines); return { acceptedSeq: 0, errors: [] }; }
  if (request.events.length > LIMITS.eventBatchMax) return { acceptedSeq: 0, errors: [{ code: 'BATCH_TOO_LARGE', message: `A batch has at most ${LIMITS.eventBatchMax} events.` }] };
  const { events, problem } = readEvents(request);
  const stored = await store(app, request.callId, events);
  if (!stored) return { acceptedSeq: 0, errors: [notFound] };
  const { organizationId, fresh, totals, acceptedSeq } = stored;
  if (fresh.length > 0) app.bus.publish(callChannel(request.callId), { kind: 'events', events: fresh });
  await noticeRefusals(app, stored, fresh).catch((error: unknown) => { app.logger.error({ err: error, callId: request.callId }, 'what a call was refused could not be noted; the next one tells it again'); });
  // A batch that comes again may mean that nobody was told the first time.
  const isRepeated = fresh.length < events.length;
  if (isRepeated) app.bus.publish(callChannel(request.callId), { kind: 'resync' });
  const news = totals ? newsOfEvents(request.callId, fresh, totals) : { callId: request.callId };
  if (totals || isRepeated || lines.length > 0) publishLive(app, organizationId, { ...news, lines: [...news.lines ?? [], ...lines], isPartial: isRepeated });
  return { acceptedSeq, errors: problem ? [problem] : [] };
}

const notFound: AppendProblem = { code: 'CALL_NOT_FOUND', message: 'There is no such call.' };

/** For those who watch all calls: until an event of the call has come through this process, its organization is unknown here. */
function publishWords(app: App, callId: string, lines: readonly LiveLine[]): void {
  const organizationId = organizationOf(app, callId);
  if (organizationId !== undefined && lines.length > 0) publishLive(app, organizationId, { callId, lines });
}

function readInterims({ callId, interims }: AppendRequest): CallInterim[] {
  return interims.slice(0, LIMITS.interimBatchMax).flatMap((interim) => {
    const parsed = callInterim.safeParse(interim);
    return parsed.success && parsed.data.callId === callId ? [parsed.data satisfies CallInterim] : [];
  });
}

/** The events up to the first that cannot be used, in order of their numbers. */
function readEvents({ callId, events }: AppendRequest): { events: CallEvent[]; problem: AppendProblem | undefined } {
  const seqOf = (event: unknown) => (event as { seq?: unknown } | null)?.seq;
  const sorted = [...events].sort((one, other) => (Number(seqOf(one)) || 0) - (Number(seqOf(other)) || 0));
  const usable: CallEvent[] = [];
  for (const raw of sorted) {
    const parsed = callEvent.safeParse(raw);
    if (parsed.success && parsed.data.callId === callId) { usable.push(parsed.data); continue; }
    const seq = seqOf(raw);
    const [issue] = parsed.success ? [{ path: ['callId'], message: 'names another call' }] : parsed.error.issues;
    const path = issue!.path.map(String);
    const problem: AppendProblem = { code: 'INVALID_EVENT', message: `Event ${String(seq)}: ${path.join('.') || 'the event'} ${issue!.message}.`, path, seq: typeof seq === 'number' && Number.isInteger(seq) ? seq : undefined };
    return { events: usable, problem };
  }
  return { events: usable, problem: undefined };
}

/** What is new and follows without a gap on `lastSeq`. */
function contiguous(events: readonly CallEvent[], lastSeq: number): CallEvent[] {
  const fresh: CallEvent[] = [];
  for (const event of events) if (event.seq === lastSeq + fresh.length + 1) fresh.push(event);
  return fresh;
}

interface Stored { readonly organizationId: string; readonly answeredAt: Date | null; readonly fresh: CallEvent[]; readonly acceptedSeq: number; /** Of the call after it; where nothing is new there are none. */ readonly totals?: CallTotals }

async function store(app: App, callId: string, events: readonly CallEvent[]): Promise<Stored | undefined> {
  return app.database.transaction('system', async (transaction) => {
    // The lock makes writers of one call take turns, whichever api process they are in.
    const [call] = await transaction.$queryRaw<LockedCall[]>`SELECT "organizationId", "lastSeq", "answeredAt" FROM calls WHERE id = ${callId}::uuid FOR UPDATE`;
    if (!call) return undefined;
    const { organizationId, lastSeq, answeredAt } = call;
    const fresh = contiguous(events, lastSeq);
    const last = fresh.at(-1);
    if (!last) return { organizationId, answeredAt, fresh, acceptedSeq: lastSeq };
    await transaction.callEvent.createMany({
      data: fresh.map(({ seq, type, atMs, occurredAt, payload }) => ({ organizationId, callId, seq, type, atMs, occurredAt: new Date(occurredAt), payload: payload as object })), skipDuplicates: true,
    });
    const turns = fresh.flatMap((event): TurnRow[] => turnOf(event, organizationId));
    if (turns.length > 0) await transaction.turn.createMany({ data: turns, skipDuplicates: true });
    const totals = await writeFacts(transaction, callId, factsOf(fresh));
    return { organizationId, answeredAt, fresh, totals, acceptedSeq: last.seq };
  });
}

function turnOf(event: CallEvent, organizationId: string): TurnRow[] {
  const row = { id: uuidv7(), organizationId, callId: event.callId, seq: event.seq };
  if (event.type === 'caller-turn') {
    const { turnIndex, text, isTyped = false, startedAtMs, endedAtMs, providers, usage } = event.payload;
    return [{ ...row, turnIndex, speaker: 'CALLER', text, isTyped, startedAtMs, endedAtMs, providers, usage }];
  }
  if (event.type === 'agent-turn') {
    const { turnIndex, purpose, generatedText, spokenText, heardText, heardEvidence, isInterrupted, startedAtMs, endedAtMs, latency, providers, usage } = event.payload;
    return [{ ...row, turnIndex, speaker: 'AGENT', text: heardText, purpose, generatedText, spokenText, heardText, heardEvidence, isInterrupted, startedAtMs, endedAtMs, latency, providers, usage }];
  }
  return [];
}
