import type { Builder } from '../../schema/builder.js';
import type { CallEnums } from '../calls/enums.graphql.js';
import { kindName } from './connections.graphql.js';
import { lentConnections, type LentConnection, type Lender } from './lent-connections.service.js';

const LENDERS = {
  AGENCY: 'The agency above the organization.', PLATFORM: 'The organization that runs the installation.', INSTALLATION: 'The installation itself: what it was started with, or the plugin that comes with Parley.',
} satisfies Record<Lender, string>;

/** `lentConnections`: what calls use beside what the organization has connected itself. */
export function defineLentConnections(builder: Builder, { providerKind }: CallEnums): void {
  const lender = builder.enumType('ConnectionLender', { description: 'Whose a provider is that calls use and the organization has not connected itself.', values: Object.fromEntries(Object.entries(LENDERS).map(([name, description]) => [name, { description }])) as Record<Lender, { description: string }> });
  const lent = builder.objectRef<LentConnection>('LentConnection').implement({
    description: 'A provider that calls use after those that the organization has connected itself.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'What costs and events of calls name it as; `con_…` for a connection of somebody else.' }),
      kind: t.field({ type: providerKind, description: 'What it provides.', resolve: ({ kind }) => kindName(kind) }),
      name: t.exposeString('name', { description: 'What its owner calls it; where nobody does, its id.' }),
      pluginId: t.exposeString('pluginId', { description: 'The plugin that speaks to the vendor, e.g. `openai`.' }),
      lender: t.field({ type: lender, description: 'Whose it is.', resolve: ({ lender: whose }) => whose }),
      lenderName: t.string({ nullable: true, description: 'Name of the organization whose it is; null where it is the installation\'s.', resolve: ({ lenderName }) => lenderName }),
    }),
  });
  builder.queryField('lentConnections', (t) => t.field({
    type: [lent], authScopes: { signedIn: true }, complexity: { field: 1, multiplier: 20 },
    description: 'Providers that calls use after those that the organization has connected itself, by kind, in the order in which they are tried: lent by those above it, by the platform, then the installation\'s own. Needs `connections:read`.',
    resolve: async (_root, _args, context) => [...await lentConnections(context)],
  }));
}
