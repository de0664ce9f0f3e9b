import type { Clock, PluginLogger } from '@parley/plugin-host';
import { backOffMs } from './back-off.js';
import type { ApiLinkError } from './link-error.js';

/** Whether api answers at all. While it does not, one request at a time tries, further and further apart; told once each way. */
export class LinkHealth {
  readonly #clock: Clock;
  readonly #logger: PluginLogger;
  #failures = 0;
  #retryAtMs = -Infinity;

  constructor(clock: Clock, logger: PluginLogger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  get isUp(): boolean {
    return this.#failures === 0;
  }

  /** When api may be tried again; in the past while it answers. */
  get retryAtMs(): number {
    return this.#retryAtMs;
  }

  answered(): void {
    if (this.#failures > 0) this.#logger.info('api can be reached again', { failures: this.#failures });
    this.#failures = 0;
    this.#retryAtMs = -Infinity;
  }

  failed(error: ApiLinkError): void {
    if (this.#failures === 0) this.#logger.warn('api cannot be reached; events wait in the journal', { cause: error.causeCode, error: error.message });
    // Requests that were under way together fail together, and count once.
    if (this.#clock.nowMs() < this.#retryAtMs) return;
    this.#failures += 1;
    this.#retryAtMs = this.#clock.nowMs() + backOffMs(this.#failures - 1);
  }
}
