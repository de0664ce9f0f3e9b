import type { CatalogEntry } from '@parley/plugin-host';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import type { CallEnums } from '../calls/enums.graphql.js';
import { kindName } from './connections.graphql.js';
import { languagesOf, searchCatalog, type OfferedKind } from './plugin-catalog.service.js';

type Price = OfferedKind['declared']['prices'][number];
type Template = OfferedKind['declared']['templates'][number];
interface NamedSecret { readonly name: string; readonly title: string; readonly help: string }

function defineKind(builder: Builder, { providerKind }: CallEnums) {
  const secret = builder.objectRef<NamedSecret>('PluginSecret').implement({
    description: 'A credential that a provider asks for.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name in `credentials`.' }),
      title: t.exposeString('title', { description: 'What people call it.' }),
      help: t.exposeString('help', { description: 'Where to get it; may be empty.' }),
    }),
  });
  const price = builder.objectRef<Price>('PluginPrice').implement({
    description: 'A list price, as it was on a day.',
    fields: (t) => ({
      unit: t.exposeString('unit', { description: 'What is counted: `audio-minute`, `character`, `input-token`, `cached-input-token`, `output-token` or `request`.' }),
      usd: t.exposeString('usd', { description: 'US dollars for `per` units, as a decimal string.' }),
      per: t.exposeInt('per', { description: 'For so many units.' }),
      asOf: t.exposeString('asOf', { description: 'The day on which it was read, e.g. `2026-09-23`.' }),
      source: t.exposeString('source', { description: 'Where it was read.' }),
    }),
  });
  const template = builder.objectRef<Template>('PluginTemplate').implement({
    description: 'Settings that belong together for one use of a plugin, e.g. a server of one\'s own or a region.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Unique within the kind of the plugin, e.g. `ollama`.' }),
      title: t.exposeString('title', { description: 'What people call it.' }),
      description: t.exposeString('description', { description: 'When one takes it; may be empty.' }),
      settings: t.field({ type: 'JSON', description: 'Settings to begin with; what is left out has its default.', resolve: ({ settings }) => settings }),
    }),
  });
  return builder.objectRef<OfferedKind>('PluginOfferKind').implement({
    description: 'What a plugin offers as one kind of provider.',
    fields: (t) => ({
      kind: t.field({ type: providerKind, description: 'What it provides.', resolve: ({ kind }) => kindName(kind) }),
      title: t.string({ description: 'Its name for people.', resolve: ({ declared }) => declared.title }),
      description: t.string({ description: 'What it does; may be empty.', resolve: ({ declared }) => declared.description }),
      settingsSchema: t.field({ type: 'JSON', description: 'JSON Schema 2020-12 of its settings, with `x-parley` hints for a form.', resolve: ({ declared }) => declared.settings }),
      secrets: t.field({ type: [secret], complexity: { field: 0, multiplier: 2 }, description: 'Credentials that it asks for.', resolve: ({ declared }) => Object.entries(declared.secrets).map(([name, words]) => ({ name, ...words })) }),
      templates: t.field({ type: [template], complexity: { field: 0, multiplier: 3 }, description: 'Settings that are filled in already, for uses that come often; may be empty.', resolve: ({ declared }) => declared.templates }),
      abilities: t.field({ type: 'JSON', description: 'What it declares of itself, e.g. whether it streams, and its sound formats.', resolve: ({ declared }) => declared.abilities }),
      languages: t.stringList({ description: 'Languages that it speaks or understands, as BCP 47 tags; `*` for all.', resolve: ({ declared }) => [...languagesOf(declared)] }),
      prices: t.field({ type: [price], complexity: { field: 0, multiplier: 3 }, description: 'List prices of the model that the settings begin with; empty where none is known.', resolve: ({ declared }) => declared.prices }),
    }),
  });
}

function defineQuality(builder: Builder) {
  return builder.enumType('PluginQuality', {
    description: 'What a report on this installation has found of a plugin: it runs the contract of its kinds, and more. A plugin cannot claim a level itself, and one that is changed has none until it is looked at again.',
    values: {
      BRONZE: { value: 'bronze', description: 'It keeps every rule of the contracts of its kinds.' },
      SILVER: { value: 'silver', description: 'As well, its vendor\'s failures are told as what they are without a credential in them, and its first results come soon.' },
      GOLD: { value: 'gold', description: 'As well, real speech is understood, it waits for slow readers, and it blocks nobody.' },
    } as const,
  });
}

/** `pluginCatalog`: what can be connected, from the manifests; no plugin's code runs for it. */
export function definePluginCatalog(builder: Builder, enums: CallEnums): void {
  const kind = defineKind(builder, enums);
  const quality = defineQuality(builder);
  const offer = builder.objectRef<{ readonly entry: CatalogEntry; readonly kinds: readonly OfferedKind[] }>('PluginOffer').implement({
    description: 'A plugin that can be connected to.',
    fields: (t) => ({
      id: t.id({ description: 'The name it gives itself, e.g. `openai`: the `pluginId` of its connections.', resolve: ({ entry }) => entry.id }),
      title: t.string({ description: 'Its name for people.', resolve: ({ entry }) => entry.title }),
      description: t.string({ description: 'What it is; may be empty.', resolve: ({ entry }) => entry.manifest?.description ?? '' }),
      version: t.string({ description: 'Its version.', resolve: ({ entry }) => entry.version }),
      packageName: t.string({ description: 'Name of its package.', resolve: ({ entry }) => entry.packageName }),
      setup: t.stringList({ description: 'Steps to take at the vendor before it is connected, in order.', resolve: ({ entry }) => [...entry.manifest?.setup ?? []] }),
      egress: t.stringList({ description: 'Hosts that it connects to; empty for one that needs no network.', resolve: ({ entry }) => [...entry.manifest?.egress ?? []] }),
      docs: t.string({ nullable: true, description: 'Where more is written about it.', resolve: ({ entry }) => entry.manifest?.docs }),
      quality: t.field({ type: quality, nullable: true, description: 'What a report has awarded it on this installation; null where none was made of it as it is now.', resolve: ({ entry }) => entry.quality }),
      kinds: t.field({ type: [kind], complexity: { field: 0, multiplier: 3 }, description: 'What it offers of what was asked for.', resolve: ({ kinds }) => [...kinds] }),
    }),
  });
  builder.queryField('pluginCatalog', (t) => t.field({
    type: [offer], authScopes: { signedIn: true }, complexity: { field: 1, multiplier: 20 },
    description: 'What can be connected: plugins that are installed and enabled, by their names. One that is dropped in while the server runs is among them. Needs `connections:read`.',
    args: {
      search: t.arg.string({ description: `With this in its name or in what it says of itself, in capitals or not; at most ${LIMITS.searchTextCharactersMax} characters.` }),
      kind: t.arg({ type: enums.providerKind, description: 'That provides this.' }),
      quality: t.arg({ type: quality, description: 'That has been awarded this level, or a higher one.' }),
      language: t.arg.string({ description: 'That speaks or understands this language, as a BCP 47 tag like `de` or `en-GB`.' }),
    },
    resolve: (_root, args, { app }) => [...searchCatalog(app, args)],
  }));
}
