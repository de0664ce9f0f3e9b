import { DATA_SOURCE_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { postgresSettings } from './settings.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(postgresSettings, { io: 'input' });
  return {
    'data-source': {
      spec: DATA_SOURCE_SPEC, title: 'Postgres', description: 'Reads a Postgres database, each query in a transaction that cannot write.', abilities: { language: 'sql', isReadOnlyAtSource: true },
      secrets: { password: { title: 'Password', help: 'Of the role that signs in; empty where none is asked.' } }, settings,
    },
  };
}
