import type { App } from '../../context.js';
import { organizationChannel } from '../../events/channels.js';
import { LIMITS } from '../../limits.js';
import { LiveBoard, type LiveCallsItem } from './live-board.js';
import { readCalls, readLiveCalls } from './live-calls.read.js';
import { LiveInbox } from './live-inbox.js';
import type { LiveNews } from './live-news.js';

export interface FollowLiveOptions {
  readonly app: App;
  readonly organizationId: string;
  /** Internal ids of the agents whose calls are told of; default all. */
  readonly agentIds?: readonly string[] | undefined;
  /** How often the calls it knows are looked up; default `liveRecheckMs`. */
  readonly recheckMs?: number;
}

/**
 * The running calls of an organization: first all of them, read in one statement, then what changes. Listening begins
 * before reading, and news of a call says up to which event it goes, so that nothing falls between and nothing counts
 * twice. What news does not say is read, for all calls that need it at once; where news may be missing, all are read and
 * told again.
 */
export function followLiveCalls(options: FollowLiveOptions): AsyncIterableIterator<LiveCallsItem> {
  const inbox = new LiveInbox();
  const items = generate(options, inbox);
  return {
    next: () => items.next(),
    // A generator that waits hears `return` only after its wait; closing the inbox ends the wait.
    return: () => { inbox.close(); return items.return(undefined); },
    [Symbol.asyncIterator]() { return this; },
  };
}

async function* generate(options: FollowLiveOptions, inbox: LiveInbox): AsyncGenerator<LiveCallsItem, undefined> {
  const { app, organizationId, recheckMs = LIMITS.liveRecheckMs } = options;
  const unsubscribe = await app.bus.subscribe(organizationChannel(organizationId), (message) => { inbox.receive(message); });
  let board: LiveBoard | undefined;
  const recheck = setInterval(() => { for (const callId of board?.ids ?? []) inbox.add({ callId, isPartial: true }); }, recheckMs);
  try {
    for (;;) {
      board = new LiveBoard(await readLiveCalls(options));
      yield board.snapshot;
      for (;;) {
        const due = await inbox.next();
        if (due === 'closed') return;
        if (due === 'resync') break;
        yield* tell(options, board, due);
        if (board.isOutgrown) inbox.resync();
      }
    }
  } finally {
    clearInterval(recheck);
    unsubscribe();
    inbox.close();
  }
}

/** What to tell of news: first what it says itself, then of the calls that had to be read. */
async function* tell(options: FollowLiveOptions, board: LiveBoard, due: readonly LiveNews[]): AsyncGenerator<LiveCallsItem, void> {
  const unread: string[] = [];
  for (const news of due) {
    // Of a call that is not shown it might be that it is none of theirs.
    if (options.agentIds && news.ended && !board.ids.includes(news.callId)) continue;
    const item = board.apply(news);
    if (item === 'read') unread.push(news.callId); else if (item) yield item;
  }
  if (unread.length === 0) return;
  for (const call of await readCalls(options, unread)) {
    const item = board.learn(call);
    if (item) yield item;
  }
}
