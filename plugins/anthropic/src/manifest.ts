import { LLM_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { llmSettings } from './settings.js';

/** List price of the model that the settings begin with. */
const price = (unit: string, usd: string) => ({ unit, usd, per: 1_000_000, asOf: '2026-09-23', source: 'npm @pydantic/genai-prices 0.1.8' });

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(llmSettings, { io: 'input' });
  return {
    llm: {
      spec: LLM_SPEC, title: 'Language model', description: 'Models with tools; instructions and tools are kept read by the vendor between turns.', settings,
      secrets: { apiKey: { title: 'API key', help: 'Begins with `sk-ant-`; made under "API keys" where the account is kept.' } },
      abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
      prices: [price('input-token', '1'), price('cached-input-token', '0.10'), price('output-token', '5')],
    },
  };
}
