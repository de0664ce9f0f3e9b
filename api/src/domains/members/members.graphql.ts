import { demand } from '../../access/may.js';
import type { Builder } from '../../schema/builder.js';
import { keysetPage, pageArguments, pageCost, type ListSort } from '../../schema/connection.js';
import type { OrganizationRefs } from '../organizations/organization-types.graphql.js';

/** Who has been there longest comes first; people are told apart by their id. */
export const LONGEST_FIRST: ListSort = { column: 'createdAt', kind: 'time', direction: 'asc', tie: 'userId' };

/** `Organization.members`. */
export function defineMembers(builder: Builder, { organization, role }: OrganizationRefs) {
  const member = builder.prismaObject('Membership', {
    variant: 'Member', select: {}, description: 'A person in an organization.',
    fields: (t) => ({
      user: t.relation('user', { description: 'The person.' }),
      role: t.relation('role', { type: role, description: 'What they are there.' }),
      joinedAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when they belong to it.' }),
    }),
  });
  const connection = builder.connectionObject({ type: member, name: 'MemberConnection', description: 'A page of members.', edgesNullable: { list: false, items: false } }, { name: 'MemberEdge', description: 'A member and their place in the list.' });
  builder.prismaObjectField(organization, 'members', (t) => t.field({
    type: connection, description: 'The people in it, those who have been there longest first; only of the organization that the session works in. Needs `members:read`.',
    args: pageArguments(t.arg), complexity: pageCost, select: { id: true },
    resolve: ({ id }, args, context, info) => {
      demand(context, 'members:read', { organizationId: id });
      return keysetPage(context, info, args, {}, (query) => context.db.membership.findMany(query as object), LONGEST_FIRST) as never;
    },
  }));
  return { member, connection };
}

export type MemberRefs = ReturnType<typeof defineMembers>;
export type MemberRef = MemberRefs['member'];
