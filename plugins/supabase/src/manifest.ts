import { DATA_SOURCE_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { supabaseSettings } from './settings.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(supabaseSettings, { io: 'input' });
  return {
    'data-source': {
      spec: DATA_SOURCE_SPEC, title: 'Supabase', description: 'Reads tables over PostgREST, whose answers to GET cannot write.', abilities: { language: 'json', isReadOnlyAtSource: true },
      secrets: { apiKey: { title: 'API key', help: 'A publishable (anon) key reads what row-level security lets everybody read; a secret key reads everything.' } }, settings,
    },
  };
}
