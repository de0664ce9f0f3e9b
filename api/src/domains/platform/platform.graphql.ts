import type { Organization } from '@parley/db';
import { joinedReads } from '../../access/joined-reads.js';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import { keysetPage, pageArguments, pageCost } from '../../schema/connection.js';
import { encodeId, internalId } from '../../schema/ids.js';
import type { LimitTypes } from '../organizations/limits.graphql.js';
import { LONGEST_FIRST, type MemberRefs } from '../members/members.graphql.js';
import type { TreeTypes } from '../organizations/tree.graphql.js';
import { figuresOf, PLATFORM_ORDERS, platformFilter, type PlatformOrder, type PlatformOrganizationWhere } from './platform-organizations.service.js';

/** `PlatformOrganization`: an organization as the platform sees it, from which nothing leads to what is in it. */
function definePlatformOrganization(builder: Builder, { standing }: LimitTypes, { kind }: TreeTypes) {
  const above = builder.prismaObject('Organization', {
    variant: 'PlatformParent', select: { id: true }, description: 'The agency of an organization, as the platform sees it.',
    fields: (t) => ({ id: t.id({ description: 'Global id, `org_…`.', resolve: ({ id }) => encodeId('Organization', id) }), name: t.exposeString('name', { description: 'Its name.' }) }),
  });
  const organization = builder.prismaObject('Organization', {
    variant: 'PlatformOrganization', select: { id: true }, description: 'An organization as platform administrators see it: what it is called and how much it uses, and nothing of what is in it.',
    fields: (t) => ({
      id: t.id({ description: 'Global id of the organization, `org_…`.', resolve: ({ id }) => encodeId('Organization', id) }),
      parent: t.relation('parent', { type: above, nullable: true, description: 'The agency that it belongs to; null where it stands on its own.' }),
      memberCount: t.int({ description: 'How many members it has.', resolve: async ({ id }, _args, context) => (await figuresOf(context, id)).usage.SEATS }),
      callsThisMonth: t.int({ description: 'How many calls began this month (UTC), test calls among them.', resolve: async ({ id }, _args, context) => (await figuresOf(context, id)).callsThisMonth }),
      limits: t.field({ type: standing, description: 'What it may use, and what it has used.', resolve: async ({ id }, _args, context) => (await figuresOf(context, id)).limits }),
    }),
  });
  columnFields<Organization>(builder, organization, (t, of) => ({
    name: t.string({ ...of('name'), description: 'Its name.' }),
    slug: t.string({ ...of('slug'), description: 'Short name for addresses.' }),
    kind: t.field({ ...of('kind'), type: kind, description: 'What it is.' }),
    createdAt: t.field({ ...of('createdAt'), type: 'DateTime', description: 'When it was made.' }),
    deletionAt: t.field({ ...of('deletionAt'), type: 'DateTime', nullable: true, description: 'Everything of it is deleted then; null while nobody wants that.' }),
    suspendedAt: t.field({ ...of('suspendedAt'), type: 'DateTime', nullable: true, description: 'Since when it is suspended; null while it is not.' }),
    suspendedReason: t.string({ ...of('suspendedReason'), nullable: true, description: 'Why, in the words of the administrator who suspended it; null while it is not.' }),
  }));
  return organization;
}

export type PlatformOrganizationRef = ReturnType<typeof definePlatformOrganization>;

/** `platformOrganizations`, `platformOrganization`, `platformMembers`. */
export function definePlatform(builder: Builder, limits: LimitTypes, tree: TreeTypes, members: MemberRefs): PlatformOrganizationRef {
  const organization = definePlatformOrganization(builder, limits, tree);
  const order = builder.enumType('PlatformOrganizationOrder', {
    description: 'What organizations are sorted by.',
    values: { CREATED_DESC: { description: 'Newest first.' }, CREATED_ASC: { description: 'Oldest first.' }, NAME_ASC: { description: 'By name.' } } satisfies Record<PlatformOrder, object>,
  });
  const where = builder.inputType('PlatformOrganizationWhere', {
    description: 'Which organizations; all that is given must hold.',
    fields: (t) => ({ kind: t.field({ type: tree.kind, description: 'Of this kind.' }), isSuspended: t.boolean({ description: 'Suspended ones, or those that are not.' }) }),
  });
  const connection = builder.connectionObject({ type: organization, name: 'PlatformOrganizationConnection', description: 'A page of the organizations of the installation.', edgesNullable: { list: false, items: false } }, { name: 'PlatformOrganizationEdge', description: 'An organization and its place in the list.' });
  builder.queryField('platformOrganizations', (t) => t.field({
    type: connection, description: 'All organizations of the installation. Needs `platform:read`.', authScopes: { signedIn: true }, complexity: pageCost,
    args: {
      ...pageArguments(t.arg), search: t.arg.string({ description: 'Only those whose name or slug holds this; upper and lower case make no difference, at most 100 characters.' }),
      where: t.arg({ type: where, description: 'Which organizations; default all.' }), orderBy: t.arg({ type: order, defaultValue: 'CREATED_DESC', required: true, description: 'Their order.' }),
    },
    // Across organizations: whoever has the permission sees all of them, as far as this type goes.
    resolve: (_root, { search, where: wanted, orderBy, ...args }, context, info) => keysetPage(
      context, info, args, platformFilter((wanted ?? {}) as PlatformOrganizationWhere, search), (query) => joinedReads(context.app.database.system).organization.findMany(query as object), PLATFORM_ORDERS[orderBy],
    ) as never,
  }));
  builder.queryField('platformOrganization', (t) => t.prismaField({
    type: organization, nullable: true, description: 'One organization of the installation; null where there is none with this id. Needs `platform:read`.', authScopes: { signedIn: true },
    args: { id: t.arg.id({ required: true, description: 'The organization, `org_…`.' }) },
    resolve: (query, _root, { id }, { app }) => joinedReads(app.database.system).organization.findUnique({ ...query, where: { id: internalId('Organization', String(id)) } }),
  }));
  builder.queryField('platformMembers', (t) => t.field({
    type: members.connection, description: 'The people of an organization, those who have been there longest first: for choosing as whom to work there. Needs `platform:impersonate`.', authScopes: { signedIn: true }, complexity: pageCost,
    args: { ...pageArguments(t.arg), organizationId: t.arg.id({ required: true, description: 'The organization, `org_…`.' }) },
    resolve: (_root, { organizationId, ...args }, context, info) => keysetPage(
      context, info, args, { organizationId: internalId('Organization', String(organizationId)) }, (query) => joinedReads(context.app.database.system).membership.findMany(query as object), LONGEST_FIRST,
    ) as never,
  }));
  return organization;
}
