import { createProviderHost, systemClock, toProviderError, type HostRouteStep, type MailMessage, type PluginCatalog, type PluginHost, type PluginLogger } from '@parley/plugin-host';
import { LIMITS } from '../limits.js';

export interface MailerOptions {
  readonly catalog: PluginCatalog;
  readonly steps: readonly HostRouteStep[];
  readonly logger: PluginLogger;
  /** Pause before the second try; each later one is four times as long. Default `LIMITS.mailRetryMs`. */
  readonly retryMs?: number | undefined;
  /** How long `close` goes on sending. Default `LIMITS.mailCloseMs`. */
  readonly closeMs?: number | undefined;
}

type Prepare = () => Promise<MailMessage | undefined>;

interface Waiting { readonly prepare: Prepare; readonly template: string; message: MailMessage | undefined; tries: number }

/**
 * Sends mails after the request that caused them was answered, some at once, and again where that can help. They wait in
 * this process alone: links in them let their holder in, and are written down nowhere but in the mail. What waits when the
 * process dies is lost, and can be asked for again. The log knows a mail by its template and id; never its reader or words.
 */
export class Mailer {
  readonly #options: MailerOptions;
  readonly #ready: Waiting[] = [];
  readonly #later = new Map<Waiting, NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  readonly #cancel = new AbortController();
  #host: PluginHost | undefined;
  #isClosing = false;

  constructor(options: MailerOptions) { this.#options = options; }

  /** Takes a mail to send; false where too many wait already, or the process is ending. */
  take(message: MailMessage, template: string): boolean {
    return this.takeLater(() => Promise.resolve(message), template);
  }

  /** As {@link take}, for a mail that is put together when it is its turn; nothing is sent where that answers undefined. */
  takeLater(prepare: Prepare, template: string): boolean {
    if (this.#isClosing || this.waiting >= LIMITS.mailsWaitingMax) {
      this.#options.logger.warn('A mail was not taken: too many wait, or the process is ending.', { template, waiting: this.waiting });
      return false;
    }
    this.#ready.push({ prepare, template, message: undefined, tries: 0 });
    // Whoever asked is answered first: how long sending takes tells nothing.
    setImmediate(() => { this.#next(); });
    return true;
  }

  /** Mails that have not gone out. */
  get waiting(): number { return this.#ready.length + this.#later.size + this.#running.size; }

  /** Resolves when nothing is being sent or about to be; what is tried again later is not waited for. */
  async idle(): Promise<void> {
    while (this.#ready.length > 0 || this.#running.size > 0) {
      this.#next();
      await Promise.race(this.#running);
    }
  }

  /** Sends what can be sent in a few seconds; what is left is lost, and counted in the log. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const [mail, timer] of this.#later) { clearTimeout(timer); this.#ready.push(mail); }
    this.#later.clear();
    const killer = setTimeout(() => { this.#cancel.abort(); this.#drop(this.#ready.length); this.#ready.length = 0; }, this.#options.closeMs ?? LIMITS.mailCloseMs);
    await this.idle();
    clearTimeout(killer);
    await this.#host?.close();
  }

  #next(): void {
    while (this.#running.size < LIMITS.mailsRunningMax && this.#ready.length > 0) {
      const mail = this.#ready.shift()!;
      const sending: Promise<void> = this.#send(mail).finally(() => {
        this.#running.delete(sending);
        this.#next();
      });
      this.#running.add(sending);
    }
  }

  async #send(mail: Waiting): Promise<void> {
    const { logger, retryMs = LIMITS.mailRetryMs } = this.#options;
    const { template } = mail;
    mail.tries += 1;
    try {
      mail.message ??= await mail.prepare();
      if (!mail.message) return;
      await this.#hand(mail.message);
      logger.info('A mail was sent.', { template, messageId: mail.message.messageId, tries: mail.tries });
    } catch (error) {
      const messageId = mail.message?.messageId;
      const { causeCode, isRetryable } = toProviderError(error);
      // A plugin that waits for an administrator, or a refused password, is mended by people: worth another try.
      const isHopeful = isRetryable || causeCode === 'auth' || causeCode === 'quota';
      if (this.#isClosing) { this.#drop(1); return; }
      if (!isHopeful || mail.tries >= LIMITS.mailTriesMax) {
        logger.warn('A mail could not be sent and is given up.', { template, messageId, tries: mail.tries, cause: causeCode });
        return;
      }
      const pauseMs = retryMs * 4 ** (mail.tries - 1);
      logger.warn('A mail could not be sent; it is tried again.', { template, messageId, tries: mail.tries, cause: causeCode, pauseMs });
      const timer = setTimeout(() => { this.#later.delete(mail); this.#ready.push(mail); this.#next(); }, pauseMs);
      timer.unref();
      this.#later.set(mail, timer);
    }
  }

  async #hand(message: MailMessage): Promise<void> {
    const { catalog, steps, logger } = this.#options;
    this.#host ??= createProviderHost(catalog, { clock: systemClock, logger });
    const route = await this.#host.openRoute('mail', { steps });
    try {
      await route.provider.send({ message, signal: this.#cancel.signal });
    } finally {
      await route.close();
    }
  }

  #drop(count: number): void {
    if (count > 0) this.#options.logger.warn('Mails were lost: the process ended before they could be sent.', { count });
  }
}
