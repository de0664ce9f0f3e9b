import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const wholeNumber = (min: number, max: number) => z.string().regex(/^\d{1,9}$/).transform(Number).refine((value) => value >= min && value <= max);

/** What each variable must be, as the end of a sentence: "MEDIA_PORT must be …". */
const SENTENCES: Readonly<Record<string, string>> = {
  MEDIA_PORT: 'must be a port number between 0 and 65535',
  PARLEY_API_URL: 'must be a web address like http://127.0.0.1:4000',
  REDIS_URL: 'must be a Redis address like redis://host:6379',
  PARLEY_SERVICE_TOKEN: 'must be a secret of at least 16 characters; it is required when NODE_ENV is production',
  PARLEY_MEDIA_ID: 'must be 1 to 64 letters, digits, dots, dashes or underscores',
  MEDIA_SERVER: 'must be uws or ws',
  MEDIA_CALLS_MAX: 'must be a number of calls between 1 and 100000',
  MEDIA_DRAIN_MS_MAX: 'must be a number of milliseconds between 0 and 86400000',
  MEDIA_WARM_PLUGINS: 'must be plugin ids separated by commas, or none',
  PARLEY_PLUGINS_MODE: 'must be development or production',
  LOG_LEVEL: `must be one of ${LOG_LEVELS.join(', ')}`,
  LOG_PII: 'must be true or false',
  NODE_ENV: 'must be development, test or production',
};

const variables = z.object({
  MEDIA_PORT: wholeNumber(0, 65_535).default(4001).describe('Port of the call sockets, health and metrics; 0 takes a free one.'),
  PARLEY_DATA_DIR: z.string().default('./.parley').describe('Folder of everything this machine keeps: here the journal, recordings under way and the plugins\' lock.'),
  PARLEY_API_URL: z.string().refine((value) => URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol)).transform((value) => value.replace(/\/+$/, '')).default('http://127.0.0.1:4000').describe('Where api listens, as this process reaches it.'),
  REDIS_URL: z.string().refine((value) => URL.canParse(value) && ['redis:', 'rediss:'].includes(new URL(value).protocol)).optional().describe('Redis for what media servers tell each other of connections that are out of order; absent, each learns by itself.'),
  PARLEY_SERVICE_TOKEN: z.string().min(16).optional().describe('The secret that media shows to api; absent, the one api keeps in a data folder that both share.'),
  PARLEY_MEDIA_ID: z.string().regex(/^[\w.-]{1,64}$/).optional().describe('Names this media server among others; made once in the data folder when absent.'),
  PLUGINS_DIR: z.string().optional().describe('Folder that plugins are dropped into; default `plugins` in the data folder.'),
  PARLEY_PLUGIN_ROOTS: z.string().optional().describe('Folders whose node_modules are searched for plugins, separated by `:`.'),
  PARLEY_PLUGINS_MODE: z.enum(['development', 'production']).optional().describe('`production`: a plugin waits until it is enabled. Default: as NODE_ENV.'),
  MEDIA_SERVER: z.enum(['uws', 'ws']).optional().describe('Forces one of the two servers; by default uWebSockets.js where it loads, else ws.'),
  MEDIA_CALLS_MAX: wholeNumber(1, 100_000).default(400).describe('Calls at the same time; further ones are refused.'),
  MEDIA_DRAIN_MS_MAX: wholeNumber(0, 86_400_000).default(600_000).describe('How long live calls may go on after SIGTERM, in milliseconds.'),
  MEDIA_WARM_PLUGINS: z.string().regex(/^[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)*$/).default('local').describe('Plugins whose models are loaded before the first call, separated by commas; `none` for none.'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe('Least important log lines that are written.'),
  LOG_PII: z.enum(['true', 'false']).default('false').describe('Lets speech, prompts and phone numbers into the log.'),
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development').describe('`production` demands what is convenient to leave out elsewhere.'),
}).superRefine((values, context) => {
  if (values.NODE_ENV === 'production' && !values.PARLEY_SERVICE_TOKEN) context.addIssue({ code: 'custom', path: ['PARLEY_SERVICE_TOKEN'], message: 'required' });
});

