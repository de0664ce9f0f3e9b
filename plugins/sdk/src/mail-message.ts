import { ProviderError } from './errors.js';
import type { MailMessage } from './kinds/mail.js';

/** RFC 5321, section 4.5.3.1: the longest address that a server has to take. */
const ADDRESS_CHARACTERS_MAX = 254;

/** RFC 3834: holiday answers and the like are not wanted. */
export const AUTOMATIC_MAIL = { 'Auto-Submitted': 'auto-generated' };

/** The address in `Name <address>`, or the text itself. */
const addressIn = (mailbox: string) => /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();

/** Refuses what could add a header or a recipient: whoever wrote the values is not whoever wrote the mail. */
export function checkMail({ from, to, subject, messageId }: MailMessage): void {
  for (const [name, value] of Object.entries({ from, to, subject, messageId })) {
    if (/[\r\n\0]/.test(value)) throw new ProviderError('bad-request', `The ${name} of a mail is one line.`);
  }
  for (const [name, value] of Object.entries({ from, to })) {
    const address = addressIn(value);
    if (address.length > ADDRESS_CHARACTERS_MAX || !/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(address)) throw new ProviderError('bad-request', `The ${name} of a mail must be one address.`);
  }
}

/** `Name <address>` taken apart; without a name, the name is empty. */
export function mailboxOf(text: string): { readonly name: string; readonly address: string } {
  return { name: text.includes('<') ? text.slice(0, text.lastIndexOf('<')).trim().replace(/^"(.*)"$/, '$1') : '', address: addressIn(text) };
}
