import type { SignedIn } from '../../access/actor.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { encodeId } from '../../schema/ids.js';
import { defineMutation } from '../../schema/mutation.js';
import { signIn, signOut, signUp } from './identity.service.js';

interface ViewerKey { readonly userId: string; readonly organizationId: string }

/** `Viewer`, `User` and `Organization`. */
function defineViewer(builder: Builder) {
  const organization = builder.prismaObject('Organization', {
    select: { id: true }, description: 'A business that runs agents; everything belongs to one.',
    fields: (t) => ({
      id: t.id({ description: 'Global id, `org_…`.', resolve: ({ id }) => encodeId('Organization', id) }),
      name: t.exposeString('name', { description: 'Its name.' }),
      slug: t.exposeString('slug', { description: 'Short name for addresses.' }),
    }),
  });
  const user = builder.prismaObject('User', {
    select: { id: true }, description: 'A person who signs in.',
    fields: (t) => ({
      id: t.id({ description: 'Global id, `usr_…`.', resolve: ({ id }) => encodeId('User', id) }),
      email: t.exposeString('email', { description: 'E-mail address, in lower case.' }),
      name: t.exposeString('name', { description: 'What people call them; may be empty.' }),
    }),
  });
  // Neither belongs to a tenant: they are read by the ids of the session alone.
  return builder.objectRef<ViewerKey>('Viewer').implement({
    description: 'Who is signed in, and where.',
    fields: (t) => ({
      user: t.prismaField({ type: user, description: 'The person.', resolve: (query, { userId }, _args, { app }) => app.database.system.user.findUniqueOrThrow({ ...query, where: { id: userId } }) }),
      organization: t.prismaField({
        type: organization, description: 'The organization that this session works in.',
        resolve: (query, { organizationId }, _args, { app }) => app.database.system.organization.findUniqueOrThrow({ ...query, where: { id: organizationId } }),
      }),
    }),
  });
}

function defineInputs(builder: Builder) {
  const signUpInput = builder.inputType('SignUpInput', {
    description: 'A new account and its organization.',
    fields: (t) => ({
      email: t.string({ required: true, description: 'E-mail address; upper and lower case make no difference.' }),
      password: t.string({ required: true, description: '8 to 256 characters.' }),
      organizationName: t.string({ required: true, description: 'Name of the business; 1 to 120 characters.' }),
      name: t.string({ description: 'Name of the person; at most 120 characters.' }),
    }),
  });
  const signInInput = builder.inputType('SignInInput', {
    description: 'E-mail and password.',
    fields: (t) => ({
      email: t.string({ required: true, description: 'E-mail address.' }),
      password: t.string({ required: true, description: 'The password.' }),
    }),
  });
  return { signUpInput, signInInput };
}

/** `viewer`, `signUp`, `signIn`, `signOut`. */
export function defineIdentity(builder: Builder, faults: FaultRegistry): void {
  const viewer = defineViewer(builder);
  const { signUpInput, signInInput } = defineInputs(builder);
  builder.queryField('viewer', (t) => t.field({
    type: viewer, nullable: true, authScopes: { anyone: true }, description: 'Who is signed in; null when nobody is.',
    resolve: (_root, _args, { actor }) => (actor.kind === 'user' ? actor satisfies SignedIn : null),
  }));
  faults.detail('PasswordTooWeakError', (t) => ({ lengthMin: t.int({ description: 'Least number of characters.', resolve: ({ details }) => details.lengthMin }) }));
  faults.detail('TooManyAttemptsError', (t) => ({ retryAfterMs: t.field({ type: 'Milliseconds', description: 'Try again after this.', resolve: ({ details }) => details.retryAfterMs }) }));
  const token = 'Secret of the session: send it as `Authorization: Bearer …`. Browsers get it as a cookie too. It slides for 30 days from its last use.';
  defineMutation(builder, faults, {
    name: 'signUp', description: 'Opens an account with its first organization, and signs in.', payloadDescription: 'The session, or why there is none.', auth: 'anyone',
    input: signUpInput, faults: ['EmailTakenError', 'InvalidEmailError', 'PasswordTooWeakError', 'InvalidInputError', 'TooManyAttemptsError'],
    resolve: (input, context) => signUp(context, input),
    payload: (t) => ({
      sessionToken: t.string({ nullable: true, description: token, resolve: (payload) => payload.sessionToken }),
      viewer: t.field({ type: viewer, nullable: true, description: 'Who is signed in now.', resolve: ({ userId, organizationId }) => (userId && organizationId ? { userId, organizationId } : null) }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'signIn', description: 'Signs in.', payloadDescription: 'The session, or why there is none.', auth: 'anyone',
    input: signInInput, faults: ['InvalidCredentialsError', 'TooManyAttemptsError'],
    resolve: (input, context) => signIn(context, input),
    payload: (t) => ({
      sessionToken: t.string({ nullable: true, description: token, resolve: (payload) => payload.sessionToken }),
      viewer: t.field({ type: viewer, nullable: true, description: 'Who is signed in now.', resolve: ({ userId, organizationId }) => (userId && organizationId ? { userId, organizationId } : null) }),
    }),
  });
  const signOutPayload = builder.objectRef<{ errors: never[] }>('SignOutPayload').implement({
    description: 'The session has ended.',
    fields: (t) => ({ errors: t.field({ type: [faults.userError as never], description: 'Always empty.', resolve: (({ errors }: { errors: never[] }) => errors) as never }) }),
  });
  builder.mutationField('signOut', (t) => t.field({
    type: signOutPayload, authScopes: { anyone: true }, description: 'Ends the session of the request and closes its sockets; without one it does nothing.',
    resolve: async (_root, _args, context) => { await signOut(context); return { errors: [] }; },
  }));
}
