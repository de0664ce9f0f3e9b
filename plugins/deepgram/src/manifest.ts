import { STT_SPEC, TTS_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { FORMATS } from './formats.js';
import { sttSettings, ttsSettings } from './settings.js';
import { ABILITIES } from './tts.js';

const secrets = { apiKey: { title: 'API key', help: 'Made under "API keys" of the project that pays; the role "Member" is enough.' } };

const settingsOf = (schema: z.ZodType) => {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(schema, { io: 'input' });
  return settings;
};

/** List price of the model that the settings begin with. */
const price = (unit: string, usd: string, per: number) => ({ unit, usd, per, asOf: '2026-08-01', source: 'deepgram.com/pricing, as listed by open-gauntlet-leaderboard' });

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  return {
    stt: {
      spec: STT_SPEC, title: 'Live transcripts', description: 'Hears over one connection for each call, tells the words so far, and has the transcript ready at the pause. Telephone audio is sent as it comes.', secrets, settings: settingsOf(sttSettings),
      templates: [{ name: 'several-languages', title: 'Callers who change language', description: 'One model hears several languages in one call; it costs more.', settings: { isMultilingual: true } }],
      abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
      prices: [price('audio-minute', '0.0048', 1)],
    },
    tts: {
      spec: TTS_SPEC, title: 'Voice', description: 'Speaks as it makes the sound; each voice has one language. Telephone audio comes as the vendor encodes it.', secrets, settings: settingsOf(ttsSettings),
      abilities: ABILITIES,
      prices: [price('character', '30', 1_000_000)],
    },
  };
}
