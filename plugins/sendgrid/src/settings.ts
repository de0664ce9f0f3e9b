import { z } from 'zod';

export const mailSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.sendgrid.com').meta({ title: 'Address of the API', description: 'Where the API is; accounts in the European Union have `https://api.eu.sendgrid.com`.' }),
  timeoutMs: z.int().min(100).max(120_000).default(20_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the answer, in milliseconds.', 'x-parley': { group: 'Connection' } }),
});

export type MailSettings = z.output<typeof mailSettings>;
