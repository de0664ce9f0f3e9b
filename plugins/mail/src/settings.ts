import { z } from 'zod';

export const mailSettings = z.strictObject({
  transport: z.enum(['file', 'smtp']).default('file').describe('Where mails go: into files of this machine, or to a mail server.'),
  folder: z.string().default('mail').describe('For files: the folder, made when the first mail is written. Each mail is one .eml file.'),
  filesMax: z.int().min(1).max(100_000).default(1_000).describe('For files: so many are kept, the oldest go first.'),
  host: z.string().default('localhost').describe('For a mail server: its host name or address.'),
  port: z.int().min(1).max(65_535).default(587).describe('For a mail server: its port.'),
  security: z.enum(['tls', 'starttls', 'none']).default('starttls').describe('`tls` from the first byte (port 465), `starttls` and nothing without it (port 587), or `none`: on this machine and in tests only.'),
  user: z.string().default('').describe('For a mail server: who signs in; empty where none is asked.'),
  timeoutMs: z.int().min(100).max(120_000).default(20_000).describe('For a mail server: longest silence, in milliseconds.'),
});

export type MailSettings = z.output<typeof mailSettings>;
