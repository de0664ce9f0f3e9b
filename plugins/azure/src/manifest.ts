import { TTS_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { ttsSettings } from './settings.js';
import { ABILITIES } from './tts.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(ttsSettings, { io: 'input' });
  return {
    tts: {
      spec: TTS_SPEC, title: 'Voice', description: 'Neural voices, which speak as they make the sound. Telephone audio comes as the vendor encodes it.', settings,
      templates: [{ name: 'west-europe', title: 'Western Europe', description: 'For a Speech resource in the region West Europe.', settings: { baseUrl: 'https://westeurope.tts.speech.microsoft.com' } }],
      secrets: { apiKey: { title: 'Key', help: 'One of the two keys of a Speech resource, under "Keys and Endpoint" in the Azure portal.' } },
      abilities: ABILITIES,
      // List price of neural voices; those called HD cost more.
      prices: [{ unit: 'character', usd: '15', per: 1_000_000, asOf: '2026-08-01', source: 'azure.microsoft.com/pricing, as listed by open-gauntlet-leaderboard' }],
    },
  };
}
