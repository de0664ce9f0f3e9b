import { buildSchema, isObjectType, OperationTypeNode, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { uuidv7 } from '@parley/db';
import { expect, test } from 'vitest';
import { guardRootFields, scopeOfRootField } from '../../src/access/root-fields.js';
import { requestedCost } from '../../src/budget/measure.js';
import { operationLimits, parseWithinLimits } from '../../src/http/request-limits.js';
import { LIMITS } from '../../src/limits.js';
import { encodeId, type NodeName } from '../../src/schema/ids.js';
import { buildApiSchema } from '../../src/schema/schema.js';
import { nodeOperation, operationOf, type AnyField, type Operation } from './operations.js';
import { nodeTypeAt, nodeTypesOf } from './values.js';

const schema = buildApiSchema('public');
const types = nodeTypesOf(schema);
const idOf = (node: string) => encodeId(node as NodeName, uuidv7());

function everything(): [string, Operation][] {
  const roots = Object.values(OperationTypeNode).flatMap((kind) => Object.values(schema.getRootType(kind)?.getFields() ?? {}).map((field): [string, Operation] => [`${kind} ${field.name}`, operationOf(schema, kind, field as AnyField, ({ node }) => idOf(node))]));
  return [...roots, ...types.map((type): [string, Operation] => [`node ${type}`, nodeOperation(schema, type, idOf(type))])];
}

test('what is asked keeps within the limits of the server', () => {
  for (const [name, { query, variables }] of everything()) {
    const document = parseWithinLimits(query);
    expect([name, validate(schema, document, undefined, { maxErrors: 3 }).map(({ message }) => message), validate(schema, document, [operationLimits]).map(({ message }) => message)]).toEqual([name, [], []]);
    expect([name, requestedCost({ schema, document, operationName: undefined, variables }, {}) <= LIMITS.operationCostMax]).toEqual([name, true]);
  }
});

test('every field of every type is asked for somewhere', () => {
  const asked = new Set<string>();
  for (const [, { query }] of everything()) {
    const info = new TypeInfo(schema);
    visit(parse(query), visitWithTypeInfo(info, {
      Field: ({ name }) => {
        const parent = info.getParentType()!;
        for (const type of isObjectType(parent) ? [parent] : schema.getPossibleTypes(parent as never)) asked.add(`${type.name}.${name.value}`);
      },
    }));
  }
  const all = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type)).filter(({ name }) => !name.startsWith('__')).flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  expect(all.filter((field) => !asked.has(field))).toEqual([]);
});

test('an id whose kind nothing tells is a failure that says where to add it', () => {
  expect(() => nodeTypeAt(schema, { field: 'wishGrant', path: ['input', 'id'] })).toThrow(/cannot tell whose id wishGrant\.input\.id takes: say so in ID_TYPES .* api\/test\/attack\/values\.ts/);
  expect(nodeTypeAt(schema, { field: 'agentVersionRestore', path: ['input', 'versionId'] })).toBe('AgentVersion');
  expect(nodeTypeAt(schema, { field: 'apiKeyRevoke', path: ['input', 'id'] })).toBe('ApiKey');
  const odd = buildSchema('scalar Wish interface Node { id: ID! } type Query { grant(wish: Wish!): String node: Node }');
  expect(() => operationOf(odd, 'query', odd.getQueryType()!.getFields()['grant'] as AnyField, () => '')).toThrow(/no value for grant\.wish: add one for the scalar Wish/);
});

test('no change asks for no more than reading', () => {
  const scopes = Object.keys(schema.getMutationType()!.getFields()).map((name) => [name, scopeOfRootField(`Mutation.${name}`)] as const);
  expect(scopes.filter(([, scope]) => scope === undefined || scope === 'node' || scope.endsWith(':read'))).toEqual([]);
});

test('a root field without a scope is no schema', () => {
  expect(() => guardRootFields(buildSchema('type Query { viewer: String everything: [String!]! }'))).toThrow('Query.everything has no scope: say in access/root-fields.ts who may ask for it');
  expect(() => guardRootFields(buildSchema('type Query { viewer: String } type Mutation { everythingDelete: Int }'))).toThrow('Mutation.everythingDelete has no scope');
  expect(() => guardRootFields(buildSchema('type Query { viewer: String } type Subscription { everything: Int }'))).toThrow('Subscription.everything has no scope');
});
