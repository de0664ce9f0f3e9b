import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { countStatements, startKit, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { startVendorServer, type VendorServer } from '../../../test/vendor-server.js';

const [RIGHT, NEXT, WRONG] = ['sk-right-0123456789abcd', 'sk-next-0123456789wxyz', 'sk-wrong-0123456789'];
const FIELDS = 'id kind pluginId name settings voice status isPrimary position isLent version latencyMs testedAt lastError { cause message remedy at } secrets { name isSet lastFour updatedAt }';
const CONNECT = `mutation ($input: ProviderConnectInput!) { providerConnect(input: $input) { connection { ${FIELDS} } errors { code message path ... on ProviderTestFailedError { problem { cause message remedy } } } } }`;
const UPDATE = `mutation ($input: ProviderUpdateInput!) { providerUpdate(input: $input) { connection { ${FIELDS} } errors { code message path ... on ProviderTestFailedError { problem { cause } } ... on ConnectionChangedError { connectionId } } } }`;
const TEST = `mutation ($id: ID!) { providerTest(input: { id: $id }) { connection { ${FIELDS} } test { isOk latencyMs problem { cause message remedy } } errors { code } } }`;
const LIST = `query ($kind: ProviderKind) { providerConnections(kind: $kind) { ${FIELDS} } }`;

let kit: Kit;
let vendor: VendorServer;
let person: Person;
beforeAll(async () => {
  [kit, vendor] = [await startKit(), await startVendorServer(RIGHT, NEXT)];
  person = await kit.signUp();
});
afterAll(async () => { await kit.close(); await vendor.close(); });
beforeEach(async () => {
  await kit.test.database.system.providerConnection.deleteMany();
  Object.assign(vendor, { failure: undefined });
  vendor.asked.length = 0;
});

const openai = (more: object = {}) => ({ kind: 'LLM', pluginId: 'openai', settings: { baseUrl: vendor.url }, credentials: [{ name: 'apiKey', value: RIGHT }], ...more });
const simulated = (more: object = {}) => ({ kind: 'LLM', pluginId: 'simulated', ...more });
async function connect(input: object, by = person): Promise<Loose> {
  const { data, errors } = await by.ask(CONNECT, { input });
  expect(errors).toBeUndefined();
  return data.providerConnect;
}
const connected = async (input: object, by = person): Promise<Loose> => {
  const { connection, errors } = await connect(input, by);
  expect(errors).toEqual([]);
  return connection;
};
const update = async (input: object, by = person): Promise<Loose> => (await by.ask(UPDATE, { input })).data.providerUpdate;
const list = async (kind?: string): Promise<Loose[]> => (await person.ask(LIST, { kind })).data.providerConnections;

test('a provider is tried with its key, stored, and told without it', async () => {
  const connection = await connected(openai({ name: 'Our model' }));
  expect(connection).toMatchObject({
    id: expect.stringMatching(/^con_/), kind: 'LLM', pluginId: 'openai', name: 'Our model', settings: { baseUrl: vendor.url }, status: 'ACTIVE', isPrimary: true, position: 0, lastError: null, latencyMs: expect.any(Number),
    secrets: [{ name: 'apiKey', isSet: true, lastFour: 'abcd', updatedAt: expect.any(String) }],
  });
  expect(vendor.asked).toEqual([RIGHT]);
  expect((await connected(openai())).name).toBe('OpenAI');
  expect((await connected(openai())).name).toBe('OpenAI 2');
  expect((await connect(openai({ name: 'OpenAI' }))).errors).toMatchObject([{ code: 'NAME_TAKEN', path: ['input', 'name'] }]);
  const everything = JSON.stringify([await list(), (await person.ask('{ auditEvents(first: 50) { nodes { action targetId changes { field before after } } } }')).data]);
  expect(everything).not.toContain(RIGHT);
  expect(everything).toContain('"field":"ciphertext","before":null,"after":"[secret]"');
  expect(everything).toContain('providerConnect');
});

test('a wrong key is told in the vendor\'s words with what helps, without the key, and nothing is stored', async () => {
  const { connection, errors } = await connect(openai({ credentials: [{ name: 'apiKey', value: WRONG }] }));
  expect([connection, errors]).toMatchObject([null, [{ code: 'PROVIDER_TEST_FAILED', problem: { cause: 'AUTH', message: expect.stringContaining('Incorrect API key provided: …'), remedy: expect.stringContaining('enter them again') } }]]);
  expect(JSON.stringify(errors)).not.toContain(WRONG);
  expect(await list()).toEqual([]);
  const kept = await connected(openai({ credentials: [{ name: 'apiKey', value: WRONG }], isKeptOnFailure: true }));
  expect(kept).toMatchObject({ status: 'ERROR', latencyMs: null, lastError: { cause: 'AUTH', at: expect.any(String) } });
  // The key is mended: it is tried, and in use again.
  const mended = await update({ id: kept.id, credentials: [{ name: 'apiKey', value: RIGHT }] });
  expect(mended).toMatchObject({ connection: { status: 'ACTIVE', lastError: null, secrets: [{ lastFour: 'abcd' }] }, errors: [] });
});

test.each([
  [{ pluginId: 'nobody' }, [{ code: 'PLUGIN_NOT_FOUND', path: ['input', 'pluginId'] }]],
  [{ kind: 'VAD' }, [{ code: 'PLUGIN_NOT_FOUND', path: ['input', 'pluginId'] }]],
  [{ kind: 'MAIL' }, [{ code: 'PLUGIN_NOT_FOUND', path: ['input', 'kind'] }]],
  [{ settings: { temperature: 9, model: '' } }, [{ code: 'INVALID_INPUT', path: ['input', 'settings', 'model'] }, { code: 'INVALID_INPUT', path: ['input', 'settings', 'temperature'] }]],
  [{ settings: { mood: 'good' } }, [{ code: 'INVALID_INPUT', path: ['input', 'settings'] }]],
  [{ settings: [] }, [{ code: 'INVALID_INPUT', path: ['input', 'settings'] }]],
  [{ credentials: [] }, [{ code: 'INVALID_INPUT', path: ['input', 'credentials', 'apiKey'] }]],
  [{ credentials: [{ name: 'apiKey', value: 'x' }, { name: 'pin', value: 'y' }] }, [{ code: 'INVALID_INPUT', path: ['input', 'credentials'] }]],
  [{ name: ' ' }, [{ code: 'INVALID_INPUT', path: ['input', 'name'] }]],
])('%j is refused before anybody is asked', async (change, expected) => {
  const { connection, errors } = await connect(openai(change));
  expect([connection, errors.toSorted((one: Loose, other: Loose) => (one.path.join() < other.path.join() ? -1 : 1))]).toMatchObject([null, expected]);
  expect(vendor.asked).toEqual([]);
});

test('a new key is tried before the switch: what fails changes nothing', async () => {
  const { id } = await connected(openai());
  const refused = await update({ id, credentials: [{ name: 'apiKey', value: WRONG }] });
  expect(refused).toMatchObject({ connection: null, errors: [{ code: 'PROVIDER_TEST_FAILED', problem: { cause: 'AUTH' } }] });
  expect((await list())[0]).toMatchObject({ status: 'ACTIVE', version: 1, secrets: [{ lastFour: 'abcd' }] });
  expect(await update({ id, credentials: [{ name: 'apiKey', value: NEXT }], expectedVersion: 1 })).toMatchObject({ connection: { version: 2, status: 'ACTIVE', secrets: [{ lastFour: 'wxyz' }] }, errors: [] });
  expect(vendor.asked).toEqual([RIGHT, WRONG, NEXT]);
  expect((await person.ask(TEST, { id })).data.providerTest).toMatchObject({ test: { isOk: true }, errors: [] });
  expect(vendor.asked.at(-1)).toBe(NEXT);
  expect((await update({ id, name: 'Late', expectedVersion: 1 })).errors).toMatchObject([{ code: 'CONNECTION_CHANGED', connectionId: id }]);
  // Its name is nobody's business at the vendor.
  expect(await update({ id, name: 'Renamed' })).toMatchObject({ connection: { name: 'Renamed', version: 3 } });
  expect(vendor.asked).toHaveLength(4);
});

test('a trial tells what is wrong: a revoked key takes a connection out, an overloaded vendor does not; both come back', async () => {
  const { id } = await connected(openai());
  Object.assign(vendor, { failure: 503 });
  expect((await person.ask(TEST, { id })).data.providerTest).toMatchObject({ test: { isOk: false, latencyMs: null, problem: { cause: 'VENDOR_FAULT', message: expect.stringContaining('overloaded') } }, connection: { status: 'ACTIVE', lastError: { cause: 'VENDOR_FAULT' } } });
  vendor.keys.delete(RIGHT);
  expect((await person.ask(TEST, { id })).data.providerTest).toMatchObject({ test: { isOk: false, problem: { cause: 'AUTH' } }, connection: { status: 'ERROR' } });
  vendor.keys.add(RIGHT);
  Object.assign(vendor, { failure: undefined });
  expect((await person.ask(TEST, { id })).data.providerTest).toMatchObject({ test: { isOk: true, latencyMs: expect.any(Number), problem: null }, connection: { status: 'ACTIVE', lastError: null } });
  expect(await update({ id, isActive: false })).toMatchObject({ connection: { status: 'INACTIVE' } });
  expect((await person.ask(TEST, { id })).data.providerTest).toMatchObject({ test: { isOk: true }, connection: { status: 'INACTIVE' } });
  expect(await update({ id, isActive: true })).toMatchObject({ connection: { status: 'ACTIVE' } });
});

test('credentials that were tampered with are told like refused ones, and nobody is asked', async () => {
  const { id } = await connected(openai());
  const { system } = kit.test.database;
  await system.connectionSecret.updateMany({ data: { ciphertext: Buffer.from('tampered with, and long enough to be one') } });
  vendor.asked.length = 0;
  const { data } = await person.ask(TEST, { id });
  expect(data.providerTest).toMatchObject({ test: { isOk: false, problem: { cause: 'AUTH', message: expect.stringContaining('apiKey cannot be opened') } }, connection: { status: 'ERROR' } });
  expect(vendor.asked).toEqual([]);
  expect(await update({ id, credentials: [{ name: 'apiKey', value: RIGHT }] })).toMatchObject({ connection: { status: 'ACTIVE' } });
});

test.each(['STT', 'TTS', 'LLM', 'EMBEDDING', 'VAD', 'TURN'])('the smallest request of %s gets a result, and a refusal of it is told', async (kind) => {
  expect(await connected(simulated({ kind, name: 'Good' }))).toMatchObject({ status: 'ACTIVE', latencyMs: expect.any(Number) });
  const faults = [{ kind: 'quota', always: true }, ...(kind === 'STT' ? [{ kind: 'quota', always: true, on: 'open' }] : [])];
  const { errors } = await connect(simulated({ kind, settings: { faults } }));
  expect(errors).toMatchObject([{ code: 'PROVIDER_TEST_FAILED', problem: { cause: 'QUOTA', remedy: expect.stringContaining('Top up') } }]);
});

test('connections of a kind have an order; the first is primary; one that goes closes the gap', async () => {
  const ids: string[] = [];
  for (const name of ['A', 'B', 'C']) ids.push((await connected(simulated({ name }))).id as string);
  await connected(simulated({ kind: 'TURN', name: 'Other kind' }));
  const order = async () => (await list('LLM')).map(({ name, position, isPrimary }) => `${name}${position}${isPrimary ? '!' : ''}`).join(' ');
  expect(await order()).toBe('A0! B1 C2');
  const { data } = await person.ask('mutation ($id: ID!) { providerSetPrimary(input: { id: $id }) { connections { name isPrimary } errors { code } } }', { id: ids[2] });
  expect(data.providerSetPrimary).toEqual({ connections: [{ name: 'C', isPrimary: true }, { name: 'A', isPrimary: false }, { name: 'B', isPrimary: false }], errors: [] });
  await person.ask('mutation ($ids: [ID!]!) { providerReorder(input: { ids: $ids }) { errors { code } } }', { ids: [ids[1], ids[0]] });
  expect(await order()).toBe('B0! A1 C2');
  const { data: gone } = await person.ask('mutation ($id: ID!) { providerDisconnect(input: { id: $id }) { connectionId errors { code } } }', { id: ids[1] });
  expect([gone.providerDisconnect, await order()]).toEqual([{ connectionId: ids[1], errors: [] }, 'A0! C1']);
  const again = await person.ask('mutation ($id: ID!) { providerDisconnect(input: { id: $id }) { errors { code path } } }', { id: ids[1] });
  expect(again.data.providerDisconnect.errors).toEqual([{ code: 'CONNECTION_NOT_FOUND', path: ['input', 'id'] }]);
  expect((await list()).length).toBe(3);
});

test('where approval is wanted, who may not approve connects what waits, and changes no settings', async () => {
  await person.ask('mutation { organizationUpdate(input: { isConnectionApprovalNeeded: true }) { organization { isConnectionApprovalNeeded } errors { code } } }');
  const { system } = kit.test.database;
  const role = await person.ask('mutation { roleCreate(input: { name: "Connector", permissions: ["connections:read", "connections:manage"] }) { role { id } errors { code message } } }');
  const colleague = await kit.signUp('Colleague');
  const { organizationId, roleId } = await system.role.findFirstOrThrow({ where: { name: 'Connector', organizationId: { not: null } }, orderBy: { id: 'desc' } }).then(({ organizationId: organization, id }) => ({ organizationId: organization!, roleId: id }));
  expect(role.data.roleCreate.errors).toEqual([]);
  const { id: userId } = await system.user.findUniqueOrThrow({ where: { email: colleague.email } });
  await system.membership.create({ data: { organizationId, userId, roleId } });
  await colleague.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: person.organizationId });
  const waiting = await connected(simulated(), colleague);
  expect(waiting).toMatchObject({ status: 'PENDING_APPROVAL', latencyMs: expect.any(Number) });
  expect((await update({ id: waiting.id, isActive: true }, colleague)).errors).toMatchObject([{ code: 'CONNECTION_NEEDS_APPROVAL' }]);
  const APPROVE = 'mutation ($id: ID!) { providerApprove(input: { id: $id }) { connection { status } errors { code } } }';
  expect((await colleague.ask(APPROVE, { id: waiting.id })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await person.ask(APPROVE, { id: waiting.id })).data.providerApprove).toEqual({ connection: { status: 'ACTIVE' }, errors: [] });
  expect((await person.ask(APPROVE, { id: waiting.id })).data.providerApprove.errors).toEqual([{ code: 'CONNECTION_NOT_PENDING' }]);
  expect((await update({ id: waiting.id, settings: { replies: ['Elsewhere.'] } }, colleague)).errors).toMatchObject([{ code: 'CONNECTION_NEEDS_APPROVAL', path: ['input', 'settings'] }]);
  expect((await update({ id: waiting.id, name: 'Renamed' }, colleague)).errors).toEqual([]);
  // Who may approve needs no approval.
  expect(await connected(simulated({ name: 'Own' }))).toMatchObject({ status: 'ACTIVE' });
  await person.ask('mutation { organizationUpdate(input: { isConnectionApprovalNeeded: false }) { errors { code } } }');
});

