import { STORAGE_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { OBJECT_BYTES_MAX, SIGNED_URL_MS_MAX, storageSettings } from './settings.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(storageSettings, { io: 'input' });
  return {
    storage: {
      spec: STORAGE_SPEC, title: 'Bucket', description: 'Keeps objects in a bucket; each is sent as it comes.', settings,
      secrets: { serviceAccountKey: { title: 'Service account key', help: 'The JSON file that was downloaded when the key was made, whole.' } },
      abilities: { objectBytesMax: OBJECT_BYTES_MAX, signedUrlMsMax: SIGNED_URL_MS_MAX },
    },
  };
}
