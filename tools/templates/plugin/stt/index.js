import { definePlugin, openVendorHttp, STT_SPEC } from '@parley/plugin-sdk';
import { refusal } from './refusal.js';
import { Session } from './session.js';

const FORMATS = [{ encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 }];

export default definePlugin({
  stt: async ({ settings: { baseUrl, timeoutMs = 8_000 }, secrets, clock }) => {
    const secret = secrets.apiKey ?? '';
    const vendor = openVendorHttp({ baseUrl, headers: { authorization: `Bearer ${secret}` }, timeoutMs, clock, asRefusal: (answer) => refusal(answer, secret) });
    const sessions = new Set();
    return {
      spec: STT_SPEC,
      abilities: { hasPartials: false, hasSpeculation: false, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
      open: async (request) => {
        const session = new Session(vendor, request);
        sessions.add(session);
        request.signal.addEventListener('abort', () => { sessions.delete(session); }, { once: true });
        return session;
      },
      close: async () => {
        for (const session of sessions) await session.close();
        await vendor.close();
      },
    };
  },
});
