export { createPluginCatalog } from './catalog.js';
export { checkSettings, type SettingsCheck } from './settings-schema.js';
export type { CatalogEntry, PluginCatalog, PluginCatalogOptions, PluginState } from './types.js';
