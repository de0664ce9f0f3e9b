import { randomBytes } from 'node:crypto';
import { Resolver } from 'node:dns';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createAddressCheck } from '@parley/plugin-host/outbound';
import { z } from 'zod';
import { normalizeEmail } from './access/email-address.js';
import { PLAN_NAMES, type Plan } from './domains/organizations/plans.js';
import { compileTrustProxy, type TrustProxy } from './http/client-address.js';
import { isMailServer } from './mail/route.js';
import { parseKeys } from './vault/key-provider.js';

const port = z.string().regex(/^\d{1,5}$/).transform(Number).refine((value) => value <= 65_535);
const webUrl = (protocols: string[]) => z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol)).transform((value) => value.replace(/\/+$/, ''));
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const list = z.string().transform((value) => value.split(',').map((part) => part.trim()).filter((part) => part !== ''));
const isFine = (check: () => unknown): boolean => { try { check(); return true; } catch { return false; } };
const areNetworks = (networks: readonly string[]) => isFine(() => createAddressCheck(networks));
const areNameServers = (servers: readonly string[]) => isFine(() => { new Resolver().setServers(servers); });

const routeJson = z.record(z.string(), z.object({ steps: z.array(z.looseObject({ pluginId: z.string().min(1), connectionId: z.string().min(1) })).min(1) }));

/** What each variable must be, as the end of a sentence: "PORT must be …". */
const SENTENCES: Record<string, string> = {
  PORT: 'must be a port number between 0 and 65535',
  DATABASE_URL: 'must be a Postgres address like postgresql://user:password@host:5432/name',
  REDIS_URL: 'must be a Redis address like redis://host:6379',
  PARLEY_SERVICE_TOKEN: 'must be a secret of at least 16 characters; it is required when NODE_ENV is production',
  PARLEY_MEDIA_URL: 'must be a WebSocket address like ws://localhost:4001',
  PARLEY_PUBLIC_URL: 'must be a web address like https://parley.example.com',
  PARLEY_SECRET: 'must be a secret of at least 32 characters',
  PARLEY_KEY_ENCRYPTION_KEY: 'must be one or more keys of 32 bytes as base64, separated by commas, like those of: openssl rand -base64 32',
  PARLEY_KEY_ENCRYPTION_KEY_FILE: 'must be a file that can be read, with one or more keys of 32 bytes as base64, one a line',
  PARLEY_DEFAULT_ROUTES: 'must be JSON like {"llm":{"steps":[{"connectionId":"local","pluginId":"local"}]}}',
  LOG_LEVEL: `must be one of ${LOG_LEVELS.join(', ')}`,
  TRUST_PROXY: 'must be a number of proxies or a list of networks like loopback, 10.0.0.0/8',
  CORS_ORIGINS: 'must be a list of web origins like https://app.example.com, without paths',
  PARLEY_MAIL_URL: 'must be the address of a mail server like smtp://user:password@mail.example.com:587, smtps://… or smtp://localhost:1025?security=none',
  PARLEY_MAIL_FROM: 'must be one sender like Parley <no-reply@example.com>',
  PARLEY_OUTBOUND_NETWORKS: 'must be a list of networks like 10.0.0.0/8, fd00::/8',
  PARLEY_DNS_SERVERS: 'must be a list of addresses like 10.0.0.53 or 127.0.0.1:5353',
  PARLEY_PLATFORM_ADMINS: 'must be a list of e-mail addresses like anna@example.com, ben@example.com',
  PARLEY_DEFAULT_PLAN: `must be one of ${PLAN_NAMES.join(', ')}`,
  PARLEY_PLUGINS_MODE: 'must be development or production',
  NODE_ENV: 'must be development, test or production',
};

