import { type ConnectionStatus, uuidv7, type OrganizationTransaction } from '@parley/db';
import { z } from 'zod';
import { isUniqueViolation } from '../../access/database-errors.js';
import { may } from '../../access/may.js';
import { parseInput } from '../../access/parse-input.js';
import type { ConnectableKind } from '../../connections/requests.js';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import type { Secret } from '../../vault/secret.js';
import { usersOfConnection, type RouteUsers } from '../routes/users-of-connection.js';
import { checkedCredentials, checkedSettings, connectionFields, usablePlugin, type Credentials } from './connection-input.js';
import { secretRow } from './connect.service.js';
import { changedMeanwhile, findConnection, openSecrets, type StoredConnection } from './stored-connection.js';
import { testFailed, tracesOf, tryOut, type TrialResult } from './trial.service.js';

const updateInput = z.object({
  id: z.string(), expectedVersion: z.number().int().optional(), name: connectionFields.name.optional(), voice: connectionFields.voice.optional(), settings: connectionFields.settings.optional(),
  credentials: connectionFields.credentials.optional(), isActive: z.boolean().optional(), isLent: z.boolean().optional(),
});
type Update = z.output<typeof updateInput>;
type Connection = StoredConnection & { readonly kind: ConnectableKind };

/**
 * Changes what is named; the rest stays. Other settings or credentials are tried before anything is changed, and what
 * fails changes nothing: calls go on with what works, and those that run keep what they have to their end. Answers its id,
 * and, where it is switched off, whose routes pass it over from now on.
 */
export async function providerUpdate(context: ApiContext, raw: unknown): Promise<{ readonly id: string; readonly usedBy?: RouteUsers }> {
  const input = parseInput(updateInput, raw);
  const connection = await findConnection(context, input.id);
  const { id, version, status } = connection;
  if (input.expectedVersion !== undefined && input.expectedVersion !== version) throw changedMeanwhile(id, version);
  if (input.isActive && status === 'PENDING_APPROVAL') throw fault('ConnectionNeedsApprovalError', 'The connection waits for approval, and is active after that.', 'isActive');
  // Null asks for the provider's own voice again; everywhere else it says "not given".
  const voice = (raw as { readonly voice?: unknown }).voice === null ? null : input.voice ?? connection.voice;
  const { settings, given } = await changeOf(context, connection, input);
  const isTried = settings !== undefined || given.size > 0 || voice !== connection.voice || (input.isActive === true && status !== 'ACTIVE');
  const result = isTried ? await tryChanged(context, connection, { voice, settings, given }) : undefined;
  if (result?.problem) throw testFailed(result.problem);
  const data = {
    ...(input.name === undefined ? {} : { name: input.name }), ...(input.isLent === undefined ? {} : { isLent: input.isLent }), ...(settings === undefined ? {} : { settings: settings as object }),
    ...(result ? tracesOf(result) : {}), voice, status: statusAfter(status, input.isActive, result), version: { increment: 1 },
  };
  const sealed = await seal(context, connection, given);
  try {
    await context.app.database.transaction(context.organizationId, async (transaction) => {
      const { count } = await transaction.providerConnection.updateMany({ where: { id, version }, data });
      if (count === 0) throw changedMeanwhile(id);
      await writeSecrets(transaction, connection, given, sealed);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw fault('NameTakenError', `There is a connection of this kind called "${input.name ?? ''}".`, 'name');
    throw error;
  }
  return input.isActive === false ? { id, usedBy: await usersOfConnection(context.db, context.organizationId, id) } : { id };
}

/** Settings and credentials as they shall be; undefined, and none, where they stay. */
async function changeOf(context: ApiContext, { kind, pluginId }: Connection, { settings, credentials = [] }: Update): Promise<{ settings: Readonly<Record<string, unknown>> | undefined; given: Credentials }> {
  if (settings === undefined && credentials.length === 0) return { settings: undefined, given: new Map() };
  const plugin = usablePlugin(context.app, kind, pluginId);
  const checked = { settings: settings && await checkedSettings(context.app, plugin, settings), given: checkedCredentials(plugin, credentials, false) };
  if (settings === undefined || may(context, 'connections:approve')) return checked;
  // Whoever could change where an approved connection leads would need no approval for anything.
  const { needsConnectionApproval } = await context.db.organization.findFirstOrThrow({ where: { id: context.organizationId }, select: { needsConnectionApproval: true } });
  if (needsConnectionApproval) throw fault('ConnectionNeedsApprovalError', 'In this organization settings of connections are changed by those who may approve them.', 'settings');
  return checked;
}

async function tryChanged(context: ApiContext, connection: Connection, { voice, settings, given }: { readonly voice: string | null; readonly settings: Readonly<Record<string, unknown>> | undefined; readonly given: Credentials }): Promise<TrialResult> {
  const { opened, lost } = await openSecrets(context.app, connection);
  const secrets = new Map<string, Secret>([...opened, ...given]);
  return tryOut(context, { ...connection, voice, settings: settings ?? connection.settings as Record<string, unknown>, secrets, lost: lost.filter((name) => !given.has(name)) });
}

function statusAfter(status: ConnectionStatus, isActive: boolean | undefined, result: TrialResult | undefined): ConnectionStatus {
  if (status === 'PENDING_APPROVAL') return status;
  if (isActive !== undefined) return isActive ? 'ACTIVE' : 'INACTIVE';
  // It was tried and works again.
  return status === 'ERROR' && result ? 'ACTIVE' : status;
}

/** Seals what was given, each as the next version of its secret. */
function seal({ app, organizationId }: ApiContext, { id: connectionId, secrets }: Connection, given: Credentials) {
  const versionOf = (name: string) => 1 + (secrets.find((stored) => stored.name === name)?.version ?? 0);
  return app.vault.seal(organizationId, [...given].filter(([, secret]) => !secret.isEmpty).map(([name, secret]) => ({ secret, owner: { organizationId, connectionId, name, version: versionOf(name), secret } })));
}

/** Writes what was sealed over what was there; what was given as empty text is taken out. */
async function writeSecrets(transaction: OrganizationTransaction, { id: connectionId, organizationId }: Connection, given: Credentials, sealed: Awaited<ReturnType<typeof seal>>): Promise<void> {
  const removed = [...given].filter(([, secret]) => secret.isEmpty).map(([name]) => name);
  if (removed.length > 0) await transaction.connectionSecret.deleteMany({ where: { connectionId, name: { in: removed } } });
  for (const each of sealed) {
    const row = secretRow(each);
    await transaction.connectionSecret.upsert({
      where: { organizationId_connectionId_name: { organizationId, connectionId, name: row.name } }, select: { id: true },
      update: row, create: { id: uuidv7(), organizationId, connectionId, ...row },
    });
  }
}
