import { OperationTypeNode } from 'graphql';
import { uuidv7 } from '@parley/db';
import type { Tenant } from '@parley/db/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryBuckets } from '../../src/budget/bucket.js';
import { ApiContext } from '../../src/context.js';
import { may, PERMISSIONS } from '../../src/access/may.js';
import { permissionOfNode, scopeOfRootField } from '../../src/access/root-fields.js';
import { encodeId, type NodeName } from '../../src/schema/ids.js';
import { buildApiSchema } from '../../src/schema/schema.js';
import { post, startKit, until, type Kit } from '../kit.js';
import { overServerSentEvents } from '../streams.js';
import { attackersOf, lackingOf, limitedOf, sessionOf, strangersOf, type Attacker } from './attackers.js';
import { idPlacesOf, isSingle, nodeOperation, operationOf, type AnyField, type Operation } from './operations.js';
import { nodeTypesOf } from './values.js';
import { complaintsAbout, complaintsOfOwner, refusalOf } from './verdict.js';
import { leaksIn, nodeIdsOf, Possessions, seedOrganization } from './victim.js';

/*
 * Everything in the schema, attacked by everybody who may not: what is asked is generated from the schema, so that a new
 * field is attacked from its first day. What the generator cannot work out it says, with the place where to add it.
 */
const schema = buildApiSchema('public');
const types = nodeTypesOf(schema);
const fieldsOf = (kind: OperationTypeNode) => Object.values(schema.getRootType(kind)?.getFields() ?? {}) as AnyField[];
const [queries, mutations, subscriptions] = [OperationTypeNode.QUERY, OperationTypeNode.MUTATION, OperationTypeNode.SUBSCRIPTION].map(fieldsOf) as [AnyField[], AnyField[], AnyField[]];

let kit: Kit;
let victim: Tenant;
let strangers: Tenant;
let theirs: Possessions;
let secrets: Set<string>;
/** What of them is agents and calls: for those of the organization who reach others. */
let secretsOfAgents: Set<string>;
let ids: Record<string, string>;
let viewerPermissions: Set<string>;
/** Those who only read; whoever changes something is made anew for it. */
let readers: Attacker[];
let limited: Attacker;

beforeAll(async () => {
  // Domains are looked up nowhere: nobody listens there.
  kit = await startKit({ PARLEY_DNS_SERVERS: '127.0.0.1:9' });
  // Nobody runs out of points here: limits have tests of their own.
  Object.assign(kit.api.app, { buckets: new MemoryBuckets({ pointsMax: 1e9, restorePerSecond: 1e9 }) });
  [victim, strangers] = [await seedOrganization(kit, 'quokkas'), await seedOrganization(kit, 'strangers')];
  theirs = await Possessions.of(kit.test.database.system, victim);
  const common = await Possessions.of(kit.test.database.system, strangers);
  [secrets, secretsOfAgents] = [await theirs.secrets(common), await theirs.secrets(common, true)];
  ids = await nodeIdsOf(kit.test.database.system, types, victim);
  viewerPermissions = new Set(await permissionsOfViewer());
  const decoyId = uuidv7();
  await kit.test.database.system.agent.create({ data: { id: decoyId, organizationId: victim.organizationId, slug: 'decoy', name: 'Decoy', instructions: '', greeting: '', language: 'en', knowledge: [], turnTaking: {} } });
  limited = await limitedOf(kit, victim, decoyId);
  readers = [...await attackersOf(kit, victim, undefined, strangers, viewerPermissions), limited];
}, 120_000);
afterAll(() => kit.close());

async function permissionsOfViewer(): Promise<string[]> {
  const viewer = (await attackersOf(kit, victim, undefined, strangers, new Set())).find(({ name }) => name === 'a viewer')!;
  const context = new ApiContext(kit.api.app, (await kit.api.app.sessions.find(viewer.token!))!, { requestId: 'attack', address: '127.0.0.1', setSessionCookie: () => undefined });
  return PERMISSIONS.filter((permission) => may(context, permission));
}

