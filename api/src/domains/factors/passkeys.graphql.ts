import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { LIMITS } from '../../limits.js';
import { defineMutation } from '../../schema/mutation.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { passkeySignIn, passkeySignInStart } from './passkey-sign-in.service.js';
import { passkeyDelete, passkeyId, passkeyRegister, passkeyRegistrationStart, passkeysOf, type PasskeyView } from './passkeys.service.js';
import type { SignInAnswerFields } from './sign-in-answer.graphql.js';

function definePasskey(builder: Builder, viewer: OrganizationRefs['viewer']) {
  const passkey = builder.objectRef<PasskeyView>('Passkey').implement({
    description: 'A key of a device or password manager that signs its person in by itself.',
    fields: (t) => ({
      id: t.id({ description: 'Id, `pky_…`.', resolve: ({ id }) => passkeyId(id) }),
      name: t.exposeString('name', { description: 'What its person calls it.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was registered.' }),
      lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: 'When it last signed in; null for never.' }),
    }),
  });
  builder.prismaObjectField(viewer, 'passkeys', (t) => t.field({
    type: [passkey], select: { userId: true }, description: `Passkeys of the person, oldest first; at most ${LIMITS.passkeysMax}.`, complexity: { field: 1, multiplier: LIMITS.passkeysMax },
    resolve: ({ userId }, _args, context) => (userId === context.user.userId ? passkeysOf(context, userId) : []),
  }));
  return passkey;
}

const defineInputs = (builder: Builder) => ({
  start: builder.inputType('PasskeyRegistrationStartInput', { description: 'Who sits there.', fields: (t) => ({ password: t.string({ required: true, description: 'The password of the person who is signed in.' }) }) }),
  register: builder.inputType('PasskeyRegisterInput', {
    description: 'A passkey that a browser has made.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'What it is called, e.g. "Telephone"; 1 to 120 characters.' }),
      response: t.field({ type: 'JSON', required: true, description: '`toJSON()` of what `navigator.credentials.create` brought.' }),
    }),
  }),
  remove: builder.inputType('PasskeyDeleteInput', { description: 'A passkey to delete.', fields: (t) => ({ id: t.id({ required: true, description: 'The passkey, `pky_…`.' }) }) }),
  signInStart: builder.inputType('PasskeySignInStartInput', {
    description: 'How to go on.',
    fields: (t) => ({ wantsTokens: t.boolean({ description: 'For programs: `passkeySignIn` answers an access token and a refresh token, and sets no cookie; default false.' }) }),
  }),
  signIn: builder.inputType('PasskeySignInInput', {
    description: 'What a passkey has signed.',
    fields: (t) => ({
      challengeToken: t.string({ required: true, description: '`challengeToken` of `passkeySignInStart`.' }),
      response: t.field({ type: 'JSON', required: true, description: '`toJSON()` of what `navigator.credentials.get` brought.' }),
    }),
  }),
});

/** `Viewer.passkeys`, `passkeyRegistrationStart`, `passkeyRegister`, `passkeyDelete`, `passkeySignInStart`, `passkeySignIn`. */
export function definePasskeys(builder: Builder, faults: FaultRegistry, { viewer }: OrganizationRefs, signInAnswer: SignInAnswerFields): void {
  const passkey = definePasskey(builder, viewer);
  const inputs = defineInputs(builder);
  faults.detail('PasskeyLimitError', (t) => ({ passkeysMax: t.int({ description: 'So many passkeys a person may have.', resolve: ({ details }) => details.passkeysMax }) }));
  defineMutation(builder, faults, {
    name: 'passkeyRegistrationStart', description: 'What a browser needs to make a passkey. It must be used within five minutes, in this session.', payloadDescription: 'The options, or why there are none.', auth: 'signedIn',
    input: inputs.start, faults: ['InvalidCredentialsError', 'TooManyAttemptsError', 'PasskeyLimitError'],
    resolve: (input, context) => passkeyRegistrationStart(context, input),
    payload: (t) => ({ options: t.field({ type: 'JSON', nullable: true, description: 'For `PublicKeyCredential.parseCreationOptionsFromJSON`, and then `navigator.credentials.create({ publicKey })`.', resolve: ({ options }) => options ?? null }) }),
  });
  defineMutation(builder, faults, {
    name: 'passkeyRegister', description: 'Keeps a passkey that a browser has made. It must have asked for finger, face or PIN.', payloadDescription: 'The passkey, or why it was not kept.', auth: 'signedIn',
    input: inputs.register, faults: ['InvalidInputError', 'PasskeyInvalidError', 'PasskeyLimitError'],
    resolve: (input, context) => passkeyRegister(context, input),
    payload: (t) => ({ passkey: t.field({ type: passkey, nullable: true, description: 'The passkey.', resolve: (payload) => payload.passkey ?? null }) }),
  });
  defineMutation(builder, faults, {
    name: 'passkeyDelete', description: 'Deletes a passkey of the person; sessions it has opened go on.', payloadDescription: 'What was deleted, or why nothing was.', auth: 'signedIn',
    input: inputs.remove, faults: ['InvalidIdError', 'PasskeyNotFoundError'],
    resolve: (input, context) => passkeyDelete(context, { id: String(input.id) }),
    payload: (t) => ({ deletedId: t.id({ nullable: true, description: 'Id of the deleted passkey, `pky_…`.', resolve: ({ deletedId }) => deletedId ?? null }) }),
  });
  defineMutation(builder, faults, {
    name: 'passkeySignInStart', description: 'What a browser needs to sign in with a passkey. No name is asked for: the passkey tells whose it is. It must be used within five minutes.', payloadDescription: 'The options.',
    auth: 'anyone', input: inputs.signInStart, faults: ['TooManyAttemptsError'],
    resolve: (input, context) => passkeySignInStart(context, input),
    payload: (t) => ({
      challengeToken: t.string({ nullable: true, description: 'Names this sign-in in `passkeySignIn`.', resolve: ({ challengeToken }) => challengeToken ?? null }),
      options: t.field({ type: 'JSON', nullable: true, description: 'For `PublicKeyCredential.parseRequestOptionsFromJSON`, and then `navigator.credentials.get({ publicKey })`.', resolve: ({ options }) => options ?? null }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'passkeySignIn', description: 'Signs in with a passkey. It counts as both factors: no other is asked for.', payloadDescription: 'The session, or why there is none.', auth: 'anyone',
    input: inputs.signIn, faults: ['PasskeyInvalidError', 'PasskeyNotFoundError', 'ChallengeExpiredError', 'SingleSignOnRequiredError', 'TooManyAttemptsError'],
    resolve: (input, context) => passkeySignIn(context, input),
    payload: signInAnswer,
  });
}
