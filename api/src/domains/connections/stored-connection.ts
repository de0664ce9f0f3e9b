import type { Prisma } from '@parley/db';
import type { ConnectableKind } from '../../connections/requests.js';
import type { ApiContext, App } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import type { Secret } from '../../vault/secret.js';
import type { StoredSecret } from '../../vault/vault.js';

export const WITH_SECRETS = { secrets: { include: { dataKey: true } } } as const;

/** A connection with its credentials, sealed. */
export type StoredConnection = Prisma.ProviderConnectionGetPayload<{ include: typeof WITH_SECRETS }>;

/** A connection of the organization that the session works in. One statement. */
export async function findConnection({ db }: ApiContext, externalId: string, field = 'id'): Promise<StoredConnection & { readonly kind: ConnectableKind }> {
  const id = inputId('ProviderConnection', externalId, field);
  const found = await db.providerConnection.findFirst({ where: { id }, include: WITH_SECRETS });
  if (!found) throw fault('ConnectionNotFoundError', 'There is no such connection.', field);
  return found as StoredConnection & { kind: ConnectableKind };
}

/** Its credentials, opened. Those that were lost, or changed by somebody else, are told by name and fail like wrong ones. */
export async function openSecrets(app: App, { secrets }: { readonly secrets: readonly StoredSecret[] }): Promise<{ readonly opened: Map<string, Secret>; readonly lost: string[] }> {
  const opened = new Map<string, Secret>();
  const lost: string[] = [];
  for (const stored of secrets) {
    try {
      opened.set(stored.name, await app.vault.open(stored));
    } catch (error) {
      app.logger.error({ err: error, connectionId: stored.connectionId }, 'a credential cannot be opened');
      lost.push(stored.name);
    }
  }
  return { opened, lost };
}

/** Credentials as an adapter takes them: every one that its manifest names, empty where none is stored. */
export function secretValues(app: App, { kind, pluginId }: { readonly kind: string; readonly pluginId: string }, opened: ReadonlyMap<string, Secret>): Record<string, string> {
  const declared = app.catalog.get(pluginId)?.manifest?.kinds[kind as ConnectableKind]?.secrets ?? {};
  return Object.fromEntries(Object.keys(declared).map((name) => [name, opened.get(name)?.reveal() ?? '']));
}

/** An update that met no row: somebody was faster. */
export const changedMeanwhile = (id: string, version?: number) => new Fault('ConnectionChangedError', version === undefined ? 'The connection was changed meanwhile.' : `The connection was changed meanwhile; it is at version ${version} now.`, ['input', 'expectedVersion'], { connectionId: id });
