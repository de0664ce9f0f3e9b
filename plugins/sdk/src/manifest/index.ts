import semver from 'semver';
import { z } from 'zod';
import { PROVIDER_KINDS } from '../plugin.js';

export { QUALITY_LEVELS, type QualityLevel } from './quality.js';

/** The npm keyword that makes a package a Parley plugin. */
export const PLUGIN_KEYWORD = 'parley-plugin';

/** A range one of whose alternatives admits every version says nothing, however it is spelt (`*`, `x`, `>=0`, `^1 || *`). */
function isBoundRange(range: string): boolean {
  const alternatives = semver.validRange(range)?.split('||') ?? ['*'];
  return alternatives.every((alternative) => !['*', '', '>=0.0.0'].includes(alternative.trim()));
}

const hostRange = z.string().refine(isBoundRange, {
  error: 'must be a semver range of host versions, such as "^0.1.0"; "*" is refused',
});

const price = z.strictObject({
  /** What is counted: `audio-minute`, `character`, `input-token`, `output-token`, `cached-input-token`, `request`. */
  unit: z.enum(['audio-minute', 'character', 'input-token', 'cached-input-token', 'output-token', 'request']),
  /** US dollars for `per` units, as a decimal string. */
  usd: z.string().regex(/^\d+(\.\d+)?$/),
  per: z.number().int().positive(),
  /** ISO date on which the price was read, and where. */
  asOf: z.iso.date(),
  source: z.string(),
});

const template = z.strictObject({
  /** Unique within the kind; it stands in addresses. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,47}$/, 'must be small letters, digits and hyphens'),
  title: z.string().min(1).max(80),
  /** When one takes it. */
  description: z.string().max(300).default(''),
  /** Settings to begin with, in the shape of the kind's schema; what is left out has its default. */
  settings: z.record(z.string(), z.unknown()),
});

const kind = z.strictObject({
  /** The version of the kind's spec the adapter was written for, e.g. `stt/v1`. */
  spec: z.string().regex(/^[a-z-]+\/v\d+$/),
  title: z.string().min(1).max(80),
  description: z.string().max(500).default(''),
  /** JSON Schema 2020-12 of the settings; its titles and `x-parley` hints draw the form (widget, group, showIf, secret, options; see docs/plugins.md). */
  settings: z.record(z.string(), z.unknown()).default({ type: 'object', properties: {}, additionalProperties: false }),
  /** Names of the secrets the adapter needs, each with words for the person who enters it. */
  secrets: z.record(z.string(), z.strictObject({ title: z.string(), help: z.string().default('') })).default({}),
  /** Settings that are filled in already, for uses that come often. */
  templates: z.array(template).max(20).refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'has two templates of one name').default([]),
  /** What the adapter declares of itself; the contract suite verifies it. */
  abilities: z.record(z.string(), z.unknown()).default({}),
  prices: z.array(price).default([]),
});

/** The `parley` block of a plugin's package.json. It is read without running any of the package's code. */
export const pluginManifest = z.strictObject({
  /** Stable, lower-case, unique among installed plugins. */
  id: z.string().regex(/^[a-z][a-z0-9-]{1,48}$/),
  title: z.string().min(1).max(80),
  description: z.string().max(500).default(''),
  /** Module that default-exports the plugin, relative to the package. */
  entry: z.string().regex(/^\.\/(?!(.*\/)?\.\.(\/|$))/, 'must be a path inside the package that starts with "./"'),
  host: hostRange,
  kinds: z.partialRecord(z.enum(PROVIDER_KINDS), kind).refine((kinds) => Object.keys(kinds).length > 0, 'declares no kind'),
  /** Host names the adapter connects to; empty for one that needs no network. */
  egress: z.array(z.string()).default([]),
  setup: z.array(z.string()).default([]),
  docs: z.string().optional(),
});

export type PluginManifest = z.infer<typeof pluginManifest>;
export type PluginKindManifest = z.infer<typeof kind>;
