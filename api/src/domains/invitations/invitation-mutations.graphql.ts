import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import type { SignInAnswerFields } from '../factors/sign-in-answer.graphql.js';
import { invitationAccept } from './accept.service.js';
import type { InvitationRef } from './invitations.graphql.js';
import { invitationCreate, invitationResend, invitationRevoke } from './invitations.service.js';

interface Changed { readonly id: string }

function defineInputs(builder: Builder) {
  const language = 'Language of the mail (BCP 47); default the one that the request is made in, English where there are no words for it.';
  const create = builder.inputType('InvitationCreateInput', {
    description: 'Whom to invite, and as what.',
    fields: (t) => ({
      email: t.string({ required: true, description: 'E-mail address; upper and lower case make no difference.' }),
      roleId: t.id({ required: true, description: 'The role they are going to have, `rol_…`; one that may do no more than you may.' }),
      language: t.string({ description: language }),
    }),
  });
  const resend = builder.inputType('InvitationResendInput', {
    description: 'An invitation to mail again.', fields: (t) => ({ id: t.id({ required: true, description: 'The invitation.' }), language: t.string({ description: language }) }),
  });
  const revoke = builder.inputType('InvitationRevokeInput', { description: 'An invitation to take back.', fields: (t) => ({ id: t.id({ required: true, description: 'The invitation.' }) }) });
  const accept = builder.inputType('InvitationAcceptInput', {
    description: 'The link, and what a new account needs.',
    fields: (t) => ({
      token: t.string({ required: true, description: 'The token of the link.' }),
      name: t.string({ description: 'Name of the person; at most 120 characters. For a new account.' }),
      password: t.string({ description: 'For a new account its password, 8 to 256 characters; where there is an account with the invited address, the password of that. Not needed by who is signed in.' }),
    }),
  });
  return { create, resend, revoke, accept };
}

/** `invitationCreate`, `invitationResend`, `invitationRevoke`, `invitationAccept`. */
export function defineInvitationMutations(builder: Builder, faults: FaultRegistry, invitation: InvitationRef, signInAnswer: SignInAnswerFields): void {
  const inputs = defineInputs(builder);
  faults.detail('InvitationsExhaustedError', (t) => ({ invitationsMax: t.int({ description: 'So many may be unanswered.', resolve: ({ details }) => details.invitationsMax }) }));
  const changed = (t: PayloadFieldBuilder<Changed>) => ({
    invitation: t.prismaField({
      type: invitation, nullable: true, description: 'The invitation.',
      resolve: (query, { id }, _args, context) => (id === undefined ? nothing(query) : context.db.invitation.findFirst({ ...query, where: { id } })),
    }),
  });
  defineMutation(builder, faults, {
    name: 'invitationCreate', description: `Invites a person by mail; the link is good for seven days, once. At most ${LIMITS.invitationsPendingMax} invitations of an organization are pending.`,
    payloadDescription: 'The invitation, or why there is none.', auth: 'signedIn', permission: 'members:invite', input: inputs.create,
    faults: ['InvalidIdError', 'InvalidEmailError', 'RoleNotFoundError', 'PermissionNotHeldError', 'AlreadyMemberError', 'AlreadyInvitedError', 'InvitationsExhaustedError', 'TooManyAttemptsError', 'MailUnavailableError'],
    resolve: async (input, context): Promise<Changed> => ({ id: await invitationCreate(context, { ...input, roleId: String(input.roleId) }) }), payload: changed,
  });
  defineMutation(builder, faults, {
    name: 'invitationResend', description: 'Mails a new link, good for seven days; the one before it is good for nothing any more. Works for invitations that have run out too, and no more than once a minute.',
    payloadDescription: 'The invitation, or why no mail was sent.', auth: 'signedIn', permission: 'members:invite', input: inputs.resend,
    faults: ['InvalidIdError', 'InvitationNotFoundError', 'PermissionNotHeldError', 'InvitationUsedError', 'InvitationRevokedError', 'TooManyAttemptsError', 'MailUnavailableError'],
    resolve: async (input, context): Promise<Changed> => ({ id: await invitationResend(context, { ...input, id: String(input.id) }) }), payload: changed,
  });
  defineMutation(builder, faults, {
    name: 'invitationRevoke', description: 'Takes an invitation back: its link is good for nothing any more. Twice is the same as once.', payloadDescription: 'The invitation, or why it was not taken back.',
    auth: 'signedIn', permission: 'members:invite', input: inputs.revoke, faults: ['InvalidIdError', 'InvitationNotFoundError', 'InvitationUsedError'],
    resolve: async (input, context): Promise<Changed> => ({ id: await invitationRevoke(context, { id: String(input.id) }) }), payload: changed,
  });
  defineMutation(builder, faults, {
    name: 'invitationAccept',
    description: 'Joins the organization of an invitation: as the signed-in person, where it was sent to their address; with the password of the account that has the address; or with a new account. The session works in that organization then.',
    payloadDescription: 'The session, what is still to be shown for one, or why the invitation was not accepted. Who was signed in keeps their session and is told no token.', auth: 'anyone', input: inputs.accept,
    faults: [
      'InvitationNotFoundError', 'InvitationUsedError', 'InvitationRevokedError', 'InvitationExpiredError', 'InvitationForOtherError', 'AlreadyMemberError', 'LimitReachedError', 'OrganizationClosingError', 'OrganizationSuspendedError', 'OrganizationLimitError',
      'InvalidCredentialsError', 'PasswordTooWeakError', 'InvalidInputError', 'TooManyAttemptsError', 'SingleSignOnRequiredError',
    ],
    resolve: (input, context) => invitationAccept(context, input), payload: (t) => signInAnswer(t as never),
  });
}
