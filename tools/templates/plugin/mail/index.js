import { definePlugin, MAIL_SPEC, openVendorHttp, ProviderError } from '@parley/plugin-sdk';
import { refusal } from './refusal.js';

export default definePlugin({
  mail: async ({ settings: { baseUrl, timeoutMs = 8_000 }, secrets, clock }) => {
    const secret = secrets.apiKey ?? '';
    const vendor = openVendorHttp({ baseUrl, headers: { authorization: `Bearer ${secret}` }, timeoutMs, clock, asRefusal: (answer) => refusal(answer, secret) });
    return {
      spec: MAIL_SPEC,
      abilities: { isDelivering: true },
      send: (request) => send(vendor, request),
      close: () => vendor.close(),
    };
  },
});

/** A line break in one of these could add a header. */
function check({ from, to, subject }) {
  for (const [name, value] of Object.entries({ from, to, subject })) if (/[\r\n]/.test(value)) throw new ProviderError('bad-request', `${name} has a line break.`);
  if (!/^(?:[^<>]* )?<?[^\s@<>]+@[^\s@<>]+>?$/.test(to)) throw new ProviderError('bad-request', 'The recipient is no address.');
}

async function send(vendor, { message, signal }) {
  check(message);
  const deadline = vendor.startDeadline(signal);
  try {
    const response = await vendor.ask('/mails', { method: 'POST', body: message }, deadline);
    const { id } = await deadline.race(response.json());
    return { id, usage: { requests: 1 } };
  } finally {
    deadline.end();
  }
}