/** Every variable with its meaning, its default as it would be written, and what it must be; in the order of the documentation. */
export function environmentSettings(): { name: string; description: string; defaultText: string; must: string }[] {
  return Object.entries(variables.shape).map(([name, schema]) => {
    const parsed = schema.safeParse(undefined);
    const value: unknown = parsed.success ? parsed.data : undefined;
    return { name, description: schema.description ?? '', defaultText: value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : `${value as string | number | boolean}`, must: SENTENCES[name] ?? '' };
  });
}

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** The environment, checked. Folders are absolute, addresses have no trailing slash. */
export interface MediaEnvironment {
  readonly port: number;
  readonly dataDir: string;
  readonly apiUrl: string;
  readonly redisUrl: string | undefined;
  readonly serviceToken: string;
  readonly mediaId: string;
  readonly pluginsDir: string;
  readonly pluginRoots: readonly string[];
  readonly pluginsMode: 'development' | 'production';
  readonly engine: 'uws' | 'ws' | undefined;
  readonly callsMax: number;
  readonly drainMsMax: number;
  readonly warmPlugins: readonly string[];
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly hasPiiInLogs: boolean;
}

/** An environment that cannot be used; `faults` are whole sentences, one per variable. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(readonly faults: readonly string[]) {
    super(`The environment cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** An empty variable counts as absent: compose files and shells leave them behind. */
const withoutEmpty = (source: EnvironmentVariables) => Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));

/** Everything that is wrong with the environment, in sentences; empty when it can be used. Makes no folder and no file. */
export function environmentFaults(source: EnvironmentVariables = process.env): string[] {
  const parsed = variables.safeParse(withoutEmpty(source));
  if (parsed.success) return [];
  return [...new Set(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${SENTENCES[String(issue.path[0])] ?? issue.message}.`))];
}

/** Reads the environment and makes the data folder. Throws {@link EnvironmentError} with every fault at once. */
export function readEnvironment(source: EnvironmentVariables = process.env): MediaEnvironment {
  const faults = environmentFaults(source);
  if (faults.length > 0) throw new EnvironmentError(faults);
  const values = variables.parse(withoutEmpty(source));
  const dataDir = resolve(values.PARLEY_DATA_DIR);
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new EnvironmentError([`PARLEY_DATA_DIR ${dataDir} cannot be made: ${(error as Error).message}.`]);
  }
  const tokenFile = join(dataDir, 'service-token');
  const serviceToken = values.PARLEY_SERVICE_TOKEN ?? (existsSync(tokenFile) ? readFileSync(tokenFile, 'utf8').trim() : undefined);
  if (serviceToken === undefined) throw new EnvironmentError([`PARLEY_SERVICE_TOKEN must be set, as api has it: there is none in ${tokenFile} either.`]);
  return {
    port: values.MEDIA_PORT, dataDir, apiUrl: values.PARLEY_API_URL, redisUrl: values.REDIS_URL, serviceToken,
    mediaId: values.PARLEY_MEDIA_ID ?? keptMediaId(join(dataDir, 'media-id')),
    pluginsDir: resolve(values.PLUGINS_DIR ?? join(dataDir, 'plugins')),
    pluginRoots: (values.PARLEY_PLUGIN_ROOTS ?? process.cwd()).split(':').filter((root) => root !== '').map((root) => resolve(root)),
    pluginsMode: values.PARLEY_PLUGINS_MODE ?? (values.NODE_ENV === 'production' ? 'production' : 'development'),
    engine: values.MEDIA_SERVER, callsMax: values.MEDIA_CALLS_MAX, drainMsMax: values.MEDIA_DRAIN_MS_MAX,
    warmPlugins: values.MEDIA_WARM_PLUGINS === 'none' ? [] : values.MEDIA_WARM_PLUGINS.split(','),
    logLevel: values.LOG_LEVEL, hasPiiInLogs: values.LOG_PII === 'true',
  };
}

/** A name that survives restarts, so that commands for this server's calls find it. */
function keptMediaId(file: string): string {
  if (!existsSync(file)) writeFileSync(file, `media-${randomBytes(6).toString('hex')}`, { flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}
