import { STORAGE_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { storageSettings } from './settings.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(storageSettings, { io: 'input' });
  return {
    storage: {
      spec: STORAGE_SPEC, title: 'Files of this machine', description: 'Keeps each object as a file in a folder.', settings,
      secrets: { signingKey: { title: 'Signing key', help: 'Any long random text; signed addresses are made with it. Empty where there are none.' } },
      // How large objects may be, and whether there are signed addresses, hangs on the settings: these are the defaults.
      abilities: { objectBytesMax: 2_147_483_648, signedUrlMsMax: 0 },
    },
  };
}