const scopeOf = (kind: string, { name }: AnyField) => scopeOfRootField(`${kind}.${name}`)!;
const missingFor = (scope: string) => ((PERMISSIONS as readonly string[]).includes(scope) ? scope : undefined);
const lacking = async (scope: string) => (missingFor(scope) === undefined ? [] : lackingOf(kit, victim, scope));
/** Those for whom it is an attack: what is the platform's, its administrators may. */
const foes = (attackers: readonly Attacker[], scope: string) => attackers.filter(({ name }) => name !== 'a platform administrator' || !scope.startsWith('platform:'));
/** A session of somebody who may do it to the organization. */
const rightful = async (scope: string, tenant: Tenant) => (scope.startsWith('platform:') ? readers.find(({ name }) => name === 'a platform administrator')!.token : sessionOf(kit, tenant));
const secretsFor = ({ isLimited }: Attacker) => (isLimited ? secretsOfAgents : secrets);

test('there are secrets to be found: words of every kind, and ids', () => {
  expect(secrets.size).toBeGreaterThan(60);
  for (const word of ['quokkas agent', 'Welcome to quokkas', 'When is quokkas open?', victim.callId, victim.apiKeyId]) expect(secrets).toContain(word);
});

test('a viewer may read and nothing else', () => {
  expect([...viewerPermissions].filter((permission) => !permission.endsWith(':read'))).toEqual([]);
  for (const permission of ['audit:read', 'api-keys:read']) expect(viewerPermissions.has(permission)).toBe(false);
});

test.each(types)('node: %s', async (type) => {
  const operation = nodeOperation(schema, type, ids[type]!);
  const owner = await kit.ask(operation.query, operation.variables, await sessionOf(kit, victim));
  expect(complaintsOfOwner({ field: 'node', operation, answer: owner })).toEqual([]);
  expect(owner.data.node).toMatchObject({ __typename: type, id: ids[type] });
  const permission = permissionOfNode(type as NodeName);
  const many = { query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: [ids[type]!] } };
  for (const attacker of [...readers, ...await lacking(permission)]) {
    const answer = await kit.ask(operation.query, operation.variables, attacker.token);
    expect(complaintsAbout({ attacker, field: 'node', scope: 'node', operation, answer }, secretsFor(attacker), { isEmpty: !attacker.isLimited })).toEqual([]);
    const mayRead = attacker.isWithin && !attacker.isLimited && attacker.permissions!.has(permission);
    expect([attacker.name, (answer.data?.node ?? null) !== null]).toEqual([attacker.name, mayRead]);
    const list = await kit.ask(many.query, many.variables, attacker.token);
    expect([attacker.name, list.data?.nodes?.[0] ?? null]).toEqual([attacker.name, mayRead ? { id: ids[type] } : null]);
  }
});

test.each(queries.map((field) => [field.name, field] as const))('query: %s', async (_name, field) => {
  const [operation, shallow] = [false, true].map((isShallow) => operationOf(schema, 'query', field, ({ node }) => ids[node]!, isShallow)) as [Operation, Operation];
  const isEmpty = isSingle(field) && idPlacesOf(schema, field).length > 0;
  const scope = scopeOf('Query', field);
  const complaints: string[] = [];
  for (const attacker of foes([...readers, ...await lacking(scope)], scope)) {
    const asked = refusalOf(attacker, scope) === undefined ? operation : shallow;
    const answer = await kit.ask(asked.query, asked.variables, attacker.token);
    complaints.push(...complaintsAbout({ attacker, field: field.name, scope, operation: asked, answer }, secretsFor(attacker), { isEmpty }));
  }
  expect(complaints).toEqual([]);
  const answer = await kit.ask(operation.query, operation.variables, await rightful(scope, victim));
  expect(complaintsOfOwner({ field: field.name, operation, answer })).toEqual([]);
  if (isEmpty) expect(answer.data[field.name]).not.toBeNull();
});

/** What is asked of the victim's things: all ids theirs, and, where there are several, each alone beside the asker's own. Of those who are to be refused, the first and no more than its type. */
function variantsOf(field: AnyField, own: Readonly<Record<string, string>>, isRefused: boolean): Operation[] {
  if (isRefused) return [operationOf(schema, 'mutation', field, ({ node }) => ids[node]!, true)];
  const places = idPlacesOf(schema, field).map(({ path }) => path.join('.'));
  const each = places.length > 1 ? places.map((name) => operationOf(schema, 'mutation', field, ({ node, path }) => (path.join('.') === name ? ids[node]! : own[node]!))) : [];
  return [operationOf(schema, 'mutation', field, ({ node }) => ids[node]!), ...each];
}

