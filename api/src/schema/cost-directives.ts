import {
  DirectiveLocation, getNamedType, getNullableType, GraphQLBoolean, GraphQLDirective, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLSchema, GraphQLString,
  isInterfaceType, isLeafType, isListType, isObjectType, type GraphQLField,
} from 'graphql';
import { LIMITS } from '../limits.js';

/** As the GraphQL Cost Directives specification of IBM has them, https://ibm.github.io/graphql-specs/cost-spec.html. */
const COST = new GraphQLDirective({
  name: 'cost', description: `What a field costs, in points: an operation may cost ${LIMITS.operationCostMax}. Without it an object costs 1, a scalar or enum 0.`, locations: [DirectiveLocation.FIELD_DEFINITION],
  args: { weight: { type: new GraphQLNonNull(GraphQLString), description: 'Points, as a decimal.' } },
});
const names = new GraphQLList(new GraphQLNonNull(GraphQLString));
const LIST_SIZE = new GraphQLDirective({
  name: 'listSize', description: 'How many items a list counts as: what is asked for on each counts so many times.', locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    assumedSize: { type: GraphQLInt, description: 'So many where no argument says.' },
    slicingArguments: { type: names, description: 'Arguments that say how many.' },
    sizedFields: { type: names, description: 'Fields of the answer that hold the items; where it is absent, the field itself does.' },
    requireOneSlicingArgument: { type: GraphQLBoolean, defaultValue: true, description: 'Whether one of the arguments must be given.' },
  },
});

interface Cost { readonly field?: number; readonly multiplier?: number }
type CostSetting = number | Cost | ((args: Record<string, unknown>, context: object, field: object) => number | Cost);
type AnyField = GraphQLField<unknown, unknown>;
type Applied = Partial<Record<'cost' | 'listSize', Record<string, unknown>>>;

const SLICING = ['first', 'last'];
const asCost = (cost: number | Cost): Cost => (typeof cost === 'number' ? { field: cost } : cost);

/** What a field costs with these arguments, others left out; a list of ids counts as the longest there may be. */
function costOf(field: AnyField, given: Readonly<Record<string, unknown>> = {}): Cost {
  const setting = field.extensions['complexity'] as CostSetting;
  if (typeof setting !== 'function') return asCost(setting);
  const args = field.args.flatMap(({ name, type, defaultValue }) => {
    if (isListType(getNullableType(type))) return [[name, Array.from({ length: LIMITS.nodeIdsMax })]];
    return defaultValue === undefined ? [] : [[name, defaultValue]];
  });
  return asCost(setting({ ...Object.fromEntries(args) as Record<string, unknown>, ...given }, {}, field));
}

/** Whether the argument says how many items the list counts as. */
const isSlicing = (field: AnyField, name: string) => SLICING.includes(name) && costOf(field, { [name]: 7 }).multiplier === 7;

/** The directives of a field, from what it really costs. `isSized` where the field above tells its cost and size. */
function costDirectives(field: AnyField, isSized: boolean): Applied {
  const { field: weight = 1, multiplier = 1 } = costOf(field);
  const type = getNamedType(field.type);
  const isLeaf = isLeafType(type);
  if (isSized && !isLeaf) return {};
  const cost = weight === (isLeaf ? 0 : 1) ? {} : { cost: { weight: String(weight) } };
  // Leaves cost nothing, however many.
  if (multiplier === 1 || isLeaf) return cost;
  const slicingArguments = field.args.map(({ name }) => name).filter((name) => isSlicing(field, name));
  const sizedFields = isObjectType(type) && !isListType(getNullableType(field.type)) ? Object.values(type.getFields()).filter((inner) => isListType(getNullableType(inner.type))).map(({ name }) => name) : [];
  const listSize = {
    assumedSize: multiplier, ...(slicingArguments.length > 0 ? { slicingArguments, requireOneSlicingArgument: false } : {}), ...(sizedFields.length > 0 ? { sizedFields } : {}),
  };
  return { ...cost, listSize };
}

/** The schema with `@cost` and `@listSize` on its fields, for printing. */
export function withCostDirectives(schema: GraphQLSchema): GraphQLSchema {
  const types = Object.values(schema.getTypeMap()).filter((type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__')) as { name: string; getFields(): Record<string, AnyField> }[];
  for (const type of types) {
    for (const field of Object.values(type.getFields())) {
      field.extensions = { ...field.extensions, directives: costDirectives(field, type.name.endsWith('Connection')) };
    }
  }
  return new GraphQLSchema({ ...schema.toConfig(), directives: [...schema.getDirectives(), COST, LIST_SIZE] });
}
