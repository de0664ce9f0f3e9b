import type { PluginLogger } from '../plugin.js';
import type { ContractWatch } from './contract.js';

/** A secret no adapter would say by chance. */
export const WATCHED_SECRET = 'sk-watched-4f1c9a7e2b';

export interface RecordingWatch extends ContractWatch {
  /** Everything that was logged, as text. */
  logged(): string;
}

/** Text of a value as a log would show it: errors with stack, own fields and causes. */
export function everythingIn(value: unknown, depth = 0): string {
  if (depth > 5) return '';
  if (value instanceof Error) {
    const fields = Object.values(value).map((field) => everythingIn(field, depth + 1));
    return [String(value), value.stack ?? '', everythingIn(value.cause, depth + 1), ...fields].join('\n');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([key, field]) => `${key}: ${everythingIn(field, depth + 1)}`).join('\n');
  }
  return String(value);
}

export function recordingWatch(): RecordingWatch {
  const records: string[] = [];
  const record = (message: string, fields?: Readonly<Record<string, unknown>>): void => {
    records.push(`${message} ${everythingIn(fields)}`);
  };
  const logger: PluginLogger = { debug: record, info: record, warn: record };
  return { logger, secret: WATCHED_SECRET, logged: () => records.join('\n') };
}
