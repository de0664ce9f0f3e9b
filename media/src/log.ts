import type { PluginLogger } from '@parley/plugin-host';
import { destination, pino } from 'pino';

/** A constant message and fields. Whatever tells of speech, prompts or phone numbers goes under the field `pii`. */
export interface Logger extends PluginLogger {
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** One JSON object a line on standard output. The field `pii` is left out unless it is asked for. */
export function createLogger(level: string, hasPii: boolean, write?: (line: string) => void): Logger {
  const options = { level, base: { service: 'media' }, ...(hasPii ? {} : { redact: { paths: ['pii', '*.pii'], remove: true } }) };
  // Written at once: the last line before an exit must not be the one that is missing.
  const log = pino(options, write ? { write } : destination({ sync: true }));
  return {
    debug: (message, fields = {}) => { log.debug(fields, message); },
    info: (message, fields = {}) => { log.info(fields, message); },
    warn: (message, fields = {}) => { log.warn(fields, message); },
    error: (message, fields = {}) => { log.error(fields, message); },
  };
}
