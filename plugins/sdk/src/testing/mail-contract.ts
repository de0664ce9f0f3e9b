import { isProviderError } from '../errors.js';
import { MAIL_SPEC, type MailMessage, type MailProvider } from '../kinds/mail.js';
import { commonChecks, outcomeOf, specCheck, withProvider } from './common-checks.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';

export interface MailContractHarness extends ContractHarness<'mail'> {
  /** A recipient that the provider under test accepts; default `Ada <ada@example.com>`. */
  readonly recipient?: string;
}

type Check = ContractCheck<MailContractHarness>;

let sent = 0;

function messageTo(harness: MailContractHarness, changes: Partial<MailMessage> = {}): MailMessage {
  return {
    from: 'Parley <parley@example.com>', to: harness.recipient ?? 'Ada <ada@example.com>', subject: 'Grüße aus Köln', text: 'Hello,\n\nit is Zoë.\n', html: '<p>Hello,</p><p>it is Zoë.</p>',
    messageId: `<contract-${sent += 1}@example.com>`, ...changes,
  };
}

async function send(harness: MailContractHarness, provider: MailProvider, changes: Partial<MailMessage> = {}): Promise<{ id: string }> {
  const answer = provider.send({ message: messageTo(harness, changes), signal: new AbortController().signal });
  return await harness.time.within(answer, answerMsMaxOf(harness), 'sending a mail');
}

function sendCheck(id: string, rule: string, run: (provider: MailProvider, harness: MailContractHarness) => Promise<void>): Check {
  return defineCheck<MailContractHarness>(id, rule, async (harness) => {
    await withProvider<'mail'>(harness, async (provider) => await run(provider, harness));
  });
}

async function mustRefuse(harness: MailContractHarness, provider: MailProvider, changes: Partial<MailMessage>, what: string): Promise<void> {
  const outcome = await outcomeOf(send(harness, provider, changes));
  must('error' in outcome, `${what} was accepted`);
  must(isProviderError(outcome.error) && outcome.error.causeCode === 'bad-request', `${what} was not refused as bad-request`);
}

const checks: readonly Check[] = [
  sendCheck('mail/receipt-names-it', 'an accepted mail has an id, each its own; one without HTML too', async (provider, harness) => {
    const { html: _html, ...plain } = messageTo(harness);
    const first = await send(harness, provider);
    const answer = provider.send({ message: plain, signal: new AbortController().signal });
    const second = await harness.time.within(answer, answerMsMaxOf(harness), 'sending a mail');
    must(typeof first.id === 'string' && first.id !== '' && second.id !== '', 'an id is empty');
    must(first.id !== second.id, `two mails have the id ${first.id}`);
  }),
  sendCheck('mail/headers-are-one-line', 'a line break in sender, recipient or subject is refused as bad-request: it could add a header', async (provider, harness) => {
    for (const field of ['from', 'to', 'subject'] as const) {
      for (const lineBreak of ['\r\n', '\n', '\r']) {
        await mustRefuse(harness, provider, { [field]: `${messageTo(harness)[field]}${lineBreak}Bcc: eve@example.com` }, `a line break in ${field}`);
      }
    }
  }),
  sendCheck('mail/recipient-is-an-address', 'a recipient that is no address is refused as bad-request', async (provider, harness) => {
    for (const to of ['', 'nobody', '<>']) await mustRefuse(harness, provider, { to }, `the recipient "${to}"`);
  }),
  sendCheck('mail/abort-rejects', 'an abort rejects the request within 100 ms with the cause aborted', async (provider, harness) => {
    const { clock, toleranceMs } = harness.time;
    const controller = new AbortController();
    const answer = outcomeOf(provider.send({ message: messageTo(harness), signal: controller.signal }));
    controller.abort();
    const abortedAtMs = clock.nowMs();
    const outcome = await harness.time.within(answer, answerMsMaxOf(harness), 'an aborted request');
    const tookMs = clock.nowMs() - abortedAtMs;
    must(tookMs <= 100 + toleranceMs, `the request ended ${Math.round(tookMs)} ms after the abort`);
    must('error' in outcome && isProviderError(outcome.error) && outcome.error.causeCode === 'aborted', 'the request did not reject with aborted');
  }),
];

/** The rules of `mail/v1`. */
export const mailContract: readonly Check[] = [
  specCheck('mail', MAIL_SPEC, ({ abilities }) => (typeof abilities.isDelivering === 'boolean' ? undefined : 'isDelivering is neither true nor false')),
  ...checks,
  ...commonChecks<'mail', MailContractHarness>('mail', async (provider, harness) => await send(harness, provider)),
];
