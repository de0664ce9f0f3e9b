import { joinedReads } from '../../access/joined-reads.js';
import type { Impersonation } from '../../access/actor.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation } from '../../schema/mutation.js';
import { signedInViewer } from '../factors/sign-in-answer.graphql.js';
import type { UserRef } from '../identity/identity.graphql.js';
import type { ViewerKey } from '../identity/viewer.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { impersonationEnd, impersonationStart } from './impersonation.service.js';

/** `Viewer.impersonation`, `impersonationStart`, `impersonationEnd`. */
export function defineImpersonation(builder: Builder, faults: FaultRegistry, { viewer }: OrganizationRefs, user: UserRef): void {
  const impersonation = builder.objectRef<Impersonation>('Impersonation').implement({
    description: 'That a platform administrator works as somebody else: who, why, and until when.',
    fields: (t) => ({
      byUser: t.prismaField({
        type: user, description: 'The administrator.',
        // They are no member of this organization.
        resolve: (query, { userId }, _args, { app }) => joinedReads(app.database.system).user.findUniqueOrThrow({ ...query, where: { id: userId } }),
      }),
      reason: t.exposeString('reason', { description: 'Why, in their words.' }),
      endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When it ends by itself.' }),
    }),
  });
  builder.prismaObjectField(viewer, 'impersonation', (t) => t.field({
    type: impersonation, nullable: true, select: {}, description: 'Set while a platform administrator works as this person; null where the person is themselves.',
    resolve: (_viewer, _args, { actor }) => (actor.kind === 'user' ? actor.impersonation ?? null : null),
  }));
  const start = builder.inputType('ImpersonationStartInput', {
    description: 'As whom, why, and for how long.',
    fields: (t) => ({
      organizationId: t.id({ required: true, description: 'The organization, `org_…`.' }),
      userId: t.id({ required: true, description: 'A member of it, `usr_…`; no platform administrator.' }),
      reason: t.string({ required: true, description: 'Why; 10 to 500 characters. It is in the audit log of the organization, and shown all the while.' }),
      minutes: t.int({ required: true, description: 'It ends by itself after so many minutes, 1 to 60.' }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'impersonationStart',
    description: 'Lets a platform administrator work as a member of an organization, in a session of its own. Begin and end are in the audit log of that organization, and every event between them names both. What is the person\'s own, keys, ownership, deletion and single sign-on are refused with `IMPERSONATION_FORBIDDEN`. A browser\'s own session is set aside for as long.',
    payloadDescription: 'The session, or why there is none.', auth: 'signedIn', permission: 'platform:impersonate', input: start, faults: ['InvalidInputError', 'InvalidIdError', 'MemberNotFoundError', 'PlatformAdministratorError'],
    resolve: (input, context) => impersonationStart(context, { ...input, organizationId: String(input.organizationId), userId: String(input.userId) }),
    payload: (t) => ({
      sessionToken: t.string({ nullable: true, description: 'Secret of that session: send it as `Authorization: Bearer …`. Browsers get it as a cookie. Use does not make it last longer.', resolve: (payload) => payload.sessionToken }),
      viewer: signedInViewer(t, viewer),
    }),
  });
  defineMutation(builder, faults, {
    name: 'impersonationEnd', description: 'Ends working as somebody else; what is open in that session closes. A browser goes on with the administrator\'s own session, a program with the token of it.',
    payloadDescription: 'The administrator, or why nothing was ended.', auth: 'signedIn', faults: ['NotImpersonatingError'],
    resolve: async (_input: unknown, context): Promise<Partial<ViewerKey>> => impersonationEnd(context), payload: (t) => ({ viewer: signedInViewer(t as never, viewer) }),
  });
}
