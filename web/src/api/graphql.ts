import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../generated/introspection.js';

/** Writes a GraphQL document; its types come from schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  // Nothing is masked: a fragment's fields are read where the fragment is spread.
  disableMasking: true;
  scalars: { DateTime: string; Milliseconds: number; ID: string; E164: string };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada';
