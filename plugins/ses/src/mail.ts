import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { AUTOMATIC_MAIL, checkMail, MAIL_SPEC, startDeadline, type MailMessage, type MailProvider, type PluginContext } from '@parley/plugin-sdk';
import { asProviderError } from './errors.js';
import { mailboxHeader } from './mailbox.js';
import { mailSettings, type MailSettings } from './settings.js';

/** Everything is told here, so that the client looks for nothing in the environment and in files; it tries nothing twice. */
function connect({ region, endpoint, accessKeyId, timeoutMs }: MailSettings, secretAccessKey: string): SESv2Client {
  return new SESv2Client({
    region, endpoint: endpoint === '' ? `https://email.${region}.amazonaws.com` : endpoint, credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1, retryMode: 'standard', defaultsMode: 'standard', useFipsEndpoint: false, useDualstackEndpoint: false, userAgentAppId: 'parley', requestHandler: { connectionTimeout: timeoutMs },
  });
}

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' });

function requestOf({ from, to, subject, text, html }: MailMessage, configurationSet: string): SendEmailCommandInput {
  return {
    FromEmailAddress: mailboxHeader(from), Destination: { ToAddresses: [mailboxHeader(to)] }, ...(configurationSet === '' ? {} : { ConfigurationSetName: configurationSet }),
    Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), ...(html === undefined ? {} : { Html: utf8(html) }) }, Headers: Object.entries(AUTOMATIC_MAIL).map(([Name, Value]) => ({ Name, Value })) } },
  };
}

/** Hands mails to the vendor, over connections that stay open between them. */
export async function openMail({ settings: given, secrets, clock }: PluginContext): Promise<MailProvider> {
  const settings = mailSettings.parse(given);
  const secret = secrets['secretAccessKey'] ?? '';
  const client = connect(settings, secret);
  return {
    spec: MAIL_SPEC,
    abilities: { isDelivering: true },
    async send({ message, signal }) {
      checkMail(message);
      const deadline = startDeadline({ signal, clock, silenceMs: settings.timeoutMs, asProviderError: (error) => asProviderError(error, secret) });
      try {
        const { MessageId: id } = await deadline.race(client.send(new SendEmailCommand(requestOf(message, settings.configurationSet)), { abortSignal: deadline.signal }));
        return { id: id ?? message.messageId, usage: { requests: 1 } };
      } finally { deadline.end(); }
    },
    close: async () => { client.destroy(); },
  };
}
