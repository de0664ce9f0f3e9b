import { joinedReads } from '../../access/joined-reads.js';
import { DELEGABLE } from '../../access/acting.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import type { OrganizationRefs } from './organization-types.graphql.js';
import { clientCreate, delegationSet, organizationBecomeAgency, organizationMove } from './tree.service.js';

function defineInputs(builder: Builder) {
  const create = builder.inputType('ClientCreateInput', {
    description: 'A new client of the agency.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'Its name; 1 to 120 characters.' }),
      slug: t.string({ description: 'Short name for addresses, unique in the installation; lower-case letters, digits and single hyphens, at most 60. Default: made from the name.' }),
    }),
  });
  const agency = builder.inputType('OrganizationBecomeAgencyInput', { description: 'What it needs.', fields: (t) => ({ isAgency: t.boolean({ required: true, description: 'Must be true: an agency does not become anything else again.' }) }) });
  const move = builder.inputType('OrganizationMoveInput', {
    description: 'What goes where.',
    fields: (t) => ({ id: t.id({ required: true, description: 'The organization, `org_…`.' }), parentId: t.id({ description: 'The agency, `org_…`, that it belongs to from now on; null or left out: none.' }) }),
  });
  const delegation = builder.inputType('DelegationSetInput', {
    description: 'How far the agency reaches in.',
    fields: (t) => ({ permissions: t.stringList({ required: true, description: `What people of the agency may do here at most; empty lets none of them in. Of ${DELEGABLE.map((permission) => `\`${permission}\``).join(', ')}.` }) }),
  });
  return { create, agency, move, delegation };
}

/** `clientCreate`, `organizationBecomeAgency`, `organizationMove`, `delegationSet`. */
export function defineTreeMutations(builder: Builder, faults: FaultRegistry, { organization }: OrganizationRefs): void {
  const inputs = defineInputs(builder);
  /** Found by whoever was allowed to change it, whichever organization the session works in. */
  const changed = (t: PayloadFieldBuilder<{ id: string }>) => ({
    organization: t.prismaField({
      type: organization, nullable: true, description: 'The organization as it is now.',
      resolve: (query, { id }, _args, { app }) => (id === undefined ? nothing(query) : joinedReads(app.database.system).organization.findUnique({ ...query, where: { id } })),
    }),
  });
  defineMutation(builder, faults, {
    name: 'clientCreate', description: 'Makes a client below the agency that the session works in. It lets the agency do everything at first; go there with `organizationSwitch` and invite its owner, who decides that from then on.', payloadDescription: 'The client, or why there is none.',
    auth: 'signedIn', permission: 'clients:create', input: inputs.create, faults: ['InvalidInputError', 'SlugTakenError', 'NotAnAgencyError', 'OrganizationLimitError'],
    resolve: async (input, context) => ({ id: await clientCreate(context, input) }), payload: changed,
  });
  defineMutation(builder, faults, {
    name: 'organizationBecomeAgency', description: 'Makes the organization that the session works in an agency, which can have clients. Its owners become agency owners.', payloadDescription: 'The agency, or why it is none.',
    auth: 'signedIn', permission: 'organization:update', input: inputs.agency, faults: ['InvalidInputError', 'ParentUnsuitableError'],
    resolve: async (input, context) => ({ id: await organizationBecomeAgency(context, input) }), payload: changed,
  });
  defineMutation(builder, faults, {
    name: 'organizationMove', description: 'Moves a client below an agency, or out of one: by its owner, or by who moves clients of its agency (`clients:update`); and where it goes by who makes clients there (`clients:create`). How far the agency before reached in ends, and the new one reaches nowhere until the client sets it.',
    payloadDescription: 'The client, or why it stays.', auth: 'signedIn', input: inputs.move, faults: ['InvalidIdError', 'OrganizationNotFoundError', 'OrganizationLoopError', 'ParentUnsuitableError'],
    resolve: async (input, context) => ({ id: await organizationMove(context, { id: String(input.id), parentId: input.parentId as string | null | undefined }) }), payload: changed,
  });
  defineMutation(builder, faults, {
    name: 'delegationSet', description: 'Sets how far the agency reaches into the organization that the session works in: by the client\'s own people. What people of the agency have open there ends within a second.', payloadDescription: 'The client, or why it stays as it is.',
    auth: 'signedIn', permission: 'delegation:update', input: inputs.delegation, faults: ['InvalidInputError', 'ParentUnsuitableError'],
    resolve: async (input, context) => ({ id: await delegationSet(context, input) }), payload: changed,
  });
}
