import { ProviderError, type MailMessage } from '@parley/plugin-sdk';

/** RFC 5321, section 4.5.3.1: the longest address that a server has to take. */
const ADDRESS_CHARACTERS_MAX = 254;

/** The address in `Name <address>`, or the text itself. */
export const addressIn = (mailbox: string) => /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();

/** Refuses what could add a header or a recipient: whoever wrote the values is not whoever wrote the mail. */
export function checkMessage({ from, to, subject, messageId }: MailMessage): void {
  for (const [name, value] of Object.entries({ from, to, subject, messageId })) {
    if (/[\r\n\0]/.test(value)) throw new ProviderError('bad-request', `The ${name} of a mail is one line.`);
  }
  for (const [name, value] of Object.entries({ from, to })) {
    const address = addressIn(value);
    if (address.length > ADDRESS_CHARACTERS_MAX || !/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(address)) throw new ProviderError('bad-request', `The ${name} of a mail must be one address.`);
  }
}

/** As nodemailer takes it. A string of addresses would be read as a list; an object is one mailbox. */
export function nodemailerMessage({ from, to, subject, text, html, messageId }: MailMessage) {
  return { from: mailbox(from), to: mailbox(to), subject, text, messageId, ...(html === undefined ? {} : { html }), headers: AUTOMATIC, disableFileAccess: true, disableUrlAccess: true };
}

/** RFC 3834: holiday answers and the like are not wanted. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated' };

function mailbox(text: string): { name: string; address: string } {
  const address = addressIn(text);
  return { name: text.includes('<') ? text.slice(0, text.lastIndexOf('<')).trim().replace(/^"(.*)"$/, '$1') : '', address };
}
