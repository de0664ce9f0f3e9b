import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { getDatamodel, type default as PrismaTypes } from '@parley/db/pothos';
import { getNamedType, getNullableType, isLeafType, isListType, type GraphQLOutputType } from 'graphql';
import type { ApiContext } from '../context.js';
import { requestError } from '../errors.js';
import { LIMITS } from '../limits.js';
import type { Secret } from '../vault/secret.js';
import { encodeId, nodeId, type NodeName } from './ids.js';

/** Money as it leaves the API: exact, with its currency. */
export interface Money {
  /** Decimal string, e.g. `0.012345`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

interface BuilderTypes {
  Context: ApiContext;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  /** Who may ask; every root field names one. */
  AuthScopes: { anyone: boolean; signedIn: boolean; service: boolean };
  Scalars: {
    ID: { Input: string; Output: string | number | bigint };
    DateTime: { Input: Date; Output: Date };
    Milliseconds: { Input: number; Output: number };
    E164: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    Secret: { Input: Secret; Output: never };
  };
}

/** Costs nothing of its own and multiplies nothing. */
const PASSED_ON = { field: 0, multiplier: 1 };

/** A leaf is free, an object costs one point, and a list whose length no argument says counts as ten. */
function costOf(type: GraphQLOutputType): { field: number; multiplier: number } {
  return { field: isLeafType(getNamedType(type)) ? 0 : 1, multiplier: isListType(getNullableType(type)) ? LIMITS.listCostMultiplier : 1 };
}

/** A fresh builder; each schema (public, internal) has its own, so that neither can leak into the other. */
export function createBuilder() {
  return new SchemaBuilder<BuilderTypes>({
    plugins: [ScopeAuthPlugin, ComplexityPlugin, RelayPlugin, PrismaPlugin],
    defaultFieldNullability: false,
    prisma: {
      client: (context) => context.db,
      dmmf: getDatamodel(),
      exposeDescriptions: false,
      // A query that is built and not used means that relations are loaded one by one.
      onUnusedQuery: (info) => { throw new Error(`the query of ${info.parentType.name}.${info.fieldName} was not used`); },
      defaultConnectionSize: LIMITS.pageSizeDefault,
      maxConnectionSize: LIMITS.pageSizeMax,
    },
    relay: {
      encodeGlobalID: (typename, id) => encodeId(typename as NodeName, String(id)),
      decodeGlobalID: nodeId,
      nodeTypeOptions: { description: 'A thing with a global id, which `node` finds again.' },
      pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
      nodeQueryOptions: {
        description: 'The thing with this id; null when there is none, or none that you may see.',
        args: { id: { description: 'Global id, e.g. `agt_…`.' } }, authScopes: { signedIn: true },
      } as never,
      nodesQueryOptions: {
        description: `The things with these ids, in their order, null where there is none; at most ${LIMITS.nodeIdsMax}.`, authScopes: { signedIn: true },
        args: { ids: { description: 'Global ids, of any kinds.' } }, complexity: ({ ids }: { ids: readonly unknown[] }) => ({ field: 1, multiplier: Math.max(1, ids.length) }),
        resolve: (_root: unknown, { ids }: { ids: { typename: string; id: string }[] }, _context: ApiContext, _info: unknown, resolveNodes: (wanted: typeof ids) => Promise<unknown[]>) => {
          if (ids.length > LIMITS.nodeIdsMax) throw requestError('INVALID_INPUT', `At most ${LIMITS.nodeIdsMax} ids at once.`);
          return resolveNodes(ids);
        },
      } as never,
      // The connection's own cost counts its items already.
      nodesOnConnection: { description: 'The items themselves, without their cursors.', complexity: PASSED_ON } as never,
      nodeFieldOptions: { description: 'The item.' } as never,
      edgesFieldOptions: { nullable: false, description: 'The items with their cursors.', complexity: PASSED_ON } as never,
      idFieldOptions: { description: 'Global id.' },
      pageInfoFieldOptions: { description: 'Where the page lies in the list.' } as never,
      hasNextPageFieldOptions: { description: 'Whether more items follow.' } as never,
      hasPreviousPageFieldOptions: { description: 'Whether more items come before.' } as never,
      startCursorFieldOptions: { description: 'Cursor of the first item; null on an empty page.' } as never,
      endCursorFieldOptions: { description: 'Cursor of the last item; null on an empty page.' } as never,
      cursorFieldOptions: { description: 'Opaque position; pass it as `after` or `before`.' } as never,
    },
    scopeAuth: {
      authScopes: (context) => ({ anyone: true, signedIn: context.actor.kind === 'user' || context.actor.kind === 'key', service: context.actor.kind === 'service' }),
      unauthorizedError: (_parent, context) => (context.actor.kind === 'anonymous'
        ? requestError('UNAUTHENTICATED', 'Sign in first: there was no session, or it has ended.')
        : requestError('FORBIDDEN', 'You may not do this.')),
    },
    // The limit is kept where operations are paid for, in budget/charge.ts: `__typename` is free there.
    complexity: { fieldComplexity: (_args, _context, field) => costOf(field.type) },
  });
}

export type Builder = ReturnType<typeof createBuilder>;
/** Type parameters of the builder, for refs and field builders that are named. */
export type Types = Builder extends PothosSchemaTypes.SchemaBuilder<infer Parameters> ? Parameters : never;
