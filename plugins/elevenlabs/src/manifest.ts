import { TTS_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { FORMATS } from './samples.js';
import { ttsSettings } from './settings.js';

const secrets = { apiKey: { title: 'API key', help: 'Begins with `sk_`; made under "Developers", "API keys". It needs access to text to speech and to reading voices.' } };

const settingsOf = (schema: z.ZodType) => {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(schema, { io: 'input' });
  return settings;
};

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  return {
    tts: {
      spec: TTS_SPEC, title: 'Voice', description: 'Speaks as it makes the sound and tells when each word is spoken; telephone audio comes as the vendor encodes it.', secrets, settings: settingsOf(ttsSettings),
      abilities: { isStreaming: true, hasTimestamps: true, formats: FORMATS, languages: ['*'], textCharactersMax: 5_000 },
      // List price of the model that the settings begin with.
      prices: [{ unit: 'character', usd: '50', per: 1_000_000, asOf: '2026-08-01', source: 'elevenlabs.io/pricing, as listed by open-gauntlet-leaderboard' }],
    },
  };
}
