import type { MediaCommand } from '@parley/media-contract';
import { LIMITS } from '../limits.js';

/** Commands that wait for one media server; when too many do, the database tells what is to be done. */
export class CommandQueue {
  #commands: MediaCommand[] = [];
  #isLagging = false;
  #isClosed = false;
  #wake: (() => void) | undefined;

  push(command: MediaCommand): void {
    this.#commands.push(command);
    if (this.#commands.length > LIMITS.subscriberQueueItemsMax) this.resync(); else this.#ring();
  }

  resync(): void {
    this.#isLagging = true;
    this.#commands = [];
    this.#ring();
  }

  async next(): Promise<MediaCommand | 'resync' | 'closed'> {
    for (;;) {
      if (this.#isClosed) return 'closed';
      if (this.#isLagging) { this.#isLagging = false; return 'resync'; }
      const command = this.#commands.shift();
      if (command) return command;
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#ring();
  }

  #ring(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
