import { joinedReads } from '../../access/joined-reads.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing } from '../../schema/mutation.js';
import { findViewer } from '../identity/viewer.js';
import type { OrganizationRefs } from './organization-types.graphql.js';
import { organizationCreate, organizationSwitch, organizationUpdate } from './organizations.service.js';

function defineInputs(builder: Builder) {
  const update = builder.inputType('OrganizationUpdateInput', {
    description: 'A change of the organization that the session works in; what is left out stays as it is.',
    fields: (t) => ({
      name: t.string({ description: 'Its name; 1 to 120 characters.' }),
      slug: t.string({ description: 'Short name for addresses, unique in the installation; lower-case letters, digits and single hyphens, at most 60.' }),
      isConnectionApprovalNeeded: t.boolean({ description: 'Whether providers that somebody connects wait for approval.' }),
    }),
  });
  const create = builder.inputType('OrganizationCreateInput', {
    description: 'A new organization.',
    fields: (t) => ({
      id: t.id({ description: 'An id of your own making (`org_` and the base62 of a UUIDv7), so that a repeated request makes nothing twice and is answered like the first.' }),
      name: t.string({ required: true, description: 'Its name; 1 to 120 characters. The slug is made from it.' }),
    }),
  });
  const goTo = builder.inputType('OrganizationSwitchInput', {
    description: 'Where to go.',
    fields: (t) => ({ id: t.id({ required: true, description: 'An organization of the person, or a client that lets their agency in.' }) }),
  });
  return { update, create, goTo };
}

/** `organizationUpdate`, `organizationCreate`, `organizationSwitch`. */
export function defineOrganizationMutations(builder: Builder, faults: FaultRegistry, { organization, viewer }: OrganizationRefs): void {
  const inputs = defineInputs(builder);
  faults.detail('OrganizationLimitError', (t) => ({ organizationsMax: t.int({ description: 'So many organizations a person may be in.', resolve: ({ details }) => details.organizationsMax }) }));
  defineMutation(builder, faults, {
    name: 'organizationUpdate', description: 'Changes the organization that the session works in.', payloadDescription: 'The organization, or why it was not changed.',
    auth: 'signedIn', permission: 'organization:update', input: inputs.update, faults: ['InvalidInputError', 'SlugTakenError'],
    resolve: async (input, context) => ({ id: await organizationUpdate(context, input) }),
    payload: (t) => ({
      organization: t.prismaField({
        type: organization, nullable: true, description: 'The changed organization.',
        resolve: (query, { id }, _args, context) => (id === undefined ? nothing(query) : context.db.organization.findFirst({ ...query, where: { id } })),
      }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'organizationCreate', description: 'Makes an organization that the person owns. The session stays where it is: go there with `organizationSwitch`.',
    payloadDescription: 'The new organization, or why there is none.', auth: 'signedIn', input: inputs.create, faults: ['InvalidInputError', 'InvalidIdError', 'IdTakenError', 'OrganizationLimitError'],
    resolve: async (input, context) => ({ id: await organizationCreate(context, input) }),
    payload: (t) => ({
      organization: t.prismaField({
        type: organization, nullable: true, description: 'The new organization.',
        // It is not the one that the session works in; that the person belongs to it is the condition instead.
        resolve: (query, { id }, _args, { app, user }) => (id === undefined ? nothing(query) : joinedReads(app.database.system).organization.findFirst({ ...query, where: { id, memberships: { some: { userId: user.userId } } } })),
      }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'organizationSwitch', description: 'Lets this session work in another organization of the person from now on. What it has open (sockets, event streams) ends, with close code 4205 on sockets: connect again.',
    payloadDescription: 'The viewer there, or why the session stays where it is.', auth: 'signedIn', input: inputs.goTo, faults: ['InvalidIdError', 'OrganizationNotFoundError'],
    resolve: (input, context) => organizationSwitch(context, input),
    payload: (t) => ({
      viewer: t.prismaField({
        type: viewer, nullable: true, description: 'The person, in the organization they went to.',
        resolve: (query, { userId, organizationId }, _args, context) => (userId && organizationId ? findViewer(context, query, { userId, organizationId }) : nothing(query)),
      }),
    }),
  });
}
