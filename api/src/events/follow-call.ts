import type { OrganizationClient } from '@parley/db';
import type { CallEventType } from '@parley/media-contract';
import type { StreamedEvent } from '../domains/calls/event-types.graphql.js';
import { LIMITS } from '../limits.js';
import type { BusMessage, EventBus } from './bus.js';
import { callChannel } from './channels.js';
import { LiveQueue, type LiveInterim, type LiveEvent } from './live-queue.js';

export interface FollowOptions {
  readonly db: OrganizationClient;
  readonly bus: EventBus;
  /** Internal id of a call that the subscriber may see. */
  readonly callId: string;
  /** Last event that the subscriber has; 0 for none. */
  readonly after: number;
}

/**
 * Events of a call after a position: first from the log, then live, each exactly once and in order, until the call has
 * ended. Listening begins before reading, so nothing falls between; whatever seems to be missing, because the queue
 * overflowed, the bus lost touch or numbers jumped, is read from the log.
 */
export function followCall(options: FollowOptions): AsyncIterableIterator<StreamedEvent> {
  const queue = new LiveQueue();
  const events = generate(options, queue);
  return {
    next: () => events.next(),
    // A generator that waits hears `return` only after its wait; closing the queue ends the wait.
    return: () => { queue.close(); return events.return(undefined); },
    [Symbol.asyncIterator]() { return this; },
  };
}

async function* generate({ db, bus, callId, after }: FollowOptions, queue: LiveQueue): AsyncGenerator<StreamedEvent, undefined> {
  const unsubscribe = await bus.subscribe(callChannel(callId), (message) => { receive(queue, message); });
  let last = after;
  try {
    for (;;) {
      for await (const event of replay(db, callId, last)) {
        last = event.seq;
        yield event;
        if (event.type === 'call-ended') return;
      }
      if (await isOver(db, callId, last)) return;
      for (;;) {
        const item = await queue.next();
        if (item.kind === 'closed') return;
        if (item.kind === 'resync') break;
        if (item.kind === 'interim') { yield partial(item.interim, last); continue; }
        if (item.event.seq <= last) continue;
        if (item.event.seq > last + 1) break;
        last = item.event.seq;
        yield { ...item.event, occurredAt: new Date(item.event.occurredAt) };
        if (item.event.type === 'call-ended') return;
      }
    }
  } finally {
    unsubscribe();
    queue.close();
  }
}

function receive(queue: LiveQueue, message: BusMessage): void {
  if (message['kind'] === 'events') queue.events(message['events'] as LiveEvent[]);
  else if (message['kind'] === 'interims') queue.interims(message['interims'] as LiveInterim[]);
  else queue.resync();
}

async function* replay(db: OrganizationClient, callId: string, after: number): AsyncGenerator<StreamedEvent> {
  for (let last = after; ;) {
    const rows = await db.callEvent.findMany({ where: { callId, seq: { gt: last } }, orderBy: { seq: 'asc' }, take: LIMITS.replayPageEvents });
    for (const row of rows) yield { callId, seq: row.seq, type: row.type as CallEventType, atMs: row.atMs, occurredAt: row.occurredAt, payload: row.payload as Record<string, unknown> };
    if (rows.length < LIMITS.replayPageEvents) return;
    last = rows.at(-1)!.seq;
  }
}

/** A subscriber that has everything of an ended call waits for nothing. */
async function isOver(db: OrganizationClient, callId: string, last: number): Promise<boolean> {
  const call = await db.call.findFirst({ where: { id: callId }, select: { status: true, lastSeq: true } });
  return call === null || (call.status === 'ENDED' && last >= call.lastSeq);
}

function partial(interim: LiveInterim, seq: number): StreamedEvent {
  const { callId, atMs, turnIndex, speaker, text } = interim;
  return { callId, seq, type: 'transcript-partial', atMs, occurredAt: new Date(), payload: { turnIndex, speaker, text } };
}
