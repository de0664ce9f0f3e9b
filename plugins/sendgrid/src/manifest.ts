import { MAIL_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { mailSettings } from './settings.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(mailSettings, { io: 'input' });
  return {
    mail: {
      spec: MAIL_SPEC, title: 'Mail', description: 'Hands mails to the vendor, which delivers them.', settings,
      secrets: { apiKey: { title: 'API key', help: 'Made under "API Keys"; the permission "Mail Send" is enough.' } },
      abilities: { isDelivering: true },
      templates: [{ name: 'european-union', title: 'European Union', description: 'Where the account keeps its data in the European Union.', settings: { baseUrl: 'https://api.eu.sendgrid.com' } }],
    },
  };
}
