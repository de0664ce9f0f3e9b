import { getNamedType, getNullableType, isAbstractType, isCompositeType, isInterfaceType, isListType, isNonNullType, isObjectType, type GraphQLCompositeType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { LIMITS } from '../../src/limits.js';
import { valueOf, type IdPlace } from './values.js';

export type AnyField = GraphQLField<unknown, unknown>;
export type RootKind = 'query' | 'mutation' | 'subscription';
export interface Operation { readonly query: string; readonly variables: Record<string, unknown> }

/** Levels below the root field; two of the twelve are for `node` and its fragment. */
const LEVELS_MAX = 9;
/** The same field of the same type is unfolded so often in one operation: types that name each other have no end. */
const UNFOLDED_MAX = 2;
const TOKENS_MAX = LIMITS.documentTokensMax - 150;
const PAGE = 3;

interface Cost { readonly field?: number; readonly multiplier?: number }

function costOf(field: AnyField, args: Record<string, unknown>): Required<Cost> {
  const setting = field.extensions['complexity'] as number | Cost | ((args: object, context: object, field: object) => number | Cost);
  const cost = typeof setting === 'function' ? setting(Object.fromEntries(field.args.map(({ name, defaultValue }) => [name, args[name] ?? defaultValue])), {}, field) : setting;
  return { field: typeof cost === 'number' ? cost : cost?.field ?? 1, multiplier: typeof cost === 'number' ? 1 : cost?.multiplier ?? 1 };
}

/** A selection that is being unfolded. */
interface Open { readonly type: GraphQLCompositeType; readonly parts: (string | Open)[]; readonly head: string; readonly level: number; readonly factor: number; readonly taken: Map<string, string> }

const written = ({ head, parts }: Open): string => `${head} { __typename ${parts.map((part) => (typeof part === 'string' ? part : written(part))).join(' ')} }`;
const tokensOf = (text: string) => (text.match(/[\w"]+|[{}():[\]!$@]|\.\.\./g) ?? []).length;

/** All that can be asked of a type, breadth first, as far as one operation may go. */
class Selecting {
  #points: number;
  #tokens = TOKENS_MAX;
  #aliases: number = LIMITS.aliasesMax;
  readonly #unfolded = new Map<string, number>();

  constructor(readonly schema: GraphQLSchema, pointsUsed: number) { this.#points = LIMITS.operationCostMax - pointsUsed; }

  all(type: GraphQLCompositeType, factor: number): string {
    const root: Open = { type, parts: [], head: '', level: 1, factor, taken: new Map() };
    const queue = [root];
    for (let next = queue.shift(); next; next = queue.shift()) queue.push(...this.#unfold(next));
    return written(root);
  }

  #unfold(open: Open): Open[] {
    const { type } = open;
    const below = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()).flatMap((field) => this.#select(open, field)) : [];
    if (!isAbstractType(type)) return below;
    const known = isInterfaceType(type) ? new Set(Object.keys(type.getFields())) : new Set<string>();
    for (const possible of this.schema.getPossibleTypes(type)) {
      const fragment: Open = { ...open, type: possible, parts: [], head: `... on ${possible.name}` };
      open.parts.push(fragment);
      this.#tokens -= 6;
      below.push(...Object.values(possible.getFields()).filter(({ name }) => !known.has(name)).flatMap((field) => this.#select(fragment, field)));
    }
    return below;
  }

  /** Puts the field into the selection; answers what is to be unfolded below it. */
  #select(open: Open, field: AnyField): Open[] {
    const place = { field: field.name, path: [] as string[] };
    const values = Object.fromEntries(field.args.flatMap(({ name, type }) => (name === 'first' ? [[name, PAGE]] : isNonNullType(type) ? [[name, valueOf(this.schema, type, { ...place, path: [name] }, () => '')]] : [])));
    const args = Object.entries(values).map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
    // In fragments of one place the same name must mean the same type.
    const isTaken = (open.taken.get(field.name) ?? String(field.type)) !== String(field.type);
    const head = `${isTaken ? `${open.type.name}_${field.name}: ` : ''}${field.name}${args ? `(${args})` : ''}`;
    const named = getNamedType(field.type);
    const { field: weight, multiplier } = costOf(field, values);
    const points = weight * open.factor;
    const unfolded = this.#unfolded.get(`${open.type.name}.${field.name}`) ?? 0;
    const isDeeper = isCompositeType(named);
    const tokens = tokensOf(head) + (isDeeper ? 4 : 0);
    if (points > this.#points || tokens > this.#tokens || (isTaken && this.#aliases === 0) || (isDeeper && (unfolded >= UNFOLDED_MAX || open.level >= LEVELS_MAX))) return [];
    this.#points -= points;
    this.#tokens -= tokens;
    if (isTaken) this.#aliases -= 1; else open.taken.set(field.name, String(field.type));
    if (!isDeeper) { open.parts.push(head); return []; }
    this.#unfolded.set(`${open.type.name}.${field.name}`, unfolded + 1);
    const child: Open = { type: named, parts: [], head, level: open.level + 1, factor: open.factor * multiplier, taken: new Map() };
    open.parts.push(child);
    return [child];
  }
}

/** An operation that asks a root field for all it has; its arguments are variables. `isShallow` asks for no more than the type: for those who get nothing anyway. */
export function operationOf(schema: GraphQLSchema, kind: RootKind, field: AnyField, idAt: (place: IdPlace) => string, isShallow = false): Operation {
  const values = field.args.map(({ name, type }) => ({ name, type, value: valueOf(schema, type, { field: field.name, path: [name] }, idAt) })).filter(({ value }) => value !== undefined);
  const variables = Object.fromEntries(values.map(({ name, value }) => [name, value]));
  const declared = values.length > 0 ? `(${values.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')})` : '';
  const passed = values.length > 0 ? `(${values.map(({ name }) => `${name}: $${name}`).join(', ')})` : '';
  const type = getNamedType(field.type);
  const { field: weight, multiplier } = costOf(field, variables);
  const selection = !isCompositeType(type) ? '' : isShallow ? ' { __typename }' : new Selecting(schema, weight).all(type, multiplier);
  return { query: `${kind} ${declared} { ${field.name}${passed}${selection} }`, variables };
}

/** Asks `node` for all that a type has. */
export function nodeOperation(schema: GraphQLSchema, typename: string, id: string): Operation {
  const type = schema.getType(typename) as GraphQLCompositeType;
  return { query: `query ($id: ID!) { node(id: $id) { __typename id ... on ${typename}${new Selecting(schema, 1).all(type, 1)} } }`, variables: { id } };
}

/** Places of ids in the arguments of a root field. */
export function idPlacesOf(schema: GraphQLSchema, field: AnyField): IdPlace[] {
  const places: IdPlace[] = [];
  for (const { name, type } of field.args) valueOf(schema, type, { field: field.name, path: [name] }, (place) => { places.push(place); return ''; });
  return places;
}

/** Whether a root field answers one thing that may be missing. */
export const isSingle = (field: AnyField) => !isNonNullType(field.type) && !isListType(getNullableType(field.type)) && isObjectType(getNamedType(field.type));
