import { PERMISSION_FACTS, PERMISSIONS, type Permission } from '@parley/db';
import type { Builder } from '../../schema/builder.js';

/** `Role`. */
export function defineRole(builder: Builder) {
  return builder.prismaNode('Role', {
    id: { field: 'id', description: 'Global id, `rol_…`.' }, select: { id: true }, nullable: true,
    description: 'A name for what members may do: a template that every organization has, or a role of the organization\'s own.',
    fields: (t) => ({
      key: t.exposeString('key', { nullable: true, description: 'Which template it is, e.g. `agent-builder`: the same in every installation. Null for roles of one\'s own.' }),
      name: t.exposeString('name', { description: 'What it is called; templates in English.' }),
      description: t.exposeString('description', { description: 'What it is for; may be empty.' }),
      permissions: t.stringList({ description: 'What it allows, as `things:deed`.', select: { permissions: true }, resolve: ({ permissions }) => permissions }),
      isTemplate: t.boolean({ description: 'Whether it comes with the platform, and is changed by nobody.', select: { organizationId: true }, resolve: ({ organizationId }) => organizationId === null }),
      memberCount: t.relationCount('memberships', { description: 'How many members have it in the organization that the session works in.', where: (_args, { actor }) => ({ organizationId: { in: 'organizationId' in actor ? [actor.organizationId] : [] } }) }),
    }),
  });
}

export type RoleRef = ReturnType<typeof defineRole>;

/** `roles` and `permissions`. */
export function defineRoles(builder: Builder, role: RoleRef): void {
  const permission = builder.objectRef<Permission>('Permission').implement({
    description: 'Something that members and keys can be allowed.',
    fields: (t) => ({
      name: t.string({ description: 'Its name, `things:deed`.', resolve: (name) => name }),
      description: t.string({ description: 'What it lets one do, in English.', resolve: (name) => PERMISSION_FACTS[name].description }),
      group: t.string({ description: 'What it is about, for a table of them: `agents`, `calls`, `organization`, `members`, `programs`, `clients` or `platform`.', resolve: (name) => PERMISSION_FACTS[name].group }),
    }),
  });
  builder.queryField('permissions', (t) => t.field({
    type: [permission], description: 'Everything that somebody can be allowed, in the order in which it is shown. Needs `roles:read`.', authScopes: { signedIn: true }, complexity: 10, resolve: () => [...PERMISSIONS],
  }));
  builder.queryField('roles', (t) => t.prismaField({
    type: [role], description: 'The templates first, then the organization\'s own roles, oldest first. Needs `roles:read`.', authScopes: { signedIn: true }, complexity: { field: 1, multiplier: 20 },
    // Ids of templates come before all others.
    resolve: (query, _root, _args, { db }) => db.role.findMany({ ...query, orderBy: { id: 'asc' } }),
  }));
}
