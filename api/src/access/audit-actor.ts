import type { AuditActor } from '@parley/db';
import type { ApiContext } from '../context.js';

/** In whose name a request changes something. */
export function auditActor({ actor, request, requestId }: ApiContext, action: string): AuditActor {
  const facts = { address: request.address, action, requestId };
  if (actor.kind === 'user') return { kind: 'USER', id: actor.userId, impersonatorId: actor.impersonation?.userId, ...facts };
  if (actor.kind === 'key') return { kind: 'API_KEY', id: actor.keyId, ...facts };
  return { kind: actor.kind === 'service' ? 'SERVICE' : 'ANONYMOUS', ...facts };
}
