import type { Organization } from '@parley/db';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import { exportUrl, organizationDelete, organizationDeletionCancel } from './deletion.service.js';
import type { OrganizationRefs } from './organization-types.graphql.js';

interface Changed { readonly id: string }

/** `organizationDelete`, `organizationDeletionCancel`, `organizationExportUrl`. */
export function defineDeletion(builder: Builder, faults: FaultRegistry, { organization }: OrganizationRefs): void {
  columnFields<Organization>(builder, organization, (t, of) => ({
    deletionAt: t.field({ ...of('deletionAt'), type: 'DateTime', nullable: true, description: 'Everything of it is deleted then, and until then it takes no calls; null while nobody wants that.' }),
  }));
  const changed = (t: PayloadFieldBuilder<Changed>, description: string) => ({
    organization: t.prismaField({
      type: organization, nullable: true, description,
      resolve: (query, { id }, _args, context) => (id === undefined ? nothing(query) : context.db.organization.findFirst({ ...query, where: { id } })),
    }),
  });
  const input = builder.inputType('OrganizationDeleteInput', {
    description: 'Which organization, and that it is you who wants it.',
    fields: (t) => ({
      confirmSlug: t.string({ required: true, description: 'The slug of the organization that the session works in, typed, so that no other is deleted by mistake.' }),
      password: t.string({ required: true, description: 'The password of the signed-in person.' }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'organizationDelete',
    description: 'Begins the end of the organization that the session works in: it takes no calls from now on, and after 30 days everything of it is deleted, with the accounts of people who are in no other. Until then everything can be read and exported, and `organizationDeletionCancel` takes it back. Its owners are told by mail.',
    payloadDescription: 'The organization with its `deletionAt`, or why nothing was begun.', auth: 'signedIn', permission: 'organization:delete', input, faults: ['OwnOrganizationError', 'SlugMismatchError', 'InvalidCredentialsError', 'TooManyAttemptsError'],
    resolve: async (given, context): Promise<Changed> => ({ id: await organizationDelete(context, given) }), payload: (t) => changed(t, 'The organization.'),
  });
  defineMutation(builder, faults, {
    name: 'organizationDeletionCancel', description: 'Takes the deletion of the organization back, and lets it take calls again. Without a deletion it does nothing.',
    payloadDescription: 'The organization, or why it cannot be kept.', auth: 'signedIn', permission: 'organization:delete', faults: ['OrganizationClosingError'],
    resolve: async (_input, context): Promise<Changed> => ({ id: await organizationDeletionCancel(context) }), payload: (t) => changed(t, 'The organization.'),
  });
  builder.queryField('organizationExportUrl', (t) => t.string({
    authScopes: { signedIn: true }, complexity: 10,
    description: 'Address at which everything that is the organization\'s own is a file of JSON Lines: one object a line, `kind` naming what it is, ids as in this contract, secrets left out; the last line has `kind` "End" and the number of rows. Recordings are told of and fetched through `Recording.url`. Works for ten minutes, for whoever holds it; that it was asked for is in the audit log. Needs `organization:export`.',
    resolve: (_root, _args, context) => exportUrl(context),
  }));
}
