import type { ProviderUsage } from './usage.js';

/** Sending mail, version 1. */
export const MAIL_SPEC = 'mail/v1';

export interface MailMessage {
  /** One sender, as `Name <address>` or an address. */
  readonly from: string;
  /** One recipient, as `Name <address>` or an address. */
  readonly to: string;
  readonly subject: string;
  /** The mail in plain text; lines end with `\n`. */
  readonly text: string;
  /** The same as HTML, for readers that show it. */
  readonly html?: string;
  /**
   * `<unique@host>`. The same for every try of one mail, so that a receiver who got it although the try seemed to fail can
   * tell the second from a new one.
   */
  readonly messageId: string;
}

export interface MailProvider {
  readonly spec: typeof MAIL_SPEC;
  /** `isDelivering` is false where mails stay on this machine, for whoever runs it to read. */
  readonly abilities: { readonly isDelivering: boolean };
  /**
   * Resolves when the mail is in other hands: a mail server has accepted it, a file is written. The id is the receiver's own
   * name for it where it gives one. A sender, recipient or subject with a line break, and a recipient that is no address,
   * are refused as `bad-request`. Aborting rejects within 100 ms with `aborted`; the mail may have gone out all the same.
   */
  send(request: { readonly message: MailMessage; readonly signal: AbortSignal }): Promise<{ readonly id: string; readonly usage: ProviderUsage }>;
  close(): Promise<void>;
}
