import { auditAs, type User } from '@parley/db';
import { auditActor } from '../../access/audit-actor.js';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing } from '../../schema/mutation.js';
import { defineSignInAnswer, sessionTokenField, signedInViewer, type SignInAnswerFields } from '../factors/sign-in-answer.graphql.js';
import { mailLanguage } from '../../mail/letters.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { definePasswordFaults } from './password.graphql.js';
import { profileUpdate, signIn, signOut, signUp } from './identity.service.js';
import { findViewer } from './viewer.js';

/** `User`. */
function defineUser(builder: Builder) {
  const user = builder.prismaNode('User', {
    id: { field: 'id', description: 'Global id, `usr_…`.' }, select: { id: true }, nullable: true,
    description: 'A person who signs in. Members of an organization see each other.',
  });
  columnFields<User>(builder, user, (t, of) => ({
    email: t.string({ ...of('email'), description: 'E-mail address, in lower case.' }),
    name: t.string({ ...of('name'), description: 'What people call them; may be empty.' }),
  }));
  return user;
}

export type UserRef = ReturnType<typeof defineUser>;

/** The languages of mails, as the API names them and as they are stored. */
function defineMailLanguage(builder: Builder) {
  return builder.enumType('MailLanguage', { description: 'Language that a person is written to in.', values: { EN: { value: 'en', description: 'English.' }, DE: { value: 'de', description: 'German.' } } as const });
}

function defineInputs(builder: Builder, language: ReturnType<typeof defineMailLanguage>) {
  const signUpInput = builder.inputType('SignUpInput', {
    description: 'A new account and its organization.',
    fields: (t) => ({
      email: t.string({ required: true, description: 'E-mail address; upper and lower case make no difference.' }),
      password: t.string({ required: true, description: '8 to 256 characters; not one that is guessed first, and without the e-mail address or the name of the organization.' }),
      organizationName: t.string({ required: true, description: 'Name of the business; 1 to 120 characters.' }),
      name: t.string({ description: 'Name of the person; at most 120 characters.' }),
    }),
  });
  const signInInput = builder.inputType('SignInInput', {
    description: 'E-mail and password.',
    fields: (t) => ({
      email: t.string({ required: true, description: 'E-mail address.' }),
      password: t.string({ required: true, description: 'The password.' }),
      wantsTokens: t.boolean({ description: 'For programs: answers an access token and a refresh token in place of `sessionToken`, and sets no cookie; default false.' }),
    }),
  });
  const profileInput = builder.inputType('ProfileUpdateInput', {
    description: 'What the signed-in person is called from now on, and how mails speak to them.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'What people call them; at most 120 characters, may be empty.' }),
      language: t.field({ type: language, description: 'Language of mails to them; as it was where it is left out.' }),
    }),
  });
  return { signUpInput, signInInput, profileInput };
}

/** `User`, `viewer`, `signUp`, `signIn`, `signOut`, `profileUpdate`. */
export function defineIdentity(builder: Builder, faults: FaultRegistry, { viewer }: OrganizationRefs): { readonly user: UserRef; readonly signInAnswer: SignInAnswerFields } {
  const user = defineUser(builder);
  const signInAnswer = defineSignInAnswer(builder, viewer);
  const language = defineMailLanguage(builder);
  const { signUpInput, signInInput, profileInput } = defineInputs(builder, language);
  columnFields<User>(builder, user, (t, of) => ({
    language: t.field({ type: language, nullable: true, ...of('language', (stored) => (stored === null ? null : mailLanguage(stored))), description: 'Language that mails to them are written in; null where it follows from how they ask.' }),
  }));
  builder.queryField('viewer', (t) => t.prismaField({
    type: viewer, nullable: true, authScopes: { anyone: true }, description: 'Who is signed in; null when nobody is.',
    resolve: (query, _root, _args, context) => (context.actor.kind === 'user' ? findViewer(context, query, context.actor) : nothing(query)),
  }));
  definePasswordFaults(builder, faults);
  faults.detail('TooManyAttemptsError', (t) => ({ retryAfterMs: t.field({ type: 'Milliseconds', description: 'Try again after this.', resolve: ({ details }) => details.retryAfterMs }) }));
  defineMutation(builder, faults, {
    name: 'signUp', description: 'Opens an account with its first organization, and signs in.', payloadDescription: 'The session, or why there is none.', auth: 'anyone',
    input: signUpInput, faults: ['EmailTakenError', 'InvalidEmailError', 'PasswordTooWeakError', 'InvalidInputError', 'TooManyAttemptsError'],
    resolve: (input, context) => signUp(context, input),
    payload: (t) => ({ sessionToken: sessionTokenField(t as never), viewer: signedInViewer(t, viewer) }),
  });
  defineMutation(builder, faults, {
    name: 'signIn', description: 'Signs in; who has a second factor is asked for it in `secondFactor`, and finishes with `signInVerify`.', payloadDescription: 'The session, or why there is none.', auth: 'anyone',
    input: signInInput, faults: ['InvalidCredentialsError', 'TooManyAttemptsError', 'SingleSignOnRequiredError'],
    resolve: (input, context) => signIn(context, input),
    payload: signInAnswer,
  });
  defineMutation(builder, faults, {
    name: 'profileUpdate', description: 'Changes what the signed-in person is called, in all their organizations.', payloadDescription: 'The person, or why nothing was changed.', auth: 'signedIn',
    input: profileInput, faults: ['InvalidInputError'],
    resolve: (input, context) => profileUpdate(context, input),
    payload: (t) => ({ viewer: signedInViewer(t, viewer) }),
  });
  const signOutPayload = builder.objectRef<{ errors: never[] }>('SignOutPayload').implement({
    description: 'The session has ended.',
    fields: (t) => ({ errors: t.field({ type: [faults.userError as never], description: 'Always empty.', resolve: (({ errors }: { errors: never[] }) => errors) as never }) }),
  });
  builder.mutationField('signOut', (t) => t.field({
    type: signOutPayload, authScopes: { anyone: true }, description: 'Ends the session of the request and closes its sockets; without one it does nothing.',
    resolve: async (_root, _args, context) => { await auditAs(auditActor(context, 'signOut'), () => signOut(context)); return { errors: [] }; },
  }));
  return { user, signInAnswer };
}
