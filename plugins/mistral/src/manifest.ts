import { LLM_SPEC, STT_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { llmSettings, sttSettings } from './settings.js';
import { FORMATS } from './stt.js';

const secrets = { apiKey: { title: 'API key', help: 'Made under "API keys" of the workspace that pays.' } };

const settingsOf = (schema: z.ZodType) => {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(schema, { io: 'input' });
  return settings;
};

/** List prices of the models that the settings begin with. */
const tokens = (unit: string, usd: string) => ({ unit, usd, per: 1_000_000, asOf: '2026-09-23', source: 'npm @pydantic/genai-prices 0.1.8' });

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  return {
    llm: {
      spec: LLM_SPEC, title: 'Language model', description: 'Models with tools, over chat completions.', secrets, settings: settingsOf(llmSettings),
      abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
      prices: [tokens('input-token', '0.10'), tokens('output-token', '0.30')],
    },
    stt: {
      spec: STT_SPEC, title: 'Live transcripts', description: 'Tells the words so far, and has the transcript ready at the pause. Telephone audio is sent as it comes.', secrets, settings: settingsOf(sttSettings),
      abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
      prices: [{ unit: 'audio-minute', usd: '0.006', per: 1, asOf: '2026-08-01', source: 'mistral.ai/pricing, as listed by open-gauntlet-leaderboard' }],
    },
  };
}
