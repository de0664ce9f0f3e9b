import { AsyncLocalStorage } from 'node:async_hooks';

/** Who asked for what is being changed; becomes part of the audit log. */
export interface AuditActor {
  readonly kind: 'USER' | 'API_KEY' | 'SERVICE' | 'ANONYMOUS' | 'SYSTEM';
  /** UUID of the person or key. */
  readonly id?: string | undefined;
  /** UUID of the platform administrator who works as this person. */
  readonly impersonatorId?: string | undefined;
  /** Network address the request came from. */
  readonly address?: string | undefined;
  /** What was asked for, e.g. `agentPublish`. */
  readonly action: string;
  readonly requestId?: string | undefined;
}

/** An organization, or the part of it that reaches some agents and their calls only. */
export interface Reach {
  readonly organizationId: string;
  /** UUIDs; undefined for all agents. */
  readonly agentIds?: readonly string[] | undefined;
}

/** For whom the statement that is being sent is sent; undefined for the platform itself. */
const acting = new AsyncLocalStorage<Reach>();
const audited = new AsyncLocalStorage<AuditActor>();

/** The role that sees the rows of one organization only. It cannot log in, owns nothing and bypasses nothing. */
export const TENANT_ROLE = 'parley_tenant';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True for what may stand in SQL as it is: 36 characters of a UUID and no other. */
export const isOrganizationId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** Sends all that `run` sends as this organization, or this part of it. */
export function actAs<Result>(reach: Reach, run: () => Result): Result {
  return acting.run(reach, run);
}

/** Everything that `run` changes is put down to this actor. Awaited inside, since queries start only when somebody waits for them. */
export function auditAs<Result>(actor: AuditActor, run: () => Promise<Result>): Promise<Result> {
  return audited.run(actor, async () => run());
}

/** For whom and in whose name the next statement is sent. */
export interface Sender { readonly organizationId: string | undefined; readonly agentIds?: readonly string[] | undefined; readonly actor: AuditActor | undefined }

const NOBODY: Sender = { organizationId: undefined, actor: undefined };

export function sender(): Sender {
  const { organizationId, agentIds } = acting.getStore() ?? { organizationId: undefined };
  const actor = audited.getStore();
  if (organizationId !== undefined && !isOrganizationId(organizationId)) throw new Error('statements are sent for an organization whose id is no UUID');
  if (agentIds !== undefined && (agentIds.length === 0 || !agentIds.every(isOrganizationId))) throw new Error('statements are sent for agents whose ids are no UUIDs');
  return organizationId === undefined && actor === undefined ? NOBODY : { organizationId, agentIds, actor };
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** SQL that hands a session, or with `LOCAL` a transaction, to a sender. Utility statements alone: an isolation level may still follow. */
export function handOver({ organizationId, agentIds, actor }: Sender, scope: 'LOCAL' | 'SESSION'): string {
  const settings: Record<string, string> = { organization: organizationId ?? '', agents: agentIds ? `{${agentIds.join(',')}}` : '', actor: actor ? JSON.stringify(actor) : '' };
  const role = organizationId === undefined ? [] : [`SET ${scope} ROLE ${TENANT_ROLE}`];
  return [...role, ...Object.entries(settings).filter(([, value]) => value !== '' || scope === 'SESSION').map(([name, value]) => `SET ${scope} parley.${name} = ${literal(value)}`)].join('; ');
}
