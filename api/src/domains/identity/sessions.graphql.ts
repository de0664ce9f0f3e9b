import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation } from '../../schema/mutation.js';
import { LIMITS } from '../../limits.js';
import { signedInViewer } from '../factors/sign-in-answer.graphql.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { sessionGlobalId } from './session-ids.js';
import { sessionRevoke, sessionsOf, sessionsRevokeOthers, type SessionFacts } from './sessions.service.js';

function defineSession(builder: Builder) {
  const method = builder.enumType('SignInMethod', {
    description: 'How somebody showed who they are.',
    values: {
      PASSWORD: { description: 'With the password; and the second factor, where there is one.' }, PASSKEY: { description: 'With a passkey.' },
      SINGLE_SIGN_ON: { description: 'With the account of the organization\'s identity provider.' }, EMAIL_LINK: { description: 'With a link that was sent by mail.' },
    } as const,
  });
  return builder.objectRef<SessionFacts>('Session').implement({
    description: 'A place where a person is signed in.',
    fields: (t) => ({
      id: t.id({ description: 'Id, `ses_…`; it is no node.', resolve: ({ id }) => sessionGlobalId(id) }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was started.' }),
      lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', description: 'When it was used last, to the hour.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends unless it is used.' }),
      address: t.exposeString('address', { description: 'Network address that it was started from; empty where that is not known.' }),
      userAgent: t.exposeString('userAgent', { description: 'What the browser or program called itself then; empty where it did not.' }),
      signedInWith: t.expose('signedInWith', { type: method, description: 'How the person signed in.' }),
      isCurrent: t.boolean({ description: 'Whether it is the one that asks.', resolve: ({ id }, _args, { user }) => id === user.sessionId }),
    }),
  });
}

/** `Viewer.sessions`, `sessionRevoke`, `sessionsRevokeOthers`. */
export function defineSessions(builder: Builder, faults: FaultRegistry, { viewer }: OrganizationRefs): void {
  const session = defineSession(builder);
  builder.prismaObjectField(viewer, 'sessions', (t) => t.field({
    type: [session], select: {}, description: `Where the person is signed in, the session used last first; at most ${LIMITS.sessionsListedMax}.`, complexity: { field: 5, multiplier: 1 },
    resolve: async (_viewer, _args, context) => [...await sessionsOf(context)],
  }));
  const input = builder.inputType('SessionRevokeInput', { description: 'Which session.', fields: (t) => ({ id: t.id({ required: true, description: 'A session of the person who is signed in, `ses_…`.' }) }) });
  defineMutation(builder, faults, {
    name: 'sessionRevoke', description: 'Ends a session of the person who is signed in; what it has open closes at once.', payloadDescription: 'The person, or why nothing was ended.', auth: 'signedIn',
    input, faults: ['InvalidIdError', 'SessionNotFoundError'],
    resolve: (given, context) => sessionRevoke(context, given),
    payload: (t) => ({ viewer: signedInViewer(t, viewer) }),
  });
  defineMutation(builder, faults, {
    name: 'sessionsRevokeOthers', description: 'Ends all sessions of the person who is signed in but this one; what they have open closes at once.', payloadDescription: 'The person.', auth: 'signedIn',
    faults: [],
    resolve: (_input: unknown, context) => sessionsRevokeOthers(context),
    payload: (t) => ({ viewer: signedInViewer(t, viewer) }),
  });
}
