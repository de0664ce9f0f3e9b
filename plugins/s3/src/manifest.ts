import { STORAGE_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { objectBytesMax, SIGNED_URL_MS_MAX, storageSettings } from './settings.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(storageSettings, { io: 'input' });
  return {
    storage: {
      spec: STORAGE_SPEC, title: 'Bucket', description: 'Keeps objects in a bucket; large ones are sent in parts.', settings,
      secrets: { secretAccessKey: { title: 'Secret access key', help: 'Shown once, when the access key is made.' } },
      abilities: { objectBytesMax: objectBytesMax(8_388_608), signedUrlMsMax: SIGNED_URL_MS_MAX },
    },
  };
}
