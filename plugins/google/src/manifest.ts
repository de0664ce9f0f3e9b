import { LLM_SPEC, STT_SPEC, TTS_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { llmSettings, sttSettings, ttsSettings } from './settings.js';
import { FORMATS } from './stt.js';
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
    stt: {
      spec: STT_SPEC, title: 'Live transcripts', description: 'Hears each stretch of speech over a stream of its own, tells the words so far, and has the transcript ready at the pause. Telephone audio is sent as it comes.', settings: settingsOf(sttSettings),
      templates: [{ name: 'europe', title: 'Europe, Chirp 3', description: 'Audio is heard in the European Union, by the model that knows most languages.', settings: { baseUrl: 'https://eu-speech.googleapis.com', location: 'eu', model: 'chirp_3' } }],
      secrets: { serviceAccount: { title: 'Key of a service account', help: 'The whole JSON file that is made in the Google Cloud console under "IAM & Admin", "Service Accounts", "Keys"; the account needs the role "Cloud Speech Client" in a project where Cloud Speech-to-Text is enabled.' } },
      abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
      prices: [{ unit: 'audio-minute', usd: '0.016', per: 1, asOf: '2026-08-01', source: 'cloud.google.com/speech-to-text/pricing, as listed by open-gauntlet-leaderboard' }],
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
