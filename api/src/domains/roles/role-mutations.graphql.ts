import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { encodeId } from '../../schema/ids.js';
import { defineMutation, nothing } from '../../schema/mutation.js';
import type { MemberRef } from '../members/members.graphql.js';
import type { RoleRef } from './roles.graphql.js';
import { memberRoleSet, roleCreate, roleDelete, roleUpdate } from './roles.service.js';

const NAME = 'What it is called; 1 to 120 characters, unique in the organization, and not the name of a template.';
const PERMISSIONS = 'What it allows, as `things:deed`; no more than you may yourself.';

function defineInputs(builder: Builder) {
  const create = builder.inputType('RoleCreateInput', {
    description: 'A role of the organization\'s own.',
    fields: (t) => ({
      name: t.string({ required: true, description: NAME }), description: t.string({ description: 'What it is for; at most 500 characters.' }),
      permissions: t.stringList({ required: true, description: PERMISSIONS }),
    }),
  });
  const update = builder.inputType('RoleUpdateInput', {
    description: 'A change of a role; what is left out stays as it is.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The role, `rol_…`.' }), name: t.string({ description: NAME }), description: t.string({ description: 'What it is for; at most 500 characters.' }),
      permissions: t.stringList({ description: PERMISSIONS }),
    }),
  });
  const remove = builder.inputType('RoleDeleteInput', { description: 'Which role goes.', fields: (t) => ({ id: t.id({ required: true, description: 'The role, `rol_…`.' }) }) });
  const set = builder.inputType('MemberRoleSetInput', {
    description: 'Who gets which role.',
    fields: (t) => ({ userId: t.id({ required: true, description: 'The member, `usr_…`.' }), roleId: t.id({ required: true, description: 'The role, `rol_…`: a template or one of the organization\'s own.' }) }),
  });
  return { create, update, remove, set };
}

/** `roleCreate`, `roleUpdate`, `roleDelete`, `memberRoleSet`. */
export function defineRoleMutations(builder: Builder, faults: FaultRegistry, role: RoleRef, member: MemberRef): void {
  const inputs = defineInputs(builder);
  faults.detail('PermissionNotHeldError', (t) => ({ permissions: t.stringList({ description: 'What it is about, as `things:deed`.', resolve: ({ details }) => [...details.permissions] }) }));
  faults.detail('RoleInUseError', (t) => ({ memberCount: t.int({ description: 'So many members have it.', resolve: ({ details }) => details.memberCount }) }));
  const roleField = (t: Parameters<Parameters<typeof defineMutation<never, { id: string }>>[2]['payload']>[0]) => t.prismaField({
    type: role, nullable: true, description: 'The role as it is now.', resolve: (query, { id }, _args, context) => (id === undefined ? nothing(query) : context.db.role.findUnique({ ...query, where: { id } })),
  });
  defineMutation(builder, faults, {
    name: 'roleCreate', description: 'Makes a role of the organization\'s own.', payloadDescription: 'The role, or why there is none.', auth: 'signedIn', permission: 'roles:create',
    input: inputs.create, faults: ['InvalidInputError', 'NameTakenError', 'PermissionNotHeldError'],
    resolve: async (input, context) => ({ id: await roleCreate(context, input) }), payload: (t) => ({ role: roleField(t as never) }),
  });
  defineMutation(builder, faults, {
    name: 'roleUpdate', description: 'Changes a role of the organization\'s own. What its members have open (sockets, event streams) ends within a second, so that it begins anew with what they may now.', payloadDescription: 'The role, or why it stays as it is.',
    auth: 'signedIn', permission: 'roles:update', input: inputs.update, faults: ['InvalidInputError', 'InvalidIdError', 'NameTakenError', 'PermissionNotHeldError', 'RoleNotFoundError', 'RoleIsTemplateError'],
    resolve: async (input, context) => ({ id: await roleUpdate(context, input) }), payload: (t) => ({ role: roleField(t as never) }),
  });
  defineMutation(builder, faults, {
    name: 'roleDelete', description: 'Deletes a role of the organization\'s own that nobody has.', payloadDescription: 'Which role is gone, or why it stays.', auth: 'signedIn', permission: 'roles:delete',
    input: inputs.remove, faults: ['InvalidIdError', 'PermissionNotHeldError', 'RoleNotFoundError', 'RoleIsTemplateError', 'RoleInUseError'],
    resolve: async (input, context) => ({ id: await roleDelete(context, input) }),
    payload: (t) => ({ deletedRoleId: t.id({ nullable: true, description: 'The role, `rol_…`.', resolve: ({ id }) => (id === undefined ? null : encodeId('Role', id)) }) }),
  });
  defineMutation(builder, faults, {
    name: 'memberRoleSet', description: 'Gives a member another role. What they have open (sockets, event streams) ends within a second, so that it begins anew with what they may now. One of the members stays an owner.',
    payloadDescription: 'The member, or why the role stays.', auth: 'signedIn', permission: 'members:update', input: inputs.set,
    faults: ['InvalidIdError', 'MemberNotFoundError', 'LastOwnerError', 'PermissionNotHeldError', 'RoleNotFoundError'],
    resolve: async (input, context) => memberRoleSet(context, { userId: String(input.userId), roleId: String(input.roleId) }),
    payload: (t) => ({ member: t.prismaField({ type: member, nullable: true, description: 'The member as they are now.', resolve: (query, { userId }, _args, context) => (userId === undefined ? nothing(query) : context.db.membership.findFirst({ ...query, where: { userId } })) }) }),
  });
}
