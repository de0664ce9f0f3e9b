import { LLM_SPEC, TTS_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { llmSettings, ttsSettings } from './settings.js';
import { ABILITIES } from './tts.js';

const settingsOf = (schema: z.ZodType) => {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(schema, { io: 'input' });
  return settings;
};

/** List price of the model that the settings begin with. */
const tokens = (unit: string, usd: string) => ({ unit, usd, per: 1_000_000, asOf: '2026-09-23', source: 'npm @pydantic/genai-prices 0.1.8' });

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  return {
    llm: {
      spec: LLM_SPEC, title: 'Language model', description: 'Gemini models with tools.', settings: settingsOf(llmSettings),
      secrets: { apiKey: { title: 'API key', help: 'Begins with `AIza`; made in Google AI Studio, under "API keys".' } },
      abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
      prices: [tokens('input-token', '0.25'), tokens('cached-input-token', '0.025'), tokens('output-token', '1.50')],
    },
    tts: {
      spec: TTS_SPEC, title: 'Voice', description: 'Chirp 3 HD voices, which speak as they make the sound; each has one language. Telephone audio comes as the vendor encodes it.', settings: settingsOf(ttsSettings),
      templates: [{ name: 'europe', title: 'Made in Europe', description: 'The sound is made in the European Union.', settings: { baseUrl: 'https://eu-texttospeech.googleapis.com' } }],
      secrets: { apiKey: { title: 'API key', help: 'Begins with `AIza`; made in the Google Cloud console, under "APIs & Services", "Credentials", in a project where Cloud Text-to-Speech is enabled.' } },
      abilities: ABILITIES,
      prices: [{ unit: 'character', usd: '30', per: 1_000_000, asOf: '2026-08-01', source: 'cloud.google.com/text-to-speech/pricing, as listed by open-gauntlet-leaderboard' }],
    },
  };
}
