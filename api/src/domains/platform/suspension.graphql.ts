import type { Organization } from '@parley/db';
import { joinedReads } from '../../access/joined-reads.js';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import type { PlatformOrganizationRef } from './platform.graphql.js';
import { organizationResume, organizationSuspend } from './suspension.service.js';

/** `Organization.suspendedAt`, `organizationSuspend`, `organizationResume`. */
export function defineSuspension(builder: Builder, faults: FaultRegistry, { organization }: OrganizationRefs, platformOrganization: PlatformOrganizationRef): void {
  columnFields<Organization>(builder, organization, (t, of) => ({
    suspendedAt: t.field({ ...of('suspendedAt'), type: 'DateTime', nullable: true, description: 'Since when the platform has suspended it: it can be read, and neither changed nor called; null while it is not suspended.' }),
  }));
  builder.prismaObjectField(organization, 'suspendedReason', (t) => t.string({
    nullable: true, description: 'Why it is suspended, in the words of the administrator who did it; only of the organization that the session works in, and null while it is not suspended.', select: { id: true, suspendedReason: true },
    resolve: ({ id, suspendedReason }, _args, { organizationId }) => (id === organizationId ? suspendedReason : null),
  }));
  const changed = (t: PayloadFieldBuilder<{ id: string }>) => ({
    organization: t.prismaField({
      type: platformOrganization, nullable: true, description: 'The organization as it is now.',
      resolve: (query, { id }, _args, { app }) => (id === undefined ? nothing(query) : joinedReads(app.database.system).organization.findUnique({ ...query, where: { id } })),
    }),
  });
  const suspend = builder.inputType('OrganizationSuspendInput', {
    description: 'Which organization is suspended, and why.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The organization, `org_…`.' }),
      reason: t.string({ required: true, description: 'Why; 10 to 500 characters. Its people read it.' }),
      endsCalls: t.boolean({ description: 'Whether calls that run are ended too; default false: they go on to their end, since whoever called has done nothing.' }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'organizationSuspend',
    description: 'Suspends an organization: its people can sign in, read, export and leave; every other mutation, and every request with a key of it, is answered with the top-level error `ORGANIZATION_SUSPENDED`, and no new call is taken. Clients of a suspended agency go on, without its people. What is open there (sockets, event streams) ends, to begin anew.',
    payloadDescription: 'The organization, or why it goes on.', auth: 'signedIn', permission: 'platform:suspend', input: suspend, faults: ['InvalidInputError', 'InvalidIdError', 'OrganizationNotFoundError', 'OwnOrganizationError'],
    resolve: async (input, context) => ({ id: await organizationSuspend(context, { ...input, id: String(input.id) }) }), payload: changed,
  });
  const resume = builder.inputType('OrganizationResumeInput', { description: 'Which organization goes on.', fields: (t) => ({ id: t.id({ required: true, description: 'The organization, `org_…`.' }) }) });
  defineMutation(builder, faults, {
    name: 'organizationResume', description: 'Lets a suspended organization go on. One that is not suspended stays as it is.', payloadDescription: 'The organization, or why it stays as it is.',
    auth: 'signedIn', permission: 'platform:suspend', input: resume, faults: ['InvalidIdError', 'OrganizationNotFoundError'],
    resolve: async (input, context) => ({ id: await organizationResume(context, { id: String(input.id) }) }), payload: changed,
  });
}
