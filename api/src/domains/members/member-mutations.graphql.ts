import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { encodeId } from '../../schema/ids.js';
import { defineMutation, nothing } from '../../schema/mutation.js';
import { findViewer } from '../identity/viewer.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';
import { memberRemove, organizationLeave, type MemberKey } from './members.service.js';
import { ownershipTransfer } from './ownership.service.js';

/** `memberRemove`, `organizationLeave`, `ownershipTransfer`. */
export function defineMemberMutations(builder: Builder, faults: FaultRegistry, { viewer }: OrganizationRefs): void {
  const remove = builder.inputType('MemberRemoveInput', {
    description: 'Who shall no longer belong to the organization.',
    fields: (t) => ({ userId: t.id({ required: true, description: 'The person, `usr_…`.' }) }),
  });
  defineMutation(builder, faults, {
    name: 'memberRemove',
    description: 'Takes a person out of the organization that the session works in. Their sessions there go to another organization of theirs, or end; what they have open there (sockets, event streams, calls) closes within a second. Only an owner removes an owner.',
    payloadDescription: 'Who was removed, or why nobody was.', auth: 'signedIn', permission: 'members:remove', input: remove, faults: ['InvalidIdError', 'MemberNotFoundError', 'LastOwnerError'],
    resolve: async (input, context) => ({ userId: await memberRemove(context, { userId: String(input.userId) }) }),
    payload: (t) => ({ removedUserId: t.id({ nullable: true, description: 'The person, `usr_…`.', resolve: ({ userId }) => (userId === undefined ? null : encodeId('User', userId)) }) }),
  });
  const leave = builder.inputType('OrganizationLeaveInput', {
    description: 'Which organization to leave.',
    fields: (t) => ({ id: t.id({ description: 'An organization of the person; default the one that the session works in.' }) }),
  });
  defineMutation(builder, faults, {
    name: 'organizationLeave', description: 'Takes the signed-in person out of an organization. Sessions that work there go to another organization of the person; where there is none, they end.',
    payloadDescription: 'Where the session works now, or why the person is still a member.', auth: 'signedIn', input: leave, faults: ['InvalidIdError', 'OrganizationNotFoundError', 'LastOwnerError'],
    resolve: async (input, context): Promise<Partial<MemberKey>> => await organizationLeave(context, input) ?? {},
    payload: (t) => ({
      viewer: t.prismaField({
        type: viewer, nullable: true, description: 'The person, where the session works now; null where that was their only organization, and the session has ended.',
        resolve: (query, { userId, organizationId }, _args, context) => (userId && organizationId ? findViewer(context, query, { userId, organizationId }) : nothing(query)),
      }),
    }),
  });
  const transfer = builder.inputType('OwnershipTransferInput', {
    description: 'Who shall own the organization, and that it is you who wants it.',
    fields: (t) => ({
      userId: t.id({ required: true, description: 'A member, `usr_…`.' }),
      password: t.string({ required: true, description: 'The password of the signed-in person.' }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'ownershipTransfer', description: 'Makes a member the owner of the organization that the session works in. Whoever does so is an administrator from then on; what either has open (sockets, event streams) ends, to be opened again.',
    payloadDescription: 'The former owner as they are now, or why nothing was handed over.', auth: 'signedIn', permission: 'organization:transfer', input: transfer,
    faults: ['InvalidIdError', 'AlreadyOwnerError', 'MemberNotFoundError', 'PermissionNotHeldError', 'InvalidCredentialsError', 'TooManyAttemptsError'],
    resolve: (input, context): Promise<Partial<MemberKey>> => ownershipTransfer(context, { ...input, userId: String(input.userId) }),
    payload: (t) => ({
      viewer: t.prismaField({
        type: viewer, nullable: true, description: 'The person who handed it over.',
        resolve: (query, { userId, organizationId }, _args, context) => (userId && organizationId ? findViewer(context, query, { userId, organizationId }) : nothing(query)),
      }),
    }),
  });
}
