import type { MediaCommand } from '@parley/media-contract';
import type { App } from '../context.js';
import { mediaChannel } from '../events/channels.js';
import { endCommand } from '../domains/calls/calls.service.js';
import { CommandQueue } from './command-queue.js';

/**
 * Commands for one media server: first what is still to be done, then live. A command may come twice, and is then done
 * once; when the bus has lost touch, what is to be done is told again.
 */
export function followMediaCommands(app: App, mediaId: string): AsyncIterableIterator<MediaCommand> {
  const queue = new CommandQueue();
  const commands = generate(app, mediaId, queue);
  return {
    next: () => commands.next(),
    // A generator that waits hears `return` only after its wait; closing the queue ends the wait.
    return: () => { queue.close(); return commands.return(undefined); },
    [Symbol.asyncIterator]() { return this; },
  };
}

async function* generate(app: App, mediaId: string, queue: CommandQueue): AsyncGenerator<MediaCommand, undefined> {
  const unsubscribe = await app.bus.subscribe(mediaChannel(mediaId), (message) => {
    if (message['kind'] === 'command') queue.push(message['command'] as MediaCommand); else queue.resync();
  });
  try {
    for (;;) {
      const pending = await app.database.system.call.findMany({ where: { mediaId, status: 'ACTIVE', endRequestedAt: { not: null } }, select: { id: true } });
      for (const { id } of pending) yield endCommand(id);
      for (let item = await queue.next(); item !== 'resync'; item = await queue.next()) {
        if (item === 'closed') return;
        yield item;
      }
    }
  } finally {
    unsubscribe();
    queue.close();
  }
}
