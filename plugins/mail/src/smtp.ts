import { checkMail, MAIL_SPEC, ProviderError, type MailProvider, type PluginContext, type ProviderErrorCause } from '@parley/plugin-sdk';
import { createTransport } from 'nodemailer';
import { abortable } from './abortable.js';
import { nodemailerMessage } from './message.js';
import type { MailSettings } from './settings.js';

const CONNECTIONS_MAX = 2;
/** A connection is given up for a new one after so many mails: servers end those that stay. */
const MAILS_PER_CONNECTION = 100;

/** Hands mails to a mail server, over connections that are kept for the next. */
export async function openSmtp(settings: MailSettings, { secrets }: PluginContext): Promise<MailProvider> {
  const { host, port, security, user, timeoutMs } = settings;
  const password = secrets['password'] ?? '';
  const transport = createTransport({
    pool: true, maxConnections: CONNECTIONS_MAX, maxMessages: MAILS_PER_CONNECTION, host, port,
    secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none',
    ...(user === '' ? {} : { auth: { user, pass: password } }),
    connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs, disableFileAccess: true, disableUrlAccess: true,
  });
  let isClosed = false;
  return {
    spec: MAIL_SPEC,
    abilities: { isDelivering: true },
    send: ({ message, signal }) => abortable(signal, async () => {
      checkMail(message);
      try {
        const { messageId, response } = await transport.sendMail(nodemailerMessage(message));
        return { id: /queued as ([\w.-]{1,128})/i.exec(response)?.[1] ?? messageId, usage: { requests: 1 } };
      } catch (error) {
        throw asProviderError(error, password);
      }
    }),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      transport.close();
    },
  };
}

interface SmtpFailure { readonly code?: string; readonly responseCode?: number; readonly response?: string; readonly message?: string }

/** What went wrong, without the connection it went wrong on: that one knows the password. */
function asProviderError(error: unknown, password: string): ProviderError {
  const { code = '', responseCode, response, message = '' } = error as SmtpFailure;
  const cause = causeOf(code, responseCode);
  const words = (response ?? message).slice(0, 500);
  const isTelling = password !== '' && (words.includes(password) || words.includes(Buffer.from(password).toString('base64')));
  return new ProviderError(cause, SENTENCES[cause] ?? 'The mail server failed.', {
    vendorCode: responseCode === undefined ? code : String(responseCode), ...(isTelling ? {} : { vendorMessage: words }),
  });
}

const SENTENCES: Partial<Record<ProviderErrorCause, string>> = {
  auth: 'The mail server refused user and password, or asks for them.', 'bad-request': 'The mail server refused the mail, its sender or its recipient.',
  'rate-limit': 'The mail server takes no more mails for the moment.', unreachable: 'The mail server could not be reached.', timeout: 'The mail server did not answer in time.',
};

/** Where there is no safe connection, whatever the server said on the way. */
const UNREACHABLE = new Set(['ECONNECTION', 'EDNS', 'ESOCKET', 'ETLS', 'EREQUIRETLS', 'ECONNREFUSED', 'ECONNRESET']);

/** RFC 5321: what begins with 4 may go well later, what begins with 5 will not; RFC 4954 for 530 and 535. */
function causeOf(code: string, responseCode: number | undefined): ProviderErrorCause {
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) return 'auth';
  if (UNREACHABLE.has(code)) return 'unreachable';
  if (responseCode === 421 || responseCode === 450 || responseCode === 451 || responseCode === 452) return 'rate-limit';
  if (responseCode !== undefined) return responseCode >= 500 && responseCode < 600 ? 'bad-request' : 'vendor-fault';
  return code === 'ETIMEDOUT' ? 'timeout' : code === 'EENVELOPE' ? 'bad-request' : 'vendor-fault';
}
