import { AUTOMATIC_MAIL, mailboxOf, type MailMessage } from '@parley/plugin-sdk';

/** As nodemailer takes it. A string of addresses would be read as a list; an object is one mailbox. */
export function nodemailerMessage({ from, to, subject, text, html, messageId }: MailMessage) {
  return { from: mailboxOf(from), to: mailboxOf(to), subject, text, messageId, ...(html === undefined ? {} : { html }), headers: AUTOMATIC_MAIL, disableFileAccess: true, disableUrlAccess: true };
}
