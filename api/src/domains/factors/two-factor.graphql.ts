import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation } from '../../schema/mutation.js';
import { LIMITS } from '../../limits.js';
import type { UserRef } from '../identity/identity.graphql.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { signInVerify } from './complete-sign-in.js';
import { signedInViewer, type SignInAnswerFields } from './sign-in-answer.graphql.js';
import { recoveryCodesRenew, twoFactorDisable, twoFactorEnable, twoFactorOf, twoFactorStart, type TwoFactorState } from './two-factor.service.js';

const CODES = `${LIMITS.recoveryCodes} codes, each of which stands in for the app once. Told here and never again.`;

function defineState(builder: Builder, user: UserRef): void {
  const state = builder.objectRef<TwoFactorState>('TwoFactor').implement({
    description: 'Whether a person shows a second factor when they sign in with their password.',
    fields: (t) => ({
      isEnabled: t.exposeBoolean('isEnabled', { description: 'A code of an authenticator app is asked for.' }),
      recoveryCodesLeft: t.exposeInt('recoveryCodesLeft', { description: 'Recovery codes that have not been used.' }),
      enabledAt: t.expose('enabledAt', { type: 'DateTime', nullable: true, description: 'Since when; null where it is off.' }),
    }),
  });
  builder.prismaObjectField(user, 'twoFactor', (t) => t.field({
    type: state, nullable: true, select: { id: true }, description: 'Their second factor; only of the person who is signed in, null of others.',
    resolve: ({ id }, _args, context) => (context.actor.kind === 'user' && context.actor.userId === id ? twoFactorOf(context, id) : null),
  }));
}

const defineInputs = (builder: Builder) => ({
  start: builder.inputType('TwoFactorStartInput', { description: 'Who sits there.', fields: (t) => ({ password: t.string({ required: true, description: 'The password of the person who is signed in.' }) }) }),
  enable: builder.inputType('TwoFactorEnableInput', { description: 'That the app has the secret.', fields: (t) => ({ code: t.string({ required: true, description: 'The six digits that the app shows.' }) }) }),
  disable: builder.inputType('TwoFactorDisableInput', {
    description: 'Who sits there.',
    fields: (t) => ({
      password: t.string({ required: true, description: 'The password of the person who is signed in.' }),
      code: t.string({ required: true, description: 'The six digits that the app shows, or a recovery code.' }),
    }),
  }),
  renew: builder.inputType('RecoveryCodesRenewInput', { description: 'Who sits there.', fields: (t) => ({ password: t.string({ required: true, description: 'The password of the person who is signed in.' }) }) }),
  verify: builder.inputType('SignInVerifyInput', {
    description: 'The second factor of a sign-in.',
    fields: (t) => ({
      challengeToken: t.string({ required: true, description: '`secondFactor.token` of `signIn`.' }),
      code: t.string({ required: true, description: 'The six digits that the app shows, or a recovery code.' }),
    }),
  }),
});

/** `User.twoFactor`, `twoFactorStart`, `twoFactorEnable`, `twoFactorDisable`, `recoveryCodesRenew`, `signInVerify`. */
export function defineTwoFactor(builder: Builder, faults: FaultRegistry, { viewer }: OrganizationRefs, user: UserRef, signInAnswer: SignInAnswerFields): void {
  defineState(builder, user);
  const inputs = defineInputs(builder);
  defineMutation(builder, faults, {
    name: 'twoFactorStart', description: 'Takes a secret for an authenticator app. Nothing changes until `twoFactorEnable` has seen a code of it; asked again, the secret before is void.',
    payloadDescription: 'The secret, or why there is none.', auth: 'signedIn', input: inputs.start, faults: ['InvalidCredentialsError', 'TooManyAttemptsError', 'TwoFactorEnabledError'],
    resolve: (input, context) => twoFactorStart(context, input),
    payload: (t) => ({
      secret: t.string({ nullable: true, description: 'For typing it into the app: base32 without padding.', resolve: ({ secret }) => secret ?? null }),
      uri: t.string({ nullable: true, description: 'The same as `otpauth://totp/…`; apps read it from a QR code.', resolve: ({ uri }) => uri ?? null }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'twoFactorEnable', description: 'Turns two-factor sign-in on. Sessions that are open stay so.', payloadDescription: 'The recovery codes, or why it is not on.', auth: 'signedIn',
    input: inputs.enable, faults: ['WrongCodeError', 'CodeReplayedError', 'TooManyAttemptsError', 'TwoFactorEnabledError', 'TwoFactorNotStartedError'],
    resolve: (input, context) => twoFactorEnable(context, input),
    payload: (t) => ({ recoveryCodes: t.stringList({ nullable: true, description: CODES, resolve: ({ recoveryCodes }) => recoveryCodes ?? null }), viewer: signedInViewer(t as never, viewer) }),
  });
  defineMutation(builder, faults, {
    name: 'twoFactorDisable', description: 'Turns two-factor sign-in off; the recovery codes are void.', payloadDescription: 'The person, or why it is still on.', auth: 'signedIn',
    input: inputs.disable, faults: ['InvalidCredentialsError', 'WrongCodeError', 'CodeReplayedError', 'TooManyAttemptsError', 'TwoFactorNotEnabledError'],
    resolve: (input, context) => twoFactorDisable(context, input),
    payload: (t) => ({ viewer: signedInViewer(t, viewer) }),
  });
  defineMutation(builder, faults, {
    name: 'recoveryCodesRenew', description: 'Makes new recovery codes; those before are void.', payloadDescription: 'The recovery codes, or why there are none.', auth: 'signedIn',
    input: inputs.renew, faults: ['InvalidCredentialsError', 'TooManyAttemptsError', 'TwoFactorNotEnabledError'],
    resolve: (input, context) => recoveryCodesRenew(context, input),
    payload: (t) => ({ recoveryCodes: t.stringList({ nullable: true, description: CODES, resolve: ({ recoveryCodes }) => recoveryCodes ?? null }) }),
  });
  defineMutation(builder, faults, {
    name: 'signInVerify', description: `Finishes a sign-in with its second factor. A challenge takes ${LIMITS.signInChallengeAttemptsMax} tries within ${LIMITS.signInChallengeMs / 60_000} minutes.`,
    payloadDescription: 'The session, or why there is none.', auth: 'anyone', input: inputs.verify,
    faults: ['WrongCodeError', 'CodeReplayedError', 'ChallengeExpiredError', 'ChallengeExhaustedError', 'SingleSignOnRequiredError', 'TooManyAttemptsError'],
    resolve: (input, context) => signInVerify(context, input),
    payload: signInAnswer,
  });
}
