import { checkSettings } from '@parley/plugin-host';
import { z } from 'zod';
import { privateHostIn } from '../../connections/addresses.js';
import { forbiddenFileIn } from '../../connections/server-files.js';
import { CONNECTABLE_KINDS, type ConnectableKind } from '../../connections/requests.js';
import type { App } from '../../context.js';
import { type Fault, fault, Faults } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { Secret } from '../../vault/secret.js';

const secret = z.instanceof(Secret).refine((value) => value.reveal().length <= LIMITS.secretCharactersMax, `has at most ${LIMITS.secretCharactersMax} characters`)
  .refine((value) => /^[\P{Cc}\n\r\t]*$/u.test(value.reveal()), 'has characters that no credential has');

export const connectionFields = {
  name: z.string().trim().min(1, 'needs at least one character').max(LIMITS.connectionNameCharactersMax, `has at most ${LIMITS.connectionNameCharactersMax} characters`),
  voice: z.string().trim().min(1, 'needs at least one character').max(200, 'has at most 200 characters'),
  settings: z.record(z.string(), z.unknown(), 'is an object').refine((value) => JSON.stringify(value).length <= LIMITS.connectionSettingsCharactersMax, `has at most ${LIMITS.connectionSettingsCharactersMax} characters as JSON`),
  credentials: z.array(z.object({ name: z.string().max(100, 'is no name of a credential'), value: secret })).max(20, 'has at most 20 entries'),
};

/** What a manifest says of one kind of provider that a connection may be made to. */
export type PluginKind = NonNullable<ReturnType<typeof manifestOf>>;

function manifestOf(app: App, kind: ConnectableKind, pluginId: string) {
  const entry = app.catalog.get(pluginId);
  const declared = entry?.state === 'ENABLED' ? entry.manifest?.kinds[kind] : undefined;
  return entry && declared && { pluginId: entry.id, title: entry.title, kind, declared };
}

/** The plugin, where it can be used now. */
export function usablePlugin(app: App, kind: ConnectableKind, pluginId: string): PluginKind {
  const found = manifestOf(app, kind, pluginId);
  if (!found) throw fault('PluginNotFoundError', `There is no plugin "${pluginId.slice(0, 50)}" that is enabled and offers ${kind}.`, 'pluginId');
  return found;
}

/** A kind of the contract as plugins write it. */
export const kindOf = (name: string) => name.toLowerCase().replaceAll('_', '-');

/** The kind as plugins write it; those that calls do not have cannot be connected yet. */
export function connectedKind(kind: string): ConnectableKind {
  const found = CONNECTABLE_KINDS.find((known) => known === kindOf(kind));
  if (!found) throw fault('PluginNotFoundError', `Providers of this kind cannot be connected; there are ${CONNECTABLE_KINDS.map((known) => known.toUpperCase().replaceAll('-', '_')).join(', ')}.`, 'kind');
  return found;
}

/** Checks settings against the schema of the manifest; everything wrong is told at once, each with its field. Defaults are left out, so that those of a newer release hold. */
export async function checkedSettings({ environment }: App, { declared }: PluginKind, settings: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
  const check = checkSettings(declared.settings, settings);
  if (check.isValid) {
    const host = await privateHostIn(environment, settings);
    if (host !== undefined) throw fault('InvalidInputError', `\`settings\`: ${host} lies in a private network. Whoever runs this server can allow it with PARLEY_OUTBOUND_NETWORKS.`, 'settings');
    const file = await forbiddenFileIn(environment, declared.settings, settings);
    if (file !== undefined) throw fault('InvalidInputError', `\`settings.${file}\`: connections may not read this file. Whoever runs this server can allow a folder with PARLEY_SOURCE_FILES.`, 'settings', file);
    return settings;
  }
  throw new Faults(check.errors.map((error) => {
    const [place = '', ...words] = error.split(' ');
    const path = place === 'settings' ? [] : place.split('/');
    return fault('InvalidInputError', `\`${['settings', ...path].join('.')}\`: ${words.join(' ')}.`, 'settings', ...path);
  }));
}

export type Credentials = ReadonlyMap<string, Secret>;

/** Checks that each credential is one the plugin knows, and, where `isWhole`, that none is missing; one that a server of one's own does not ask for is given as empty text. */
export function checkedCredentials({ declared, title }: PluginKind, given: readonly { readonly name: string; readonly value: Secret }[], isWhole: boolean): Credentials {
  const names = Object.keys(declared.secrets);
  const credentials = new Map(given.map(({ name, value }) => [name, value]));
  const faults: Fault[] = [...credentials.keys()].filter((name) => !names.includes(name)).map((name) => fault('InvalidInputError', `"${name}" is no credential of ${title}; ${names.length === 0 ? 'it has none' : `there are ${names.join(', ')}`}.`, 'credentials'));
  if (isWhole) faults.push(...names.filter((name) => !credentials.has(name)).map((name) => fault('InvalidInputError', `\`${name}\` is needed: ${declared.secrets[name]!.title}.`, 'credentials', name)));
  if (faults.length > 0) throw new Faults(faults);
  return credentials;
}
