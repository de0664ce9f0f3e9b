import { definePlugin, openVendorHttp, ProviderError, readSpeech, TTS_SPEC } from '@parley/plugin-sdk';
import { refusal } from './refusal.js';

/** What the vendor makes itself, so that nothing is encoded twice on the way to a telephone. */
const FORMATS = [{ encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 }];
const TEXT_CHARACTERS_MAX = 2_000;

export default definePlugin({
  tts: async ({ settings: { baseUrl, timeoutMs = 8_000 }, secrets, clock }) => {
    const secret = secrets.apiKey ?? '';
    const vendor = openVendorHttp({ baseUrl, headers: { authorization: `Bearer ${secret}` }, timeoutMs, clock, asRefusal: (answer) => refusal(answer, secret) });
    return {
      spec: TTS_SPEC,
      abilities: { isStreaming: true, hasTimestamps: false, formats: FORMATS, languages: ['en'], textCharactersMax: TEXT_CHARACTERS_MAX },
      voices: () => voices(vendor),
      synthesize: (request) => synthesize(vendor, request),
      close: () => vendor.close(),
    };
  },
});

async function voices(vendor) {
  const deadline = vendor.startDeadline(new AbortController().signal);
  try {
    const response = await vendor.ask('/voices', { method: 'GET' }, deadline);
    return await deadline.race(response.json());
  } finally {
    deadline.end();
  }
}

async function* synthesize(vendor, { text, voice, format, speed = 1, signal }) {
  if (text.length > TEXT_CHARACTERS_MAX) throw new ProviderError('bad-request', `A text may have ${TEXT_CHARACTERS_MAX} characters, not ${text.length}.`);
  // A text without words ends quietly.
  if (!/[\p{L}\p{N}]/u.test(text)) return;
  const deadline = vendor.startDeadline(signal);
  try {
    const response = await vendor.ask('/speak', { method: 'POST', body: { text, voice, format, speed } }, deadline);
    yield* readSpeech(deadline, response.body, format);
    yield { type: 'usage', usage: { requests: 1, characters: text.length } };
  } finally {
    deadline.end();
  }
}
