import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { lexicographicSortSchema } from 'graphql';
import { withCostDirectives } from './cost-directives.js';
import { buildApiSchema } from './schema.js';

/** The public schema as `schema.graphql` holds it: sorted, so that its differences are those of the contract. */
export function printPublicSchema(): string {
  return `# Printed from api/src by \`npm run generate\`. Do not edit.\n\n${printSchemaWithDirectives(withCostDirectives(lexicographicSortSchema(buildApiSchema('public'))))}\n`;
}
