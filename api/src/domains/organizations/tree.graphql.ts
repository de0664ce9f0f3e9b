import { joinedReads } from '../../access/joined-reads.js';
import { may } from '../../access/may.js';
import type { Builder } from '../../schema/builder.js';
import { keysetPage, pageArguments, pageCost, type ListSort } from '../../schema/connection.js';
import type { OrganizationRefs } from './organization-types.graphql.js';
import { parentOf } from './reachable.js';

const OLDEST_FIRST: ListSort = { column: 'createdAt', kind: 'time', direction: 'asc' };

interface DelegationRow { readonly permissions: readonly string[]; readonly updatedAt: Date | null }

/** Where an organization stands in the tree: `kind`, `parent`, `children`, `delegation`. */
export function defineTree(builder: Builder, { organization }: OrganizationRefs) {
  const kind = builder.enumType('OrganizationKind', {
    description: 'What an organization is.',
    values: { PLATFORM: { description: 'Runs the installation.' }, AGENCY: { description: 'Looks after clients.' }, CLIENT: { description: 'Runs agents for itself, below an agency or on its own.' } } as const,
  });
  const delegation = builder.objectRef<DelegationRow>('Delegation').implement({
    description: 'How far an agency reaches into its client.',
    fields: (t) => ({
      permissions: t.stringList({ description: 'What people of the agency may do in the client at most, as `things:deed`; never more than their own role says. Empty: none of them comes in.', resolve: ({ permissions }) => [...permissions] }),
      updatedAt: t.expose('updatedAt', { type: 'DateTime', nullable: true, description: 'When it was set.' }),
    }),
  });
  const connection = builder.connectionObject({ type: organization, name: 'OrganizationConnection', description: 'A page of organizations.', edgesNullable: { list: false, items: false } }, { name: 'OrganizationEdge', description: 'An organization and its place in the list.' });
  builder.prismaObjectFields(organization, (t) => ({
    kind: t.expose('kind', { type: kind, description: 'What it is.' }),
    parent: t.prismaField({
      type: organization, nullable: true, description: 'The agency that it belongs to; null where it stands on its own.', select: { parentId: true },
      resolve: async (query, row, _args, context) => {
        const selection = { ...query };
        return row.parentId === null ? null : parentOf(context, selection as never, row.parentId);
      },
    }),
    delegation: t.field({
      type: delegation, nullable: true, description: 'How far its agency reaches in; null where it has none, and for others than the two.', select: { id: true, parentId: true, delegatedPermissions: true, delegationUpdatedAt: true },
      resolve: (row, _args, { organizationId }) => (row.parentId !== null && (row.id === organizationId || row.parentId === organizationId) ? { permissions: row.delegatedPermissions, updatedAt: row.delegationUpdatedAt } : null),
    }),
    children: t.field({
      type: connection, nullable: true, description: 'The clients of an agency, oldest first; null for other organizations than the one that the session works in, and without `clients:enter`.', args: pageArguments(t.arg), complexity: pageCost, select: { id: true },
      resolve: ({ id }, args, context, info) => {
        if (!may(context, 'clients:enter', { organizationId: id })) return null;
        // They are other organizations, and bound to what is above them instead.
        return keysetPage(context, info, args, { parentId: id }, (query) => joinedReads(context.app.database.system).organization.findMany(query as object), OLDEST_FIRST) as never;
      },
    }),
  }));
  return { kind };
}

export type TreeTypes = ReturnType<typeof defineTree>;
