import { graphql, type ResultOf } from '../../../api/graphql.js';

export const invitationsQuery = graphql(`
  query Invitations($first: Int!) {
    viewer { organization { id invitations(first: $first) { nodes { id email role { id key name } invitedBy { id name email } sentAt expiresAt state } } } }
  }
`);

export type InvitationFields = NonNullable<NonNullable<ResultOf<typeof invitationsQuery>['viewer']>['organization']['invitations']['nodes'][number]>;

export const invitationCreateMutation = graphql(`mutation InvitationCreate($input: InvitationCreateInput!) { invitationCreate(input: $input) { invitation { id } errors { code message path } } }`);

export const invitationResendMutation = graphql(`mutation InvitationResend($input: InvitationResendInput!) { invitationResend(input: $input) { invitation { id } errors { code message path } } }`);

export const invitationRevokeMutation = graphql(`mutation InvitationRevoke($input: InvitationRevokeInput!) { invitationRevoke(input: $input) { invitation { id } errors { code message path } } }`);
