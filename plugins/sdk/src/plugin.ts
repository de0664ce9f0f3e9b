import type { Clock } from './clock.js';
import type { DataSourceProvider } from './kinds/data-source.js';
import type { EmbeddingProvider } from './kinds/embedding.js';
import type { LlmProvider } from './kinds/llm.js';
import type { MailProvider } from './kinds/mail.js';
import type { StorageProvider } from './kinds/storage.js';
import type { SttProvider } from './kinds/stt.js';
import type { TtsProvider } from './kinds/tts.js';
import type { TurnProvider } from './kinds/turn.js';
import type { VadProvider } from './kinds/vad.js';

export interface PluginLogger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Everything an adapter is given. It reads no environment and keeps nothing between calls but what it makes here. */
export interface PluginContext {
  /** Checked against the kind's settings schema before the adapter sees it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Opened secrets, by name; kept in memory only. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly logger: PluginLogger;
}

/** The adapter of each provider kind. */
export interface ProviderByKind {
  stt: SttProvider;
  tts: TtsProvider;
  llm: LlmProvider;
  embedding: EmbeddingProvider;
  vad: VadProvider;
  turn: TurnProvider;
  mail: MailProvider;
  'data-source': DataSourceProvider;
  storage: StorageProvider;
}

export type ProviderKind = keyof ProviderByKind;
export const PROVIDER_KINDS = ['stt', 'tts', 'llm', 'embedding', 'vad', 'turn', 'mail', 'data-source', 'storage'] as const satisfies readonly ProviderKind[];

/** What the entry module of a plugin package exports as `default`: one opener for each kind its manifest declares. */
export type Plugin = {
  readonly [Kind in ProviderKind]?: (context: PluginContext) => Promise<ProviderByKind[Kind]>;
};

/** Gives the compiler a chance to check a plugin; returns it as it is. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
