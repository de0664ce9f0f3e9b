import { definePlugin, EMBEDDING_SPEC, openVendorHttp, ProviderError } from '@parley/plugin-sdk';
import { refusal } from './refusal.js';

const DIMENSIONS = 256;
const TEXTS_MAX = 64;

export default definePlugin({
  embedding: async ({ settings: { baseUrl, timeoutMs = 8_000 }, secrets, clock }) => {
    const secret = secrets.apiKey ?? '';
    const vendor = openVendorHttp({ baseUrl, headers: { authorization: `Bearer ${secret}` }, timeoutMs, clock, asRefusal: (answer) => refusal(answer, secret) });
    return {
      spec: EMBEDDING_SPEC,
      abilities: { dimensions: DIMENSIONS, textsMax: TEXTS_MAX, languages: ['*'] },
      embed: (request) => embed(vendor, request),
      close: () => vendor.close(),
    };
  },
});

function unitLength(values) {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (value) => value / length);
}

async function embed(vendor, { texts, signal }) {
  if (texts.length > TEXTS_MAX) throw new ProviderError('bad-request', `A request may have ${TEXTS_MAX} texts, not ${texts.length}.`);
  if (texts.length === 0) return { vectors: [], usage: { requests: 0 } };
  const deadline = vendor.startDeadline(signal);
  try {
    const response = await vendor.ask('/vectors', { method: 'POST', body: { texts } }, deadline);
    const { vectors, tokens } = await deadline.race(response.json());
    if (!Array.isArray(vectors) || vectors.length !== texts.length || vectors.some(({ length }) => length !== DIMENSIONS)) throw new ProviderError('vendor-fault', 'The vectors are not as many, or not as long, as was asked for.');
    return { vectors: vectors.map(unitLength), usage: { requests: 1, inputTokens: tokens } };
  } finally {
    deadline.end();
  }
}
