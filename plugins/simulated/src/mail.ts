import { MAIL_SPEC, ProviderError, type MailProvider, type PluginContext } from '@parley/plugin-sdk';
import { delay, throwIfAborted } from './delay.js';
import { FaultPlan, playFaultOfAnswer } from './faults.js';
import { mailSettings } from './settings.js';

/** Accepts what a mail server would accept, and sends nothing. */
export async function openMail(context: PluginContext): Promise<MailProvider> {
  const settings = mailSettings.parse(context.settings);
  const faults = new FaultPlan(settings.faults);
  return {
    spec: MAIL_SPEC,
    abilities: { isDelivering: false },
    async send({ message, signal }) {
      throwIfAborted(signal);
      if (/[\r\n]/.test(message.from + message.to + message.subject)) throw new ProviderError('bad-request', 'A header of the mail has a line break.');
      if (!/^[^\s@]+@[^\s@]+$/.test(/<([^<>]*)>$/.exec(message.to)?.[1] ?? message.to)) throw new ProviderError('bad-request', 'The recipient is not an address.');
      const fault = faults.next();
      await playFaultOfAnswer(fault, context.clock, signal);
      await delay(context.clock, settings.delayMs, signal);
      return { id: fault?.kind === 'garbage' || fault?.kind === 'silence' ? '' : message.messageId, usage: { requests: 1 } };
    },
    async close() {},
  };
}
