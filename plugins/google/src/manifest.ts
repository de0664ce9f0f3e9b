import { LLM_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { llmSettings } from './settings.js';

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
  };
}
