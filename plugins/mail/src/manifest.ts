import { MAIL_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { mailSettings } from './settings.js';

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(mailSettings, { io: 'input' });
  return {
    mail: {
      spec: MAIL_SPEC, title: 'SMTP or files', description: 'Hands mails to a mail server, or writes each into a file.',
      // What it can do hangs on where mails go: those of the default settings.
      abilities: { isDelivering: false }, secrets: { password: { title: 'Password', help: 'Of the mail server; empty where none is asked.' } }, settings,
    },
  };
}