test('statements: a list is one, a change three beside its transaction', async () => {
  const [{ id }, other] = [await connected(openai()), await connected(simulated())];
  expect(await countStatements(kit, () => list())).toHaveLength(1);
  expect((await countStatements(kit, () => update({ id, name: 'New' }))).length).toBeLessThanOrEqual(4);
  expect((await countStatements(kit, () => person.ask('mutation ($id: ID!) { providerSetPrimary(input: { id: $id }) { connections { name } errors { code } } }', { id: other.id }))).length).toBeLessThanOrEqual(4);
  expect((await countStatements(kit, () => person.ask(TEST, { id: other.id }))).length).toBeLessThanOrEqual(3);
});

test('the catalog has what can be connected, with what a form needs, and is searched', async () => {
  const { data } = await person.ask('{ pluginCatalog(search: "openai", kind: LLM) { id title setup egress kinds { kind title settingsSchema secrets { name title help } languages prices { unit usd per asOf } templates { name title description settings } } } }');
  // Others that speak the same protocol are found with it.
  expect((data.pluginCatalog as Loose[]).filter(({ id }) => id === 'openai')).toMatchObject([{ id: 'openai', kinds: [{ kind: 'LLM', settingsSchema: { properties: { model: { type: 'string' } } }, secrets: [{ name: 'apiKey', title: 'API key' }], languages: ['*'], prices: [{ unit: 'input-token' }, {}, {}], templates: [{ name: 'ollama', title: 'Ollama', settings: { baseUrl: 'http://localhost:11434/v1' } }, {}, {}] }] }]);
  const ids = async (args: string) => ((await person.ask(`{ pluginCatalog(${args}) { id } }`)).data.pluginCatalog as { id: string }[]).map(({ id }) => id);
  expect(await ids('kind: VAD')).toEqual(expect.arrayContaining(['local', 'simulated']));
  expect(await ids('kind: TTS, language: "xx"')).not.toContain('local');
  expect(await ids('kind: MAIL')).toEqual([]);
  expect(await ids('search: "no such thing"')).toEqual([]);

  const { catalog } = kit.api.app;
  const { integrity } = catalog.get('simulated')!;
  try {
    await catalog.award('simulated', 'silver', integrity);
    expect((await person.ask('{ pluginCatalog(search: "simulated") { id quality } }')).data.pluginCatalog).toEqual([{ id: 'simulated', quality: 'SILVER' }]);
    expect(await Promise.all(['BRONZE', 'SILVER', 'GOLD'].map((level) => ids(`quality: ${level}`)))).toEqual([['simulated'], ['simulated'], []]);
  } finally {
    await catalog.award('simulated', undefined, integrity);
  }
});
