import { isPermanent } from '../../connections/problem.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import { lockOrganization } from '../organizations/limits.service.js';
import { usersOfConnection } from '../routes/users-of-connection.js';
import { findConnection, openSecrets } from './stored-connection.js';
import { tracesOf, tryOut, type TrialResult } from './trial.service.js';

const NOT_FOUND = 'There is no such connection.';

/**
 * Tries a connection out, and keeps what came of it. One that failed is active again when it answers; one whose
 * credentials are refused is out of use until somebody gives it others.
 */
export async function providerTest(context: ApiContext, input: { readonly id: string }): Promise<{ readonly id: string; readonly result: TrialResult }> {
  const connection = await findConnection(context, input.id);
  const { id, status, version } = connection;
  const { opened, lost } = await openSecrets(context.app, connection);
  const result = await tryOut(context, { ...connection, settings: connection.settings as Record<string, unknown>, secrets: opened, lost });
  const next = result.problem ? (status === 'ACTIVE' && isPermanent(result.problem) ? 'ERROR' as const : status) : status === 'ERROR' ? 'ACTIVE' as const : status;
  // What was changed while it was tried was tried then.
  await context.db.providerConnection.updateMany({ where: { id, version }, data: { ...tracesOf(result), status: next } });
  return { id, result };
}

/** Takes a connection out, and its credentials with it, unless routes that calls follow name it. Calls that run keep it to their end. Answers its id. */
export async function providerDisconnect(context: ApiContext, input: { readonly id: string }): Promise<string> {
  const id = inputId('ProviderConnection', input.id, 'id');
  const { organizationId } = context;
  await context.app.database.transaction(organizationId, async (transaction) => {
    await lockOrganization(transaction, organizationId);
    const usedBy = await usersOfConnection(transaction, organizationId, id);
    if (usedBy.isInOrganizationRoute || usedBy.agentIds.length > 0) throw new Fault('ConnectionInUseError', 'Routes that calls follow name this connection. Take it out of them first.', ['input', 'id'], { usedBy });
    const [gone] = await transaction.$queryRaw<{ kind: string; position: number }[]>`DELETE FROM provider_connections WHERE "organizationId" = ${organizationId}::uuid AND id = ${id}::uuid RETURNING kind, position`;
    if (!gone) throw fault('ConnectionNotFoundError', NOT_FOUND, 'id');
    await transaction.providerConnection.updateMany({ where: { kind: gone.kind, position: { gt: gone.position } }, data: { position: { decrement: 1 } } });
  });
  return id;
}

/** Sets the order in which connections of one kind are tried; those that are not named follow in the order they have. Answers their kind. */
export async function providerReorder(context: ApiContext, externalIds: readonly string[], ...path: string[]): Promise<string> {
  const ids = [...new Set(externalIds.map((id) => inputId('ProviderConnection', id, ...path)))];
  const { organizationId } = context;
  return context.app.database.transaction(organizationId, async (transaction) => {
    await lockOrganization(transaction, organizationId);
    const named = await transaction.providerConnection.findMany({ where: { id: { in: ids } }, select: { kind: true } });
    const [kind, ...others] = new Set(named.map((connection) => connection.kind));
    if (kind === undefined || named.length < ids.length) throw fault('ConnectionNotFoundError', NOT_FOUND, ...path);
    if (others.length > 0) throw fault('InvalidInputError', 'These connections are of several kinds; each kind has an order of its own.', ...path);
    await transaction.$executeRaw`
      WITH placed AS (
        SELECT c.id, row_number() OVER (ORDER BY wanted.place NULLS LAST, c.position, c.id) - 1 AS position FROM provider_connections c
        LEFT JOIN unnest(${ids}::uuid[]) WITH ORDINALITY AS wanted (id, place) ON wanted.id = c.id WHERE c."organizationId" = ${organizationId}::uuid AND c.kind = ${kind}
      )
      UPDATE provider_connections c SET position = placed.position, "updatedAt" = now() FROM placed WHERE c."organizationId" = ${organizationId}::uuid AND c.id = placed.id AND c.position <> placed.position`;
    return kind;
  });
}

/** Lets a connection that waits for it be used, where it works. Answers its id. */
export async function providerApprove(context: ApiContext, input: { readonly id: string }): Promise<string> {
  const id = inputId('ProviderConnection', input.id, 'id');
  const approved = await context.db.$executeRaw`
    UPDATE provider_connections SET status = CASE WHEN "lastError" IS NULL THEN 'ACTIVE' ELSE 'ERROR' END::"ConnectionStatus", version = version + 1, "updatedAt" = now()
    WHERE "organizationId" = ${context.organizationId}::uuid AND id = ${id}::uuid AND status = 'PENDING_APPROVAL'`;
  if (approved > 0) return id;
  if (await context.db.providerConnection.count({ where: { id } }) === 0) throw fault('ConnectionNotFoundError', NOT_FOUND, 'id');
  throw fault('ConnectionNotPendingError', 'The connection does not wait for approval.', 'id');
}