test.each(mutations.map((field) => [field.name, field] as const))('mutation: %s', async (_name, field) => {
  const scope = scopeOf('Mutation', field);
  const hasIds = idPlacesOf(schema, field).length > 0;
  const attackersHome = await strangersOf(kit);
  const own = await nodeIdsOf(kit.test.database.system, types, attackersHome);
  const attackers = foes([...await attackersOf(kit, victim, missingFor(scope), attackersHome, viewerPermissions), limited], scope);
  const except = attackers.flatMap((attacker) => attacker.ids);
  const before = await theirs.checksums(except);
  const complaints: string[] = [];
  for (const attacker of attackers) {
    for (const operation of attacker.isWithin ? variantsOf(field, own, refusalOf(attacker, scope) !== undefined).slice(0, 1) : variantsOf(field, own, refusalOf(attacker, scope) !== undefined)) {
      const answer = await kit.ask(operation.query, operation.variables, attacker.token);
      complaints.push(...complaintsAbout({ attacker, field: field.name, scope, operation, answer }, secretsFor(attacker), { isRefused: hasIds }));
    }
  }
  expect(complaints).toEqual([]);
  expect(await theirs.checksums(except)).toEqual(before);
  // Whoever may do it can: else nothing was attacked.
  const operation = operationOf(schema, 'mutation', field, ({ node }) => own[node]!);
  const answer = await kit.ask(operation.query, operation.variables, await rightful(scope, attackersHome));
  expect(complaintsOfOwner({ field: field.name, operation, answer })).toEqual([]);
});

test.each(subscriptions.map((field) => [field.name, field] as const))('subscription: %s', async (_name, field) => {
  const scope = scopeOf('Subscription', field);
  const operation = operationOf(schema, 'subscription', field, ({ node }) => ids[node]!);
  const open = (token = '') => overServerSentEvents({ url: kit.api.url, token, ...operation });
  const attackers = [...readers, ...await lacking(scope)].filter(({ isWithin, isLimited, permissions }) => !isWithin || isLimited || !permissions!.has(scope));
  const streams = await Promise.all(attackers.map(async (attacker) => ({ attacker, stream: await open(attacker.token) })));
  const owner = await open(await sessionOf(kit, victim));
  try {
    await until(() => owner.items.length > 0, `an item of ${field.name} for its owner`);
    // Something happens in the victim's organization while they listen.
    await kit.ask('mutation ($id: ID!) { callStart(input: { agentId: $id, transport: BROWSER }) { errors { code } } }', { id: ids['Agent'] }, await sessionOf(kit, victim));
    for (const { attacker, stream } of streams) {
      await until(() => stream.items.length + stream.errors.length > 0 || stream.isComplete, `an answer of ${field.name} for ${attacker.name}`);
      const answer = { data: stream.items.length > 0 ? { [field.name]: stream.items } : null, errors: stream.errors.length > 0 ? stream.errors as never : undefined };
      expect(complaintsAbout({ attacker, field: field.name, scope, operation, answer }, secretsFor(attacker))).toEqual([]);
      expect([attacker.name, leaksIn(answer, secretsFor(attacker), operation.variables)]).toEqual([attacker.name, []]);
    }
  } finally {
    for (const stream of [owner, ...streams.map((opened) => opened.stream)]) await stream.stop();
  }
});

test('ids that name nothing are null, and no line of the log', async () => {
  const logged: string[] = [];
  const { url } = await kit.another({}, pino({ level: 'warn' }, { write: (line) => { logged.push(line); } }));
  const authorization = `Bearer ${await sessionOf(kit, strangers)}`;
  for (const type of types) {
    const nothing = () => encodeId(type as NodeName, uuidv7());
    const { data, errors } = await post(`${url}/graphql`, 'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }', { id: nothing(), ids: [nothing(), ids[type]] }, { authorization });
    expect([type, data, errors]).toEqual([type, { node: null, nodes: [null, null] }, undefined]);
  }
  expect(logged).toEqual([]);
});
