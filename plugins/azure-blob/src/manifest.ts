import { STORAGE_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { objectBytesMax, SIGNED_URL_MS_MAX, storageSettings } from './settings.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(storageSettings, { io: 'input' });
  return {
    storage: {
      spec: STORAGE_SPEC, title: 'Container', description: 'Keeps objects as block blobs in a container.', settings,
      secrets: { accountKey: { title: 'Account key', help: 'One of the two under "Access keys" of the storage account.' } },
      abilities: { objectBytesMax: objectBytesMax(8_388_608), signedUrlMsMax: SIGNED_URL_MS_MAX },
    },
  };
}
