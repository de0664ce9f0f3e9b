import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isScalarType, lexicographicSortSchema, print, type GraphQLObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { printPublicSchema } from './print.js';
import { buildApiSchema } from './schema.js';
import { decimalOfMicros } from './scalars.js';
import { decodeCursor, encodeCursor, NEWEST_FIRST, type ListSort } from './connection.js';

const schemas = { public: buildApiSchema('public'), internal: buildApiSchema('internal') };
const types = Object.values(schemas.internal.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const BUILT_IN = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);

test('every root field of both schemas says who may ask', () => {
  const silent = Object.entries(schemas).flatMap(([name, schema]) => [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((root) => Object.values((root as GraphQLObjectType).getFields())
    .filter((field) => (field.extensions['pothosOptions'] as { authScopes?: object } | undefined)?.authScopes === undefined).map((field) => `${name}: ${root!.name}.${field.name}`)));
  expect(silent).toEqual([]);
});

test('the media link is in the internal schema alone', () => {
  const printed = printPublicSchema();
  for (const name of ['callPlanTake', 'callEventsAppend', 'mediaCommands', 'MediaLinkError']) expect(printed).not.toContain(name);
  expect(Object.keys(schemas.internal.getMutationType()!.getFields())).toEqual(expect.arrayContaining(['callPlanTake', 'callEventsAppend']));
});

test('the printed schema can be built again, and says what operations cost', () => {
  const printed = buildSchema(printPublicSchema());
  expect(lexicographicSortSchema(printed).getTypeMap()).toHaveProperty('CallConnection');
  for (const type of Object.values(schemas.public.getTypeMap())) if (!type.name.startsWith('__')) expect([type.name, printed.getType(type.name)?.description]).toEqual([type.name, type.description]);
  const directives = (coordinate: string) => {
    const [type, field] = coordinate.split('.') as [string, string];
    return (printed.getType(type) as GraphQLObjectType).getFields()[field]!.astNode!.directives!.map((node) => print(node)).join(' ');
  };
  expect(directives('Query.calls')).toBe('@listSize(assumedSize: 20, slicingArguments: ["first", "last"], requireOneSlicingArgument: false, sizedFields: ["edges", "nodes"])');
  expect(directives('CallConnection.totalCount')).toBe('@cost(weight: "10")');
  expect(directives('Agent.versions')).toBe('@listSize(assumedSize: 20, slicingArguments: ["first"], requireOneSlicingArgument: false)');
  expect(directives('Call.events')).toBe('@listSize(assumedSize: 10)');
  expect(directives('Query.nodes')).toBe('@listSize(assumedSize: 100)');
  expect(directives('Call.turns')).toBe('@listSize(assumedSize: 10)');
  expect(directives('Mutation.callStart')).toBe('@cost(weight: "10")');
  for (const free of ['CallConnection.nodes', 'Turn.text', 'Peaks.left', 'Query.call']) expect([free, directives(free)]).toEqual([free, '']);
});

test('every type, field, argument and value is described', () => {
  const bare: string[] = [];
  const look = (coordinate: string, thing: { description?: string | null | undefined }) => { if (!thing.description) bare.push(coordinate); };
  for (const type of types) {
    if (isScalarType(type) && BUILT_IN.has(type.name)) continue;
    look(type.name, type);
    if (isObjectType(type) || isInterfaceType(type)) for (const field of Object.values(type.getFields())) {
      look(`${type.name}.${field.name}`, field);
      for (const argument of field.args) look(`${type.name}.${field.name}(${argument.name})`, argument);
    }
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) look(`${type.name}.${field.name}`, field);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
  }
  expect(bare).toEqual([]);
});

test('mutations have one input and a payload with errors; lists have nodes, edges and pageInfo', () => {
  for (const field of Object.values(schemas.public.getMutationType()!.getFields())) {
    expect(field.args.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual(['signOut', 'sessionsRevokeOthers', 'emailVerificationSend', 'organizationDeletionCancel', 'singleSignOnRemove', 'impersonationEnd'].includes(field.name) ? [] : [`input: ${field.name[0]!.toUpperCase()}${field.name.slice(1)}Input!`]);
    const payload = schemas.public.getType(String(field.type).replace('!', '')) as GraphQLObjectType;
    expect(String(payload.getFields()['errors']!.type)).toMatch(/^\[\w*Error!\]!$/);
  }
  for (const type of types.filter(({ name }) => name.endsWith('Connection') && !['ProviderConnection', 'LentConnection'].includes(name))) expect(Object.keys((type as GraphQLObjectType).getFields())).toEqual(expect.arrayContaining(['edges', 'nodes', 'pageInfo']));
});

test('every kind of failure of a mutation carries what UserError says', () => {
  const failures = schemas.public.getPossibleTypes(schemas.public.getType('UserError') as never);
  expect(failures.length).toBeGreaterThan(8);
  for (const failure of failures) expect(Object.keys((failure as GraphQLObjectType).getFields())).toEqual(expect.arrayContaining(['code', 'message', 'path']));
});

test('enums are in capitals and booleans ask a question', () => {
  const values = types.flatMap((type) => (isEnumType(type) ? type.getValues().map(({ name }) => name) : []));
  expect(values.filter((name) => !/^[A-Z][A-Z0-9_]*$/.test(name))).toEqual([]);
  // `viewerCan { publish }` asks already.
  const booleans = types.flatMap((type) => (isObjectType(type) && !type.name.endsWith('ViewerCan') ? Object.values(type.getFields()).filter((field) => /^Boolean!?$/.test(String(field.type))).map(({ name }) => name) : []));
  expect(booleans.filter((name) => !/^(is|has|can)[A-Z]/.test(name))).toEqual([]);
});

test('money is an exact decimal', () => {
  expect([0n, 1n, 12_345n, 1_000_000n, 1_234_500_000n, -5n].map(decimalOfMicros)).toEqual(['0.00', '0.000001', '0.012345', '1.00', '1234.50', '-0.000005']);
});

test('cursors come back as they were, and nothing else passes for one', () => {
  const id = '01930000-0000-7000-8000-000000000001';
  const places: [ListSort, Date | number | bigint][] = [
    [NEWEST_FIRST, new Date(1_700_000_000_123)], [{ column: 'durationOrder', kind: 'integer', direction: 'desc' }, -1],
    [{ column: 'costMicroUsd', kind: 'bigint', direction: 'desc' }, 9_007_199_254_740_993n], [{ column: 'responseOrder', kind: 'number', direction: 'desc' }, 812.345_678_9],
  ];
  for (const [sort, value] of places) expect(decodeCursor(encodeCursor({ id, [sort.column]: value }, sort), sort)).toEqual({ id, value });
  const [[, time]] = places as [[ListSort, Date]];
  expect(() => decodeCursor(encodeCursor({ id, createdAt: time } as { id: string }, NEWEST_FIRST), places[1]![0])).toThrow('another order');
  const forged = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  for (const wrong of ['', 'abc', forged(2, 1, 'x'), forged(1, '1', id), forged(1, 1, `${id}' OR 1`), forged(1, 1.5, id), forged(1, 9e15, id)]) expect(() => decodeCursor(wrong, NEWEST_FIRST)).toThrow('this list gave out');
  for (const [sort, value] of [[places[1]![0], 1.5], [places[1]![0], 2 ** 31], [places[2]![0], 7], [places[3]![0], 'x']] as const) expect(() => decodeCursor(forged(1, value, id, sort.column), sort)).toThrow('this list gave out');
});
