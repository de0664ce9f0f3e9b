import type { CallEvent } from '@parley/media-contract';
import { ProviderError, type ProviderErrorCause } from '@parley/plugin-host';
import { problemOf } from '../../connections/problem.js';
import type { App } from '../../context.js';
import { decodeAnyId } from '../../schema/ids.js';
import { openSecrets, WITH_SECRETS } from './stored-connection.js';

interface Refusal { readonly id: string; readonly cause: ProviderErrorCause; readonly words: string; readonly occurredAt: string }

/** The first of each connection among these events; mostly there is none, and nothing is asked. */
function refusalsIn(events: readonly CallEvent[]): readonly Refusal[] {
  const refusals = new Map<string, Refusal>();
  for (const { type, payload, occurredAt } of events) {
    if (type !== 'provider-failed' || (payload.cause !== 'auth' && payload.cause !== 'quota')) continue;
    const named = decodeAnyId(payload.connectionId);
    if (named?.typename !== 'ProviderConnection' || refusals.has(named.id)) continue;
    refusals.set(named.id, { id: named.id, cause: payload.cause, words: payload.vendorMessage ?? payload.message, occurredAt });
  }
  return [...refusals.values()];
}

/**
 * Takes connections out of use whose credentials were refused in a call, or whose account is out of credit, and keeps the
 * vendor's words. One that is out already is left as it is, so that a row is written once however often it is refused;
 * one that was tried since the call began has other credentials, or was seen to work: the call has what was before.
 */
export async function noticeRefusals(app: App, { organizationId, answeredAt }: { readonly organizationId: string; readonly answeredAt: Date | null }, events: readonly CallEvent[]): Promise<void> {
  const { system } = app.database;
  for (const { id, cause, words, occurredAt } of refusalsIn(events)) {
    const connection = await system.providerConnection.findFirst({
      where: { id, status: 'ACTIVE', AND: [{ OR: [{ organizationId }, { isLent: true }] }, { OR: [{ testedAt: null }, { testedAt: { lte: answeredAt ?? new Date(0) } }] }] }, include: WITH_SECRETS,
    });
    if (!connection) continue;
    const { opened } = await openSecrets(app, connection);
    const lastError = { ...problemOf(new ProviderError(cause, words), [...opened.values()]), at: occurredAt };
    const { count } = await system.providerConnection.updateMany({ where: { id, version: connection.version, status: 'ACTIVE' }, data: { status: 'ERROR', lastError } });
    if (count > 0) app.logger.warn({ connectionId: id, organizationId: connection.organizationId, cause }, 'a connection was refused in a call and is out of use');
  }
}