const variables = z.object({
  PORT: port.default(4000).describe('Port of the console, GraphQL and recordings; 0 takes a free one.'),
  PARLEY_DATA_DIR: z.string().default('./.parley').describe('Folder of everything this machine keeps: database, secrets, recordings, plugins.'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//).refine((value) => URL.canParse(value)).optional().describe('Postgres; absent, an embedded database in the data folder serves.'),
  REDIS_URL: webUrl(['redis:', 'rediss:']).optional().describe('Redis for events and limits across several api processes, and for what media servers tell each other of connections that are out of order; absent, that stays in the process.'),
  PARLEY_SERVICE_TOKEN: z.string().min(16).optional().describe('The secret that media shows to api.'),
  PARLEY_MEDIA_URL: webUrl(['ws:', 'wss:']).default('ws://localhost:4001').describe('Base address of media, as callers reach it.'),
  PARLEY_PUBLIC_URL: webUrl(['http:', 'https:']).optional().describe('Base address of this server, as browsers reach it; https makes the session cookie secure.'),
  TRUST_PROXY: z.string().refine((value) => { try { compileTrustProxy(value); return true; } catch { return false; } }).optional().describe('Proxies that may say for whom they ask (`X-Forwarded-For`): their number, or their networks; absent, none.'),
  CORS_ORIGINS: z.string().transform((value) => value.split(',').map((part) => part.trim()).filter((part) => part !== '')).refine((list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)).optional().describe('Web origins whose pages may use the API with a token, separated by commas; absent, only those of the console itself.'),
  PLUGINS_DIR: z.string().optional().describe('Folder that plugins are dropped into; default `plugins` in the data folder.'),
  PARLEY_PLUGIN_ROOTS: z.string().optional().describe('Folders whose node_modules are searched for plugins, separated by `:`.'),
  PARLEY_SECRET: z.string().min(32).optional().describe('Signs links to recordings, voice previews and exports; made once in the data folder when absent.'),
  PARLEY_KEY_ENCRYPTION_KEY: z.string().refine((value) => parseKeys(value) !== undefined).optional().describe('Wraps the keys that credentials of providers are sealed with: the first of the list; the others open what they wrapped before. Absent, and without a file, made once in the data folder, which all api processes must then share.'),
  PARLEY_KEY_ENCRYPTION_KEY_FILE: z.string().refine((file) => keysInFile(file) !== undefined).optional().describe('File with such keys, one a line, in place of PARLEY_KEY_ENCRYPTION_KEY.'),
  PARLEY_DEFAULT_ROUTES: z.string().transform((value, context) => {
    try { return routeJson.parse(JSON.parse(value)); } catch { context.addIssue({ code: 'custom', message: 'unusable' }); return z.NEVER; }
  }).optional().describe('Providers of calls by kind, as JSON; what it leaves out is served by the local plugin.'),
  PARLEY_MAIL_URL: z.string().refine(isMailServer).optional().describe('Mail server, with user and password; `smtp:` demands STARTTLS, `smtps:` begins with TLS. Absent, each mail is a file in `mail` in the data folder.'),
  PARLEY_MAIL_FROM: z.string().max(320).regex(/^(?:[^<>@\r\n]{1,64} <[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/).optional().describe('Sender of all mails; absent, `no-reply` at the host of PARLEY_PUBLIC_URL.'),
  PARLEY_OUTBOUND_NETWORKS: list.refine(areNetworks).optional().describe('Networks that identity providers may be in though they are not public; with it, `http:` and every port will do for them. Absent, only public addresses with `https:`.'),
  PARLEY_SOURCE_FILES: z.string().min(1).optional().describe('Folder with files of this machine that connections may read, such as SQLite databases. Absent, in production none may.'),
  PARLEY_DNS_SERVERS: list.refine(areNameServers).optional().describe('Name servers that are asked for the TXT records that prove e-mail domains; absent, those of the system.'),
  PARLEY_DEFAULT_PLAN: z.enum(PLAN_NAMES).default('UNLIMITED').describe('Plan of organizations for which no other was set; `UNLIMITED` limits nothing.'),
  PARLEY_PLATFORM_ADMINS: z.string().transform((value, context) => {
    const emails = value.split(',').map((part) => part.trim()).filter((part) => part !== '').map(normalizeEmail);
    if (!emails.includes(undefined)) return emails as string[];
    context.addIssue({ code: 'custom', message: 'unusable' });
    return z.NEVER;
  }).optional().describe('E-mail addresses, separated by commas, of the accounts that look after the installation, once they are confirmed; absent, nobody does, or outside production the demo account.'),
  PARLEY_PLUGINS_MODE: z.enum(['development', 'production']).optional().describe('`production`: a plugin waits until it is enabled. Default: as NODE_ENV.'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe('Least important log lines that are written.'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development').describe('`production` demands what is convenient to leave out elsewhere.'),
}).superRefine((values, context) => {
  if (values.NODE_ENV === 'production' && !values.PARLEY_SERVICE_TOKEN) context.addIssue({ code: 'custom', path: ['PARLEY_SERVICE_TOKEN'], message: 'required' });
});

function keysInFile(file: string): readonly Uint8Array[] | undefined {
  try { return parseKeys(readFileSync(file, 'utf8')); } catch { return undefined; }
}

/** Every variable with its meaning, its default as it would be written, and what it must be; in the order of the documentation. */
export function environmentSettings(): { name: string; description: string; defaultText: string; must: string }[] {
  return Object.entries(variables.shape).map(([name, schema]) => {
    const parsed = schema.safeParse(undefined);
    const value: unknown = parsed.success ? parsed.data : undefined;
    return { name, description: schema.description ?? '', defaultText: typeof value === 'string' || typeof value === 'number' ? String(value) : '', must: SENTENCES[name] ?? '' };
  });
}

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;
export type DefaultRoutes = z.infer<typeof routeJson>;

/** The environment, checked. Folders are absolute, addresses have no trailing slash. */
export interface ApiEnvironment {
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly serviceToken: string;
  readonly mediaUrl: string;
  /** Undefined where only the port is known; links then name localhost and the real port. */
  readonly publicUrl: string | undefined;
  /** Tells proxies that are believed from everybody else. */
  readonly trustProxy: TrustProxy;
  readonly corsOrigins: readonly string[];
  /** Address of the mail server; undefined where mails are written to files. */
  readonly mailUrl: string | undefined;
  readonly mailFrom: string | undefined;
  /** Networks besides the public ones in which identity providers may be. */
  readonly outboundNetworks: readonly string[];
  /** Folder with files of this machine that connections may read in production; undefined for none. */
  readonly sourceFilesDir: string | undefined;
  /** Empty for those of the system. */
  readonly dnsServers: readonly string[];
  readonly pluginsDir: string;
  readonly pluginRoots: readonly string[];
  readonly pluginsMode: 'development' | 'production';
  readonly secret: string;
  /** Of those that wrap data keys, the one of now first. */
  readonly keyEncryptionKeys: readonly Uint8Array[];
  readonly defaultRoutes: DefaultRoutes;
  readonly defaultPlan: Plan;
  /** Addresses of the platform's administrators, as accounts have them; undefined where nobody has said. */
  readonly platformAdmins: readonly string[] | undefined;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly isProduction: boolean;
}

/** An environment that cannot be used; `faults` are whole sentences, one per variable. */
export class EnvironmentError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The environment cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** An empty variable counts as absent: compose files and shells leave them behind. */
const withoutEmpty = (source: EnvironmentVariables) => Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));

/** Everything that is wrong with the environment, in sentences; empty when it can be used. Makes no folder and no file. */
export function environmentFaults(source: EnvironmentVariables): string[] {
  const parsed = variables.safeParse(withoutEmpty(source));
  if (parsed.success) return [];
  return [...new Set(parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name} ${SENTENCES[name] ?? issue.message}.`;
  }))];
}

/** Reads the environment and makes the data folder. Throws {@link EnvironmentError} with every fault at once. */
export function readEnvironment(source: EnvironmentVariables): ApiEnvironment {
  const faults = environmentFaults(source);
  if (faults.length > 0) throw new EnvironmentError(faults);
  const values = variables.parse(withoutEmpty(source));
  const dataDir = resolve(values.PARLEY_DATA_DIR);
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new EnvironmentError([`PARLEY_DATA_DIR ${dataDir} cannot be made: ${(error as Error).message}.`]);
  }
  return {
    port: values.PORT, dataDir, databaseUrl: values.DATABASE_URL, redisUrl: values.REDIS_URL,
    serviceToken: values.PARLEY_SERVICE_TOKEN ?? keptSecret(join(dataDir, 'service-token')),
    mediaUrl: values.PARLEY_MEDIA_URL, publicUrl: values.PARLEY_PUBLIC_URL, trustProxy: compileTrustProxy(values.TRUST_PROXY), corsOrigins: values.CORS_ORIGINS ?? [],
    mailUrl: values.PARLEY_MAIL_URL, mailFrom: values.PARLEY_MAIL_FROM,
    outboundNetworks: values.PARLEY_OUTBOUND_NETWORKS ?? [], sourceFilesDir: values.PARLEY_SOURCE_FILES === undefined ? undefined : resolve(values.PARLEY_SOURCE_FILES), dnsServers: values.PARLEY_DNS_SERVERS ?? [],
    pluginsDir: resolve(values.PLUGINS_DIR ?? join(dataDir, 'plugins')),
    pluginRoots: (values.PARLEY_PLUGIN_ROOTS ?? process.cwd()).split(':').filter((root) => root !== '').map((root) => resolve(root)),
    pluginsMode: values.PARLEY_PLUGINS_MODE ?? (values.NODE_ENV === 'production' ? 'production' : 'development'),
    secret: values.PARLEY_SECRET ?? keptSecret(join(dataDir, 'secret')),
    keyEncryptionKeys: keyEncryptionKeys(values, dataDir),
    defaultRoutes: values.PARLEY_DEFAULT_ROUTES ?? {}, defaultPlan: values.PARLEY_DEFAULT_PLAN, platformAdmins: values.PARLEY_PLATFORM_ADMINS, logLevel: values.LOG_LEVEL, isProduction: values.NODE_ENV === 'production',
  };
}

function keyEncryptionKeys(values: { readonly PARLEY_KEY_ENCRYPTION_KEY?: string | undefined; readonly PARLEY_KEY_ENCRYPTION_KEY_FILE?: string | undefined }, dataDir: string): readonly Uint8Array[] {
  const file = values.PARLEY_KEY_ENCRYPTION_KEY_FILE;
  const keptFile = join(dataDir, 'key-encryption-key');
  const keys = values.PARLEY_KEY_ENCRYPTION_KEY !== undefined ? parseKeys(values.PARLEY_KEY_ENCRYPTION_KEY) : file !== undefined ? keysInFile(file) : parseKeys(keptSecret(keptFile));
  if (!keys) throw new EnvironmentError([`The key-encryption key in ${file ?? keptFile} cannot be read: it is 32 bytes as base64.`]);
  return keys;
}

/** A random secret that survives restarts; readable by its owner alone. */
function keptSecret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}
