import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  getArgumentValues, getNamedType, getNullableType, getOperationAST, isInterfaceType, isListType, isObjectType, Kind, visit,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLNamedType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';

export interface Operation { readonly schema: GraphQLSchema; readonly document: DocumentNode; readonly operationName: string | null | undefined; readonly variables: Record<string, unknown> | undefined }

const measured = new WeakMap<DocumentNode, DocumentNode>();

/** The document without `__typename`, which clients ask of every object and which costs nothing. */
function withoutTypenames(document: DocumentNode): DocumentNode {
  const known = measured.get(document);
  if (known) return known;
  const stripped = visit(document, { Field: ({ name }) => (name.value === '__typename' ? null : undefined) });
  measured.set(document, stripped);
  return stripped;
}

const fragmentsOf = (document: DocumentNode) => document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);

/** What an operation may cost at most, in points, by the sizes it asks for: known before anything is read. */
export function requestedCost({ schema, document: given, operationName, variables }: Operation, context: object): number {
  const document = withoutTypenames(given);
  const operation = getOperationAST(document, operationName);
  if (!operation) return 0;
  const alone = document.definitions.length === 1 ? document : { ...document, definitions: [operation, ...fragmentsOf(document)] };
  return complexityFromQuery(alone, { schema, ctx: context, ...(variables ? { variables } : {}) }).complexity;
}

type Cost = number | { readonly field?: number } | undefined;
type CostOption = Cost | ((args: object, context: object, field: object) => Cost);

/** Adds up an answer: each object that is really there, with the points that its field has. */
class Adding {
  total = 0;
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  readonly #variables: Record<string, unknown>;

  constructor({ schema, document, variables }: Operation) {
    this.#schema = schema;
    this.#variables = variables ?? {};
    this.#fragments = new Map(fragmentsOf(document).map((node) => [node.name.value, node]));
  }

  /** Points of one field, without what is below it. */
  #weightOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const option = field.extensions['complexity'] as CostOption;
    const cost = typeof option === 'function' ? option(getArgumentValues(field, node, this.#variables), {}, field) : option;
    return typeof cost === 'number' ? cost : cost?.field ?? 1;
  }

  visit(set: SelectionSetNode, type: GraphQLNamedType | undefined, value: Record<string, unknown>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        const answer = value[selection.alias?.value ?? name];
        // A fragment of a type that this is not leaves no trace in the answer.
        if (answer === undefined) continue;
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
        if (!field) continue;
        this.total += this.#weightOf(field, selection);
        if (!selection.selectionSet) continue;
        const below = getNamedType(field.type);
        for (const item of isListType(getNullableType(field.type)) ? answer as unknown[] ?? [] : [answer]) if (typeof item === 'object' && item !== null) this.visit(selection.selectionSet, below, item as Record<string, unknown>);
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
        const condition = fragment?.typeCondition?.name.value;
        if (fragment) this.visit(fragment.selectionSet, condition === undefined ? type : this.#schema.getType(condition), value);
      }
    }
  }
}

/** What an operation did cost: by the objects in its answer. */
export function actualCost(operation: Operation, data: Record<string, unknown> | null | undefined): number {
  const node: OperationDefinitionNode | null | undefined = getOperationAST(operation.document, operation.operationName);
  if (!node || !data) return 0;
  const adding = new Adding(operation);
  adding.visit(node.selectionSet, operation.schema.getRootType(node.operation) ?? undefined, data);
  return adding.total;
}
