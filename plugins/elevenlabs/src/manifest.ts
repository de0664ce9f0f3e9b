import { STT_SPEC, TTS_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { FORMATS } from './samples.js';
import { sttSettings, ttsSettings } from './settings.js';
import { ABILITIES } from './tts.js';

const secrets = { apiKey: { title: 'API key', help: 'Begins with `sk_`; made under "Developers", "API keys". It needs access to what is used: text to speech and reading voices (writing them too, where voices are made of samples), speech to text.' } };

const settingsOf = (schema: z.ZodType) => {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(schema, { io: 'input' });
  return settings;
};

const templates = [{ name: 'europe', title: 'Data residency in Europe', description: 'For accounts whose data stay in the European Union.', settings: { baseUrl: 'https://api.eu.residency.elevenlabs.io' } }];

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  return {
    stt: {
      spec: STT_SPEC, title: 'Live transcripts', description: 'Hears over one connection for each call, tells the words so far, and has the transcript ready at the pause. Telephone audio is sent as it comes.', secrets, settings: settingsOf(sttSettings), templates,
      abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
      prices: [{ unit: 'audio-minute', usd: '0.39', per: 60, asOf: '2026-08-01', source: 'elevenlabs.io/pricing, as listed by open-gauntlet-leaderboard' }],
    },
    tts: {
      spec: TTS_SPEC, title: 'Voice', description: 'Speaks as it makes the sound and tells when each word is spoken; telephone audio comes as the vendor encodes it.', secrets, settings: settingsOf(ttsSettings), templates,
      abilities: ABILITIES,
      // List price of the model that the settings begin with.
      prices: [{ unit: 'character', usd: '50', per: 1_000_000, asOf: '2026-08-01', source: 'elevenlabs.io/pricing, as listed by open-gauntlet-leaderboard' }],
    },
  };
}
