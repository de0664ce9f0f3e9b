import type { MailProvider } from '@parley/plugin-sdk';
import { commonBreakers, neverAborted, type Breakers } from './breaker.js';
import type { Wrap } from './harness.js';

type Message = Parameters<MailProvider['send']>[0]['message'];

/** An adapter that changes a mail before it looks at it. */
const changing = (change: (message: Message) => Partial<Message>): Wrap<'mail'> => (provider) => ({
  ...provider, send: async (request) => await provider.send({ ...request, message: { ...request.message, ...change(request.message) } }),
});

export const mailBreakers: Breakers<'mail'> = {
  'mail/declares-itself': [{
    wrong: 'leaves open whether it delivers', wrap: (provider) => ({ ...provider, abilities: { isDelivering: undefined as never } }),
  }],
  'mail/receipt-names-it': [
    { wrong: 'gives no id', settings: { faults: [{ kind: 'garbage', always: true }] } },
    { wrong: 'gives each mail the same id', wrap: changing(() => ({ messageId: '<same@example.com>' })) },
  ],
  'mail/headers-are-one-line': [
    { wrong: 'writes the subject as it is', wrap: changing(({ subject }) => ({ subject: subject.replaceAll(/[\r\n]/g, ' ') })) },
    { wrong: 'believes the sender', wrap: changing(({ from }) => ({ from: from.split(/[\r\n]/)[0]! })) },
  ],
  'mail/recipient-is-an-address': [{ wrong: 'takes whatever it is given', wrap: changing(({ to }) => (to.includes('@') ? {} : { to: 'postmaster@example.com' })) }],
  'mail/abort-rejects': [
    {
      wrong: 'does not listen to the signal', settings: { delayMs: 500 },
      wrap: (provider) => ({ ...provider, send: async (request) => await provider.send({ ...request, signal: neverAborted() }) }),
    },
    {
      wrong: 'rejects with an error of its own',
      wrap: (provider) => ({ ...provider, send: async (request) => { try { return await provider.send(request); } catch { throw new Error('aborted'); } } }),
    },
  ],
  ...commonBreakers<'mail'>('mail', (change) => (provider, watch) => ({
    ...provider, send: async (request) => { try { return await provider.send(request); } catch (error) { throw change(error, watch); } },
  })),
};
