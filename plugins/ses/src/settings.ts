import { z } from 'zod';

export const mailSettings = z.strictObject({
  region: z.string().regex(/^[a-z0-9-]{2,40}$/).default('us-east-1').meta({ title: 'Region', description: 'Region in which the sender is verified.' }),
  accessKeyId: z.string().min(1).max(200).meta({ title: 'Access key id', description: 'The access key\'s id; the key itself is a secret.' }),
  configurationSet: z.string().regex(/^[\w-]*$/).max(64).default('').meta({ title: 'Configuration set', description: 'Rules for these mails that are made at the vendor; empty for none.' }),
  endpoint: z.string().regex(/^(https?:\/\/[\w.:[\]-]+(\/[\w./~-]*)?)?$/).max(500).default('').meta({ title: 'Address', description: 'Where the API is; empty for the vendor\'s own of the region.' }),
  timeoutMs: z.int().min(100).max(120_000).default(20_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the answer, in milliseconds.', 'x-parley': { group: 'Connection' } }),
});

export type MailSettings = z.output<typeof mailSettings>;
