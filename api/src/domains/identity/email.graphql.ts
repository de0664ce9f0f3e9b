import type { User } from '@parley/db';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation } from '../../schema/mutation.js';
import { signedInViewer } from '../factors/sign-in-answer.graphql.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { emailVerificationSend, emailVerify } from './email.service.js';
import type { UserRef } from './identity.graphql.js';

/** `User.emailVerifiedAt`, `emailVerificationSend`, `emailVerify`. */
export function defineEmail(builder: Builder, faults: FaultRegistry, { viewer }: OrganizationRefs, user: UserRef): void {
  columnFields<User>(builder, user, (t, of) => ({
    emailVerifiedAt: t.field({ type: 'DateTime', nullable: true, ...of('emailVerifiedAt'), description: 'When the person proved that they read mail to their address; null until then.' }),
  }));
  defineMutation(builder, faults, {
    name: 'emailVerificationSend', description: 'Sends the person who is signed in another link to prove their e-mail address with. Does nothing where that is done.', payloadDescription: 'The person, or why nothing was sent.', auth: 'signedIn',
    faults: ['TooManyAttemptsError'],
    resolve: (_input: unknown, context) => emailVerificationSend(context),
    payload: (t) => ({ viewer: signedInViewer(t, viewer) }),
  });
  const input = builder.inputType('EmailVerifyInput', { description: 'A link that was sent by mail.', fields: (t) => ({ token: t.string({ required: true, description: 'What stands behind `#token=` in the link. It works once, for 24 hours.' }) }) });
  defineMutation(builder, faults, {
    name: 'emailVerify', description: 'Proves an e-mail address with the link that was sent there. Takes no session.', payloadDescription: 'Who is signed in, or why nothing was proved.', auth: 'anyone',
    input, faults: ['LinkInvalidError', 'TooManyAttemptsError'],
    resolve: (given, context) => emailVerify(context, given),
    payload: (t) => ({ viewer: signedInViewer(t as never, viewer) }),
  });
}
