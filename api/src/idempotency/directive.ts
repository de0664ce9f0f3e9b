import { DirectiveLocation, getDirectiveValues, GraphQLDirective, GraphQLNonNull, GraphQLString, type OperationDefinitionNode } from 'graphql';
import { LIMITS } from '../limits.js';

/** The same as the header `Idempotency-Key`, for those who cannot set headers. */
export const IDEMPOTENT = new GraphQLDirective({
  name: 'idempotent', locations: [DirectiveLocation.MUTATION],
  description: `Makes the mutation happen once: asked again with the same key within ${LIMITS.idempotencyKeptMs / 3_600_000} hours it answers as the first time. The HTTP header \`Idempotency-Key\` says the same.`,
  args: { key: { type: new GraphQLNonNull(GraphQLString), description: 'Chosen by the client, e.g. a UUID: 1 to 255 visible ASCII characters.' } },
});

/** The key that a mutation names itself. */
export function keyOfDirective(operation: OperationDefinitionNode, variables: Record<string, unknown> | undefined): string | undefined {
  return getDirectiveValues(IDEMPOTENT, operation, variables)?.['key'] as string | undefined;
}
