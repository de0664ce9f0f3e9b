import type { PluginLogger } from '@parley/plugin-host';

export interface LogLine { readonly level: string; readonly message: string; readonly [field: string]: unknown }

/** A logger that keeps what it is told. */
export function captureLogger(): PluginLogger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>): void => { lines.push({ ...fields, level, message }); };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn') };
}
