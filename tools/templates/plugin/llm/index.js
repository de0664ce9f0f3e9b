import { definePlugin, LLM_SPEC, openVendorHttp, ProviderError, readServerEvents, readUnder } from '@parley/plugin-sdk';
import { refusal } from './refusal.js';

export default definePlugin({
  llm: async ({ settings: { baseUrl, timeoutMs = 8_000 }, secrets, clock }) => {
    const secret = secrets.apiKey ?? '';
    const vendor = openVendorHttp({ baseUrl, headers: { authorization: `Bearer ${secret}` }, timeoutMs, clock, asRefusal: (answer) => refusal(answer, secret) });
    return {
      spec: LLM_SPEC,
      abilities: { hasTools: false, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
      generate: (request) => generate(vendor, request),
      close: () => vendor.close(),
    };
  },
});

function read(data) {
  try {
    return JSON.parse(data);
  } catch {
    throw new ProviderError('vendor-fault', 'The vendor answered with something that is no JSON.');
  }
}

async function* generate(vendor, { instructions, messages, signal }) {
  const deadline = vendor.startDeadline(signal);
  try {
    const response = await vendor.ask('/answer', { method: 'POST', body: { instructions, messages } }, deadline);
    for await (const data of readServerEvents(readUnder(deadline, response.body))) {
      const { text, usage } = read(data);
      if (text) yield { type: 'text-delta', text };
      if (!usage) continue;
      yield { type: 'usage', usage: { requests: 1, inputTokens: usage.input, outputTokens: usage.output } };
      yield { type: 'end', reason: 'stop' };
      return;
    }
    throw new ProviderError('vendor-fault', 'The answer broke off before its end.');
  } finally {
    deadline.end();
  }
}
