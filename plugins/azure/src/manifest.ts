import { LLM_SPEC, STT_SPEC, TTS_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { llmSettings, sttSettings, ttsSettings } from './settings.js';
import { FORMATS } from './stt.js';
import { ABILITIES } from './tts.js';

const secrets = { apiKey: { title: 'Key', help: 'One of the two keys of a Speech resource, under "Keys and Endpoint" in the Azure portal.' } };

const settingsOf = (schema: z.ZodType) => {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(schema, { io: 'input' });
  return settings;
};

const westEurope = (kind: 'stt' | 'tts') => ({ name: 'west-europe', title: 'Western Europe', description: 'For a Speech resource in the region West Europe.', settings: { baseUrl: `https://westeurope.${kind}.speech.microsoft.com` } });

const speechPrice = (unit: string, usd: string, per: number) => ({ unit, usd, per, asOf: '2026-08-01', source: 'azure.microsoft.com/pricing, as listed by open-gauntlet-leaderboard' });
/** Of the model that the settings name, in a global deployment, which has the price of its maker. */
const tokenPrice = (unit: string, usd: string) => ({ unit, usd, per: 1_000_000, asOf: '2026-09-23', source: 'npm @pydantic/genai-prices 0.1.8' });

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  return {
    llm: {
      spec: LLM_SPEC, title: 'Language model', description: 'Models as they are deployed in a resource of Azure OpenAI, with tools.', settings: settingsOf(llmSettings),
      secrets: { apiKey: { title: 'Key', help: 'One of the two keys of an Azure OpenAI resource, under "Keys and Endpoint" in the Azure portal.' } },
      abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
      prices: [tokenPrice('input-token', '0.40'), tokenPrice('cached-input-token', '0.10'), tokenPrice('output-token', '1.60')],
    },
    stt: {
      spec: STT_SPEC, title: 'Live transcripts', description: 'Hears over one connection for each call, tells the words so far, and has the transcript ready at the pause. Telephone audio is sent as it comes.', settings: settingsOf(sttSettings), secrets,
      templates: [westEurope('stt')],
      abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
      prices: [speechPrice('audio-minute', '1.00', 60)],
    },
    tts: {
      spec: TTS_SPEC, title: 'Voice', description: 'Neural voices, which speak as they make the sound. Telephone audio comes as the vendor encodes it.', settings: settingsOf(ttsSettings), secrets,
      templates: [westEurope('tts')],
      abilities: ABILITIES,
      // List price of neural voices; those called HD cost more.
      prices: [speechPrice('character', '15', 1_000_000)],
    },
  };
}
