import { z } from 'zod';

export const postgresSettings = z.strictObject({
  host: z.string().min(1).max(255).describe('Host name or address of the database server.'),
  port: z.int().min(1).max(65_535).default(5_432).describe('Its port.'),
  database: z.string().min(1).max(63).describe('Name of the database.'),
  user: z.string().min(1).max(63).describe('Who signs in; best a role that may only read, and only what agents may tell.'),
  security: z.enum(['tls', 'none']).default('tls').describe('`tls`, with a certificate that is checked, or `none`: on this machine and in networks of your own only.'),
  certificateAuthority: z.string().max(20_000).default('').describe('For a certificate of your own making: the certificate of the authority that signed it, as PEM. Empty for the public ones.'),
  connectionsMax: z.int().min(1).max(20).default(4).describe('So many connections at once, in each process of Parley; further queries wait.'),
  timeoutMs: z.int().min(100).max(60_000).default(10_000).describe('Longest wait for a connection, in milliseconds.'),
});

export type PostgresSettings = z.output<typeof postgresSettings>;
