import type { MediaCommand } from '@parley/media-contract';
import type { App } from '../context.js';
import { mediaChannel } from '../events/channels.js';
import { endCommand } from '../domains/calls/calls.service.js';
import { LIMITS } from '../limits.js';
import { CommandQueue } from './command-queue.js';
import type { PresentMedia } from './media-presence.js';

/** What a media server tells of itself when it begins to follow. */
export type MediaStanding = Omit<PresentMedia, 'connectedAt'>;

/**
 * Commands for one media server: first what is still to be done, then live. A command may come twice, and is then done
 * once; when the bus has lost touch, and every `commandResyncMs`, what is to be done is told again: a command may have
 * overtaken the plan of its call, and a media server may have died with a call it had not yet written down.
 */
export function followMediaCommands(app: App, media: MediaStanding): AsyncIterableIterator<MediaCommand> {
  const queue = new CommandQueue();
  const commands = generate(app, media, queue);
  return {
    next: () => commands.next(),
    // A generator that waits hears `return` only after its wait; closing the queue ends the wait.
    return: () => { queue.close(); return commands.return(undefined); },
    [Symbol.asyncIterator]() { return this; },
  };
}

async function* generate(app: App, media: MediaStanding, queue: CommandQueue): AsyncGenerator<MediaCommand, undefined> {
  const { mediaId } = media;
  const unsubscribe = await app.bus.subscribe(mediaChannel(mediaId), (message) => {
    if (message['kind'] === 'command') queue.push(message['command'] as MediaCommand); else queue.resync();
  });
  const leave = app.presence.enter(media);
  const timer = setInterval(() => { queue.resync(); }, LIMITS.commandResyncMs);
  try {
    for (;;) {
      yield* pendingCommands(app, mediaId);
      for (let item = await queue.next(); item !== 'resync'; item = await queue.next()) {
        if (item === 'closed') return;
        yield item;
      }
    }
  } finally {
    clearInterval(timer);
    leave();
    unsubscribe();
    queue.close();
  }
}

async function* pendingCommands(app: App, mediaId: string): AsyncGenerator<MediaCommand, void> {
  const active = await app.database.system.call.findMany({ where: { mediaId, status: 'ACTIVE' }, select: { id: true, answeredAt: true, endRequestedAt: true } });
  for (const { id, endRequestedAt } of active) if (endRequestedAt) yield endCommand(id);
  const settledBefore = Date.now() - LIMITS.callConfirmAfterMs;
  const callIds = active.filter(({ answeredAt }) => answeredAt !== null && answeredAt.getTime() < settledBefore).map(({ id }) => id);
  if (callIds.length > 0) yield { type: 'confirm-calls', callIds };
}
