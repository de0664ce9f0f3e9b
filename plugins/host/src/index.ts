export { createPluginCatalog } from './catalog/catalog.js';
export { checkSettings, type SettingsCheck } from './catalog/settings-schema.js';
export type { CatalogEntry, PluginCatalog, PluginCatalogOptions, PluginState } from './catalog/types.js';
export { DEFAULT_LIMITS } from './limits.js';
/** Name of the lock file in the data folder; api and media that share the folder share the decisions in it. */
export const PLUGIN_LOCK_FILE = 'plugins.lock.json';
export { loadForReport } from './open/load.js';
export { createProviderHost, type OpenedRoute, type PluginHost, type RouteListeners } from './open/host.js';
export type {
  CallKind, HostEvent, HostLimits, HostOptions, HostRoute, HostRouteStep, OpenCallRequest, OpenedCall, ProviderHost, UsageRecord,
} from './ports.js';
export type { HealthBoard, HealthNews } from './wrap/health-board.js';
export { SMALLEST_REQUESTS } from './wrap/smallest-request.js';
/** The kinds, as a process that opens providers sees them; media and api import them from here and never from the SDK. */
export type {
  AudioFormat, AudioSamples, ByteRange, Clock, DataColumn, DataParameter, DataQueryResult, DataSourceProvider, DataTable, DataTableColumn, DataValue, EmbeddingProvider, LlmDocument, LlmEvent, LlmMessage, LlmPreparation, LlmProvider, LlmRequest, LlmTool, LlmToolCall,
  MailMessage, MailProvider, PluginLogger, ProviderErrorCause, ProviderKind, ProviderUsage, StorageProvider, StorageReading, StoredObject, SttEvent, SttProvider, SttSession, Timer, TtsEvent, TtsProvider, TtsRequest,
  TtsVoice, TurnProvider, TurnRequest, TurnVerdict, VadProvider, VadSession,
} from '@parley/plugin-sdk';
export { isProviderError, ProviderError, systemClock, toProviderError } from '@parley/plugin-sdk';
