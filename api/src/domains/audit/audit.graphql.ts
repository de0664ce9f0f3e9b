import type { AuditVerdict } from '@parley/db';
import { demand } from '../../access/may.js';
import type { Builder } from '../../schema/builder.js';
import { keysetPage, pageArguments, pageCost, type ListSort } from '../../schema/connection.js';
import { encodeId } from '../../schema/ids.js';
import { auditFilter, auditVerify, changesOf, targetIdOf, type AuditChange, type AuditWhere } from './audit.service.js';

const NEWEST_FIRST: ListSort = { column: 'seq', kind: 'integer', direction: 'desc' };

const ACTOR_KINDS = {
  USER: { description: 'A person who was signed in.' }, API_KEY: { description: 'A program with a key.' }, SERVICE: { description: 'A media server.' },
  ANONYMOUS: { description: 'Somebody who was not signed in yet.' }, SYSTEM: { description: 'Parley itself.' },
} as const;

function defineEvent(builder: Builder) {
  const kind = builder.enumType('AuditActorKind', { description: 'Who did something.', values: ACTOR_KINDS });
  const change = builder.objectRef<AuditChange>('AuditChange').implement({
    description: 'One field that changed.',
    fields: (t) => ({
      field: t.exposeString('field', { description: 'Its name.' }),
      before: t.exposeString('before', { nullable: true, description: 'Its value before: text as it was, everything else as JSON; null for none. Secrets read `[secret]`, long texts are cut.' }),
      after: t.exposeString('after', { nullable: true, description: 'Its value after, written the same way.' }),
    }),
  });
  return builder.prismaNode('AuditEvent', {
    id: { field: 'id', description: 'Global id, `aud_…`.' }, select: { id: true }, nullable: true,
    authScopes: (_event, context) => { demand(context, 'audit:read'); return true; },
    description: 'Something that somebody did in the organization. Written by the database in the transaction of the change; never changed, never removed.',
    fields: (t) => ({
      seq: t.exposeInt('seq', { description: '1, 2, 3, … within the organization, without a gap.' }),
      at: t.expose('at', { type: 'DateTime', description: 'When.' }),
      actorKind: t.field({ type: kind, description: 'Who.', select: { actorKind: true }, resolve: ({ actorKind }) => actorKind as keyof typeof ACTOR_KINDS }),
      actorId: t.id({ nullable: true, description: 'Global id of the person or key; null where there was none.', select: { actorKind: true, actorId: true }, resolve: ({ actorKind, actorId }) => (actorId === null ? null : encodeId(actorKind === 'API_KEY' ? 'ApiKey' : 'User', actorId)) }),
      address: t.exposeString('address', { nullable: true, description: 'Network address that the request came from.' }),
      action: t.exposeString('action', { description: 'What was asked for: the name of the mutation; where there was none, the kind of row and what befell it, e.g. `agents.update`.' }),
      targetType: t.exposeString('targetType', { description: 'Kind of row that it befell, e.g. `agents`.' }),
      targetId: t.id({ description: 'Which one: its global id where it has one.', select: { targetType: true, targetId: true }, resolve: ({ targetType, targetId }) => targetIdOf(targetType, targetId) }),
      changes: t.field({ type: [change], description: 'What changed.', select: { difference: true }, resolve: ({ difference }) => changesOf(difference) }),
      requestId: t.exposeString('requestId', { nullable: true, description: 'Id of the request, as its answer told it.' }),
      hash: t.string({ description: 'SHA-256 over the hash before it and this event, in hexadecimal.', select: { hash: true }, resolve: ({ hash }) => Buffer.from(hash).toString('hex') }),
    }),
  });
}

function defineVerdict(builder: Builder) {
  return builder.objectRef<AuditVerdict>('AuditVerification').implement({
    description: 'Whether the log is as it was written.',
    fields: (t) => ({
      isIntact: t.exposeBoolean('isIntact', { description: 'Every event fits the one before it, and none is missing.' }),
      events: t.exposeInt('events', { description: 'How many events there are.' }),
      brokenAtSeq: t.int({ nullable: true, description: 'The first place where it does not fit; null while all does.', resolve: ({ brokenAtSeq }) => brokenAtSeq ?? null }),
    }),
  });
}

/** `auditEvents` and `auditVerify`. */
export function defineAudit(builder: Builder): void {
  const event = defineEvent(builder);
  const verdict = defineVerdict(builder);
  const where = builder.inputType('AuditWhere', {
    description: 'Which events; all that is given must hold.',
    fields: (t) => ({
      actorId: t.id({ description: 'Done by this person or key.' }), action: t.string({ description: 'This was asked for, e.g. `agentPublish`.' }), targetId: t.id({ description: 'Befell this.' }),
      from: t.field({ type: 'DateTime', description: 'At or after this.' }), before: t.field({ type: 'DateTime', description: 'Before this.' }),
    }),
  });
  const connection = builder.connectionObject({ type: event, name: 'AuditEventConnection', description: 'A page of the audit log.' }, { name: 'AuditEventEdge', description: 'An event and its place in the log.' });
  builder.queryField('auditEvents', (t) => t.field({
    type: connection, description: 'The audit log of the organization, newest first. Needs `audit:read`.', authScopes: { signedIn: true }, complexity: pageCost,
    args: { ...pageArguments(t.arg), where: t.arg({ type: where, description: 'Which events; default all.' }) },
    resolve: (_root, args, context, info) => {
      demand(context, 'audit:read');
      return keysetPage(context, info, args, auditFilter((args.where ?? {}) as AuditWhere), (query) => context.db.auditEvent.findMany(query as object), NEWEST_FIRST) as never;
    },
  }));
  builder.queryField('auditVerify', (t) => t.field({
    type: verdict, description: 'Follows the chain of the audit log from its first event to its newest. Needs `audit:read`.', authScopes: { signedIn: true }, complexity: 50,
    resolve: (_root, _args, context) => auditVerify(context),
  }));
}
