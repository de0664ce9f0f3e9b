import type { Builder } from '../../schema/builder.js';
import { nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import { findViewer, type ViewerKey } from '../identity/viewer.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import type { SecondFactorChallenge, SignInAnswer } from './sign-in-answer.js';
import { tokenFields } from './tokens.graphql.js';

/** `viewer` of what signing up, signing in and a new name answer. */
export function signedInViewer(t: PayloadFieldBuilder<ViewerKey>, viewer: OrganizationRefs['viewer']) {
  return t.prismaField({
    type: viewer, nullable: true, description: 'Who is signed in now.',
    resolve: (query, { userId, organizationId }, _args, context) => (userId && organizationId ? findViewer(context, query, { userId, organizationId }) : nothing(query)),
  });
}

const SESSION_TOKEN = 'Secret of the session: send it as `Authorization: Bearer …`. Browsers get it as a cookie too. It slides for 30 days from its last use.';

/** `sessionToken` of what starts a session. */
export const sessionTokenField = (t: PayloadFieldBuilder<{ readonly sessionToken?: string | undefined }>) => t.string({ nullable: true, description: SESSION_TOKEN, resolve: (payload) => payload.sessionToken });

/** `SecondFactorChallenge`, and the fields of every payload that answers a sign-in. */
export function defineSignInAnswer(builder: Builder, viewer: OrganizationRefs['viewer']) {
  const method = builder.enumType('SecondFactorMethod', {
    description: 'A way to show a second factor.',
    values: { TOTP: { description: 'A code of an authenticator app.' }, RECOVERY_CODE: { description: 'One of the recovery codes.' }, PASSKEY: { description: 'A passkey, with `passkeySignIn` in place of `signInVerify`.' } } as const,
  });
  const challenge = builder.objectRef<SecondFactorChallenge>('SecondFactorChallenge').implement({
    description: 'A sign-in whose password was right, and that waits for a second factor.',
    fields: (t) => ({
      token: t.exposeString('token', { description: 'Names this sign-in in `signInVerify`. Lets in once.' }),
      methods: t.field({ type: [method], description: 'What may be shown.', resolve: ({ methods }) => [...methods] }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when.' }),
    }),
  });
  return (t: PayloadFieldBuilder<SignInAnswer>) => ({
    sessionToken: sessionTokenField(t as never),
    ...tokenFields(t as never),
    secondFactor: t.field({ type: challenge, nullable: true, description: 'What is still to be shown before there is a session; null where nothing is.', resolve: (payload) => payload.secondFactor ?? null }),
    viewer: signedInViewer(t as never, viewer),
  });
}

export type SignInAnswerFields = ReturnType<typeof defineSignInAnswer>;
