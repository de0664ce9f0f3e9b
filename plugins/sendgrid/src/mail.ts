import { AUTOMATIC_MAIL, checkMail, MAIL_SPEC, mailboxOf, openVendorHttp, type MailMessage, type MailProvider, type PluginContext } from '@parley/plugin-sdk';
import { refusedRequest } from './errors.js';
import { mailSettings } from './settings.js';

/** The vendor takes no empty name. */
function addressOf(mailbox: string): { readonly email: string; readonly name?: string } {
  const { name, address } = mailboxOf(mailbox);
  return name === '' ? { email: address } : { email: address, name };
}

/** A mail as the vendor's API takes it. Links stay as they are: one that leads through a counter lets whoever counts in. */
function bodyOf({ from, to, subject, text, html, messageId }: MailMessage): object {
  return {
    from: addressOf(from), personalizations: [{ to: [addressOf(to)] }], subject,
    content: [{ type: 'text/plain', value: text }, ...(html === undefined ? [] : [{ type: 'text/html', value: html }])],
    headers: { 'Message-ID': messageId, ...AUTOMATIC_MAIL },
    tracking_settings: { click_tracking: { enable: false, enable_text: false }, open_tracking: { enable: false } },
  };
}

/** Hands mails to the vendor, over connections that stay open between them. */
export async function openMail({ settings, secrets, clock }: PluginContext): Promise<MailProvider> {
  const { baseUrl, timeoutMs } = mailSettings.parse(settings);
  const secret = secrets['apiKey'] ?? '';
  const vendor = openVendorHttp({ baseUrl, headers: { authorization: `Bearer ${secret}` }, timeoutMs, clock, asRefusal: (answer) => refusedRequest(answer, secret) });
  return {
    spec: MAIL_SPEC,
    abilities: { isDelivering: true },
    async send({ message, signal }) {
      checkMail(message);
      const deadline = vendor.startDeadline(signal);
      try {
        const response = await vendor.ask('/v3/mail/send', { method: 'POST', body: bodyOf(message) }, deadline);
        await deadline.race(response.text());
        return { id: response.headers.get('x-message-id') ?? message.messageId, usage: { requests: 1 } };
      } finally { deadline.end(); }
    },
    close: () => vendor.close(),
  };
}
