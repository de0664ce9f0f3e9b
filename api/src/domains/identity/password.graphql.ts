import type { PasswordWeakness } from '../../access/password-rules.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation } from '../../schema/mutation.js';
import { signedInViewer, type SignInAnswerFields } from '../factors/sign-in-answer.graphql.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { passwordReset, passwordResetRequest } from './password-reset.service.js';
import { passwordChange } from './password.service.js';

/** What `PasswordTooWeakError` says besides. */
export function definePasswordFaults(builder: Builder, faults: FaultRegistry): void {
  const values: Record<PasswordWeakness, { description: string }> = {
    TOO_SHORT: { description: 'It has too few characters.' }, TOO_LONG: { description: 'It has too many characters.' }, COMMON: { description: 'It is among those that are guessed first, or hardly more than one character.' },
    CONTAINS_EMAIL: { description: 'It holds the e-mail address, or the part before the @.' }, CONTAINS_ORGANIZATION_NAME: { description: 'It holds the name of an organization of the person.' },
  };
  const weakness = builder.enumType('PasswordWeakness', { description: 'Why a password is too weak.', values });
  faults.detail('PasswordTooWeakError', (t) => ({
    lengthMin: t.int({ description: 'Least number of characters.', resolve: ({ details }) => details.lengthMin }),
    reason: t.field({ type: weakness, description: 'What is wrong with it.', resolve: ({ details }) => details.reason }),
  }));
}

/** `passwordChange`, `passwordResetRequest`, `passwordReset`. */
export function definePasswords(builder: Builder, faults: FaultRegistry, { viewer }: OrganizationRefs, signInAnswer: SignInAnswerFields): void {
  definePasswordReset(builder, faults, signInAnswer);
  const change = builder.inputType('PasswordChangeInput', {
    description: 'The password that is, and the one that shall be.',
    fields: (t) => ({
      currentPassword: t.string({ required: true, description: 'The password of the person who is signed in.' }),
      newPassword: t.string({ required: true, description: '8 to 256 characters; not one that is guessed first, and without the e-mail address or the name of an organization of theirs.' }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'passwordChange', description: 'Gives the person who is signed in another password. Their other sessions end, and they are told by mail.', payloadDescription: 'The person, or why the password is the old one.', auth: 'signedIn',
    input: change, faults: ['InvalidCredentialsError', 'PasswordTooWeakError', 'TooManyAttemptsError'],
    resolve: (input, context) => passwordChange(context, input),
    payload: (t) => ({ viewer: signedInViewer(t, viewer) }),
  });
}

function definePasswordReset(builder: Builder, faults: FaultRegistry, signInAnswer: SignInAnswerFields): void {
  const request = builder.inputType('PasswordResetRequestInput', { description: 'Who forgot the password.', fields: (t) => ({ email: t.string({ required: true, description: 'E-mail address of the account.' }) }) });
  defineMutation(builder, faults, {
    name: 'passwordResetRequest', description: 'Sends a link to a new password, where there is an account with this address. The answer is the same where there is none.', payloadDescription: 'Empty: whether there is an account is told to nobody but its owner, by mail.', auth: 'anyone',
    input: request, faults: ['InvalidEmailError', 'TooManyAttemptsError'],
    resolve: (input, context) => passwordResetRequest(context, input),
    payload: () => ({}),
  });
  const reset = builder.inputType('PasswordResetInput', {
    description: 'A link that was sent by mail, and the password that shall be.',
    fields: (t) => ({
      token: t.string({ required: true, description: 'What stands behind `#token=` in the link. It works once, for one hour.' }),
      password: t.string({ required: true, description: '8 to 256 characters; not one that is guessed first, and without the e-mail address or the name of an organization of theirs.' }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'passwordReset', description: 'Gives an account another password with the link that was sent to it, and signs in. All its sessions end; who has a second factor is asked for it in `secondFactor`.', payloadDescription: 'The session, or why there is none.', auth: 'anyone',
    input: reset, faults: ['LinkInvalidError', 'PasswordTooWeakError', 'SingleSignOnRequiredError', 'TooManyAttemptsError'],
    resolve: (input, context) => passwordReset(context, input),
    payload: signInAnswer,
  });
}
