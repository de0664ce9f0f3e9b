import { encodeId, uuidv7 } from '@parley/db';
import { getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputType, type GraphQLSchema } from 'graphql';

/** Where a value is asked for: the root field, and the names that lead to the argument, e.g. `['input', 'agentId']`. */
export interface Place { readonly field: string; readonly path: readonly string[] }

/** A place of an `ID`, and which type's id it takes. */
export interface IdPlace extends Place { readonly node: string }

const HOUR_MS = 3_600_000;
let made = 0;

/** Values of arguments by name, where the plain one of their type would be refused. A function makes a new one each time. */
const VALUES: Readonly<Record<string, unknown>> = {
  email: () => `attack-${++made}@example.com`,
  password: 'a sturdy passphrase',
  currentPassword: 'a sturdy passphrase',
  newPassword: 'a sturdier passphrase',
  slug: () => `attack-${++made}`,
  language: 'en',
  permissions: ['calls:read'],
  first: 3,
  minutes: 5,
  from: () => new Date(Date.now() - HOUR_MS).toISOString(),
  timeZone: 'Europe/Berlin',
};

/** Values of one argument of one root field, e.g. `'agentCreate.input.voice'`; goes before those by name. */
const VALUES_OF_FIELDS: Readonly<Record<string, unknown>> = {
  // No nodes: sessions and passkeys are their person's alone.
  'providerConnect.input.pluginId': 'simulated',
  'dataQuerySet.input.name': 'attack_query',
  'routeSet.input.kind': 'LLM',
  'agentCreate.input.routes.kind': 'LLM',
  'agentUpdate.input.routes.kind': 'LLM',
  'passkeyDelete.input.id': () => encodeId('pky', uuidv7()),
  'organizationDomainAdd.input.domain': () => `attack-${++made}.example.com`,
  // In no network that is connected to, so that nothing waits for it.
  'singleSignOnSet.input.issuer': 'https://127.0.0.1/attack',
  'singleSignOnSet.input.clientSecret': 'a secret of the provider',
  'sessionRevoke.input.id': () => encodeId('ses', uuidv7()),
};

/** Types of ids by the argument's name, where neither it nor the root field tells. */
const ID_TYPES: Readonly<Record<string, string>> = { connectionId: 'ProviderConnection', actorId: 'User', targetId: 'Agent', parentId: 'Organization', callerId: 'User' };

/** Types of the plain `id` of root fields whose name does not begin with a type's. */
const ID_TYPES_OF_FIELDS: Readonly<Record<string, string>> = {
  providerApprove: 'ProviderConnection', providerConnect: 'ProviderConnection', providerDisconnect: 'ProviderConnection', providerReorder: 'ProviderConnection', providerSetPrimary: 'ProviderConnection', providerTest: 'ProviderConnection', providerUpdate: 'ProviderConnection',
  clientCreate: 'Organization', memberRemove: 'User', memberRoleSet: 'User', node: 'Call', nodes: 'Call', platformOrganization: 'Organization',
};

const nameOf = ({ field, path }: Place) => [field, ...path].join('.');
const lowerFirst = (name: string) => name[0]!.toLowerCase() + name.slice(1);

/** Types with global ids, the longest names first, so that `agentVersionRestore` is about an `AgentVersion`. */
export function nodeTypesOf(schema: GraphQLSchema): string[] {
  return schema.getPossibleTypes(schema.getType('Node') as never).map(({ name }) => name).sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
}

/** Which type's id goes here. Throws, and says what to add, where the names do not tell. */
export function nodeTypeAt(schema: GraphQLSchema, place: Place): string {
  const types = nodeTypesOf(schema);
  const name = place.path.at(-1)!;
  const known = ID_TYPES[name];
  if (known) return known;
  const stem = name.replace(/Ids?$/, '').toLowerCase();
  const byArgument = name === 'id' || name === 'ids' ? undefined : types.find((type) => type.toLowerCase() === stem) ?? types.find((type) => type.toLowerCase().endsWith(stem) || stem.endsWith(type.toLowerCase()));
  const byField = ID_TYPES_OF_FIELDS[place.field] ?? types.find((type) => place.field.startsWith(lowerFirst(type)));
  const found = byArgument ?? (name === 'id' || name === 'ids' ? byField : undefined);
  if (found) return found;
  throw new Error(`the attack cannot tell whose id ${nameOf(place)} takes: say so in ID_TYPES (by the argument's name) or ID_TYPES_OF_FIELDS (by the field's) in api/test/attack/values.ts`);
}

/** Whether the plain value of an optional argument is worth giving: ids are what the attack is about. */
function holdsId(type: GraphQLInputType): boolean {
  const bare = getNullableType(type);
  if (isListType(bare)) return holdsId(bare.ofType);
  return isInputObjectType(bare) ? Object.values(bare.getFields()).some((field) => holdsId(field.type)) : String(bare) === 'ID';
}

/** A value that the argument takes; `idAt` is asked for each id. Undefined for what is optional and no id. */
export function valueOf(schema: GraphQLSchema, type: GraphQLInputType, place: Place, idAt: (place: IdPlace) => string): unknown {
  const name = place.path.at(-1)!;
  const given = VALUES_OF_FIELDS[nameOf(place)] ?? (isNonNullType(type) ? VALUES[name] : undefined);
  if (given !== undefined) return typeof given === 'function' ? (given as () => unknown)() : given;
  if (!isNonNullType(type) && !holdsId(type)) return undefined;
  const bare = getNullableType(type);
  if (isListType(bare)) return [valueOf(schema, bare.ofType, place, idAt)];
  if (isInputObjectType(bare)) {
    const values = Object.values(bare.getFields()).map((field) => [field.name, valueOf(schema, field.type, { field: place.field, path: [...place.path, field.name] }, idAt)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }
  return leafValue(schema, bare, place, idAt);
}

function leafValue(schema: GraphQLSchema, type: GraphQLInputType, place: Place, idAt: (place: IdPlace) => string): unknown {
  if (isEnumType(type)) return type.getValues()[0]!.name;
  switch (String(type)) {
    case 'ID': return idAt({ ...place, node: nodeTypeAt(schema, place) });
    case 'String': return `attack ${place.path.at(-1)!}`;
    case 'Int': case 'Float': case 'Milliseconds': return 1;
    case 'Boolean': return true;
    case 'DateTime': return new Date(Date.now() + HOUR_MS).toISOString();
    case 'E164': return '+493012345678';
    case 'JSON': return {};
    default: throw new Error(`the attack has no value for ${nameOf(place)}: add one for the scalar ${String(type)} to leafValue in api/test/attack/values.ts`);
  }
}
