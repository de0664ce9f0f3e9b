import { DATA_SOURCE_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { sqliteSettings } from './settings.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(sqliteSettings, { io: 'input' });
  return {
    'data-source': {
      spec: DATA_SOURCE_SPEC, title: 'SQLite file', description: 'Reads a database file of this machine, from a copy in memory that is as new as the file.',
      abilities: { language: 'sql', isReadOnlyAtSource: true }, secrets: {}, settings,
    },
  };
}
