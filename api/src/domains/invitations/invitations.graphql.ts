import type { Invitation } from '@parley/db';
import { demand } from '../../access/may.js';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import { keysetPage, pageArguments, pageCost } from '../../schema/connection.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { invitationOffer, type InvitationOffer } from './accept.service.js';
import { STATE_COLUMNS, stateOf, whereState, type InvitationState } from './invitation-state.js';

export type InvitationRef = ReturnType<typeof defineType>['invitation'];

function defineType(builder: Builder) {
  const state = builder.enumType('InvitationState', {
    description: 'How an invitation stands.',
    values: {
      PENDING: { description: 'It can be accepted.' }, ACCEPTED: { description: 'It was accepted; each lets in once.' }, REVOKED: { description: 'It was taken back.' }, EXPIRED: { description: 'It has run out.' },
    } satisfies Record<InvitationState, object>,
  });
  const invitation = builder.prismaNode('Invitation', {
    id: { field: 'id', description: 'Global id, `inv_…`.' }, select: { id: true }, nullable: true,
    description: 'A person who shall join an organization, by a link that was mailed to them. The link is told in that mail alone.',
    fields: (t) => ({
      role: t.relation('role', { description: 'What they are going to be.' }),
      invitedBy: t.relation('invitedBy', { nullable: true, description: 'Who invited them; null for a program, or where the account is gone.' }),
      state: t.field({ type: state, description: 'How it stands.', select: STATE_COLUMNS, resolve: (row) => stateOf(row) }),
    }),
  });
  columnFields<Invitation>(builder, invitation, (t, of) => ({
    email: t.string({ ...of('email'), description: 'Who is invited: an e-mail address in lower case.' }),
    createdAt: t.field({ ...of('createdAt'), type: 'DateTime', description: 'When they were invited.' }),
    sentAt: t.field({ ...of('sentAt'), type: 'DateTime', description: 'When the newest link was mailed.' }),
    expiresAt: t.field({ ...of('expiresAt'), type: 'DateTime', description: 'Until when it can be accepted: seven days from the newest mail.' }),
    acceptedAt: t.field({ ...of('acceptedAt'), type: 'DateTime', nullable: true, description: 'When it was accepted; null where it was not.' }),
  }));
  return { invitation, state };
}

function defineOffer(builder: Builder, state: ReturnType<typeof defineType>['state']): void {
  const offer = builder.objectRef<InvitationOffer>('InvitationOffer').implement({
    description: 'What whoever holds the link of an invitation is told of it.',
    fields: (t) => ({
      organizationName: t.exposeString('organizationName', { description: 'Which organization it is.' }),
      email: t.exposeString('email', { description: 'Who is invited.' }),
      state: t.expose('state', { type: state, description: 'Whether it can be accepted.' }),
    }),
  });
  builder.queryField('invitation', (t) => t.field({
    type: offer, nullable: true, authScopes: { anyone: true }, complexity: 10, description: 'What the link of an invitation offers; null where there is none with this token, or a newer link was sent.',
    args: { token: t.arg.string({ required: true, description: 'The token of the link.' }) },
    resolve: (_root, { token }, context) => invitationOffer(context, token),
  }));
}

/** `Invitation`, `Organization.invitations`, `invitation`. */
export function defineInvitations(builder: Builder, { organization }: OrganizationRefs): InvitationRef {
  const { invitation, state } = defineType(builder);
  defineOffer(builder, state);
  const connection = builder.connectionObject({ type: invitation, name: 'InvitationConnection', description: 'A page of invitations.' }, { name: 'InvitationEdge', description: 'An invitation and its place in the list.' });
  builder.prismaObjectField(organization, 'invitations', (t) => t.field({
    type: connection, description: `Who was invited to it, the newest first; only of the organization that the session works in. At most ${LIMITS.invitationsPendingMax} are pending. Needs \`members:read\`.`,
    args: { ...pageArguments(t.arg), state: t.arg({ type: state, description: 'Only those that stand so; default all.' }) }, complexity: pageCost, select: { id: true },
    resolve: ({ id }, args, context, info) => {
      demand(context, 'members:read', { organizationId: id });
      return keysetPage(context, info, args, args.state ? whereState(args.state) : {}, (query) => context.db.invitation.findMany(query as object)) as never;
    },
  }));
  return invitation;
}
