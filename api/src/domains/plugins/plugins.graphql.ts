import type { CatalogEntry } from '@parley/plugin-host';
import type { Builder } from '../../schema/builder.js';
import type { CallEnums } from '../calls/enums.graphql.js';

/** `plugins`: the provider packages of this installation, from the catalog, without running their code. */
export function definePlugins(builder: Builder, enums: CallEnums): void {
  const state = builder.enumType('PluginState', {
    description: 'Whether a plugin can be used.',
    values: {
      ENABLED: { description: 'It can be used.' }, DISABLED: { description: 'An administrator has switched it off.' },
      PENDING: { description: 'It fits, and waits for an administrator.' }, BROKEN: { description: 'It cannot be used; `error` says why.' },
    },
  });
  const plugin = builder.objectRef<CatalogEntry>('Plugin').implement({
    description: 'A provider package of this installation.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The name it gives itself, e.g. `local`; for a broken one the name of its package or folder.' }),
      packageName: t.exposeString('packageName', { description: 'Name of the package.' }),
      version: t.exposeString('version', { description: 'Its version.' }),
      title: t.exposeString('title', { description: 'Its name for people.' }),
      kinds: t.field({ type: [enums.providerKind], description: 'What it provides.', resolve: (entry) => entry.kinds.map((kind) => kind.toUpperCase().replaceAll('-', '_')) as never[] }),
      state: t.field({ type: state, description: 'Whether it can be used.', resolve: (entry) => entry.state }),
      error: t.string({ nullable: true, description: 'Why it cannot be used, or waits again; null where there is nothing to say.', resolve: (entry) => entry.error }),
    }),
  });
  builder.queryField('plugins', (t) => t.field({
    type: [plugin], authScopes: { signedIn: true }, description: 'The provider packages of this installation, broken ones included, by id.',
    resolve: (_root, _args, context) => [...context.app.catalog.list()],
  }));
}
