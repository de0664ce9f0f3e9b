import type { AuditVerdict } from '@parley/db';
import { demand, may } from '../../access/may.js';
import type { Builder } from '../../schema/builder.js';
import { keysetPage, pageArguments, pageCost, type ListSort } from '../../schema/connection.js';
import { nothing } from '../../schema/mutation.js';
import { LIMITS } from '../../limits.js';
import type { defineIdentity } from '../identity/identity.graphql.js';
import { actorIdOf, auditExport, auditFilter, auditVerify, changesOf, targetIdOf, type AuditChange, type AuditWhere } from './audit.service.js';
import { actorUser } from './actor-users.js';

const NEWEST_FIRST: ListSort = { column: 'seq', kind: 'integer', direction: 'desc' };

type UserRef = ReturnType<typeof defineIdentity>['user'];

const ACTOR_KINDS = {
  USER: { description: 'A person who was signed in.' }, API_KEY: { description: 'A program with a key.' }, SERVICE: { description: 'A media server.' },
  ANONYMOUS: { description: 'Somebody who was not signed in yet.' }, SYSTEM: { description: 'Parley itself.' },
} as const;

function defineEvent(builder: Builder, user: UserRef) {
  const kind = builder.enumType('AuditActorKind', { description: 'Who did something.', values: ACTOR_KINDS });
  const change = builder.objectRef<AuditChange>('AuditChange').implement({
    description: 'One field that changed.',
    fields: (t) => ({
      field: t.exposeString('field', { description: 'Its name.' }),
      before: t.exposeString('before', { nullable: true, description: 'Its value before: text as it was, everything else as JSON; null for none. Secrets read `[secret]`, long texts are cut.' }),
      after: t.exposeString('after', { nullable: true, description: 'Its value after, written the same way.' }),
    }),
  });
  const event = builder.prismaNode('AuditEvent', {
    id: { field: 'id', description: 'Global id, `aud_…`.' }, select: { id: true }, nullable: true,
    authScopes: (_event, context) => { demand(context, 'audit:read'); return true; },
    description: 'Something that somebody did in the organization. Written by the database in the transaction of the change; never changed, never removed.',
    fields: (t) => ({
      seq: t.exposeInt('seq', { description: '1, 2, 3, … within the organization, without a gap.' }),
      at: t.expose('at', { type: 'DateTime', description: 'When.' }),
      actorKind: t.field({ type: kind, description: 'Who.', select: { actorKind: true }, resolve: ({ actorKind }) => actorKind as keyof typeof ACTOR_KINDS }),
      actorId: t.id({ nullable: true, description: 'Global id of the person or key; null where there was none.', select: { actorKind: true, actorId: true }, resolve: ({ actorKind, actorId }) => actorIdOf(actorKind, actorId) }),
      actorName: t.exposeString('actorName', { nullable: true, description: 'What the person (their e-mail address where they have no name) or the account and its key were called then; null where there was neither, and in events from before it was kept.' }),
      actorUser: t.prismaField({
        type: user, nullable: true, description: 'The person, as they are called now; null where it was none, or one who is no member any more.', select: { actorKind: true, actorId: true },
        resolve: (query, { actorKind, actorId }, _args, context) => (actorKind === 'USER' && actorId !== null && may(context, 'members:read') ? actorUser(context, query, actorId) : nothing(query)) as never,
      }),
      impersonatorId: t.id({ nullable: true, description: 'Global id of the platform administrator who worked as the person; null where the person did it themselves.', select: { impersonatorId: true }, resolve: ({ impersonatorId }) => actorIdOf('USER', impersonatorId) }),
      impersonatorName: t.exposeString('impersonatorName', { nullable: true, description: 'What that administrator was called then.' }),
      address: t.exposeString('address', { nullable: true, description: 'Network address that the request came from.' }),
      action: t.exposeString('action', { description: 'What was asked for: the name of the mutation; where there was none, the kind of row and what befell it, e.g. `agents.update`.' }),
      targetType: t.exposeString('targetType', { description: 'Kind of row that it befell, e.g. `agents`.' }),
      targetId: t.id({ description: 'Which one: its global id where it has one.', select: { targetType: true, targetId: true }, resolve: ({ targetType, targetId }) => targetIdOf(targetType, targetId) }),
      changes: t.field({ type: [change], description: 'What changed.', select: { difference: true }, resolve: ({ difference }) => changesOf(difference) }),
      requestId: t.exposeString('requestId', { nullable: true, description: 'Id of the request, as its answer told it.' }),
      hash: t.string({ description: 'SHA-256 over the hash before it and this event, in hexadecimal.', select: { hash: true }, resolve: ({ hash }) => Buffer.from(hash).toString('hex') }),
    }),
  });
  return { event, kind };
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

/** `auditEvents`, `auditVerify` and `auditExportUrl`. */
export function defineAudit(builder: Builder, user: UserRef): void {
  const { event, kind } = defineEvent(builder, user);
  const verdict = defineVerdict(builder);
  const where = builder.inputType('AuditWhere', {
    description: 'Which events; all that is given must hold.',
    fields: (t) => ({
      actorKind: t.field({ type: kind, description: 'Done by somebody of this kind.' }), actorId: t.id({ description: 'Done by this person or key, or by this administrator as somebody else.' }), action: t.string({ description: 'This was asked for, e.g. `agentPublish`.' }),
      targetType: t.string({ description: 'Befell a row of this kind, e.g. `agents`.' }), targetId: t.id({ description: 'Befell this.' }),
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
  const format = builder.enumType('AuditExportFormat', { description: 'How the log is written.', values: { JSON_LINES: { description: 'One JSON object a line, changes as a list.' }, CSV: { description: 'RFC 4180 with a header row, UTF-8 with a byte order mark; changes as JSON in one cell.' } } as const });
  builder.queryField('auditExportUrl', (t) => t.string({
    authScopes: { signedIn: true }, complexity: 10,
    description: `Where the log is a file, oldest first: an address that works for ${LIMITS.exportLinkMs / 60_000} minutes, for whoever holds it, read with GET. At most ${LIMITS.exportRowsMax} events; where there are more, the header \`x-parley-truncated\` says \`true\`. That it was asked for is in the log. Needs \`audit:read\`.`,
    args: { format: t.arg({ type: format, required: true, defaultValue: 'JSON_LINES', description: 'How it is written.' }), where: t.arg({ type: where, description: 'Which events; default all.' }) },
    resolve: (_root, args, context) => auditExport(context, args.format, (args.where ?? {}) as AuditWhere),
  }));
}
