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
      templates: [
        { name: 'minio', title: 'MinIO, or another server of your own', description: 'Where the bucket stands in the path of addresses.', settings: { endpoint: 'https://minio.example.com', hasBucketInPath: true } },
        { name: 'cloudflare-r2', title: 'Cloudflare R2', description: 'The address begins with the id of the account.', settings: { endpoint: 'https://account-id.r2.cloudflarestorage.com', region: 'auto' } },
      ],
      abilities: { objectBytesMax: objectBytesMax(8_388_608), signedUrlMsMax: SIGNED_URL_MS_MAX },
    },
  };
}
