import { graphql, type ResultOf } from '../../api/graphql.js';

export const pluginsQuery = graphql(`query Plugins { plugins { id packageName title version kinds state error } }`);

export type PluginFields = ResultOf<typeof pluginsQuery>['plugins'][number];
