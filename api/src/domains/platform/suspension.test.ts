import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, publishedAgent, startCall, startKit, TAKE, until, type Kit, type Person } from '../../../test/kit.js';
import { platformAdmin } from '../../../test/platform.js';
import { overSocket } from '../../../test/streams.js';

let kit: Kit;
let admin: Person;
beforeAll(async () => {
  kit = await startKit();
  admin = await platformAdmin(kit);
});
afterAll(() => kit.close());

const REASON = 'They call people who never asked for it.';
const SUSPEND = 'mutation ($input: OrganizationSuspendInput!) { organizationSuspend(input: $input) { organization { id suspendedAt suspendedReason } errors { code path } } }';
const suspend = async (id: string, input: object = {}, who = admin) => (await who.ask(SUSPEND, { input: { id, reason: REASON, ...input } })).data?.organizationSuspend;
const resume = async (id: string) => (await admin.ask('mutation ($id: ID!) { organizationResume(input: { id: $id }) { organization { suspendedAt suspendedReason } errors { code } } }', { id })).data.organizationResume;
const codeOf = async (who: Person, query: string, variables?: object) => { const { data, errors } = await who.ask(query, variables); return errors?.[0]?.extensions.code ?? (Object.values(data as object)[0] as { errors?: { code: string }[] })?.errors?.[0]?.code; };

async function keyOf(owner: Person): Promise<Person> {
  const account = await owner.ask('mutation { serviceAccountCreate(input: { name: "Program" }) { serviceAccount { id } } }');
  const { data } = await owner.ask('mutation ($id: ID!) { apiKeyCreate(input: { serviceAccountId: $id, name: "Key", permissions: ["calls:start", "agents:read"] }) { token } }', { id: account.data.serviceAccountCreate.serviceAccount.id });
  const token = data.apiKeyCreate.token as string;
  return { token, email: '', organizationId: owner.organizationId, ask: (query, variables) => kit.ask(query, variables, token) };
}

test('a suspended organization is read and left, and neither changed nor called; its keys open nothing; then it goes on', async () => {
  const owner = await kit.signUp('Owner');
  const agentId = await publishedAgent(owner);
  const key = await keyOf(owner);
  const waiting = await startCall(owner, agentId);
  const { callId } = await activeCall(kit, owner, agentId);
  expect((await key.ask('{ agents { nodes { id } } }')).data.agents.nodes).toHaveLength(1);
  const streams = await Promise.all([owner, key].map(({ token }) => overSocket({ url: kit.api.url, token, query: token === key.token ? 'subscription { callEvents(callId: "x") { __typename } }' : 'subscription { liveCalls { __typename } }' })));
  await until(() => streams[0]!.items.length > 0, 'the stream begins');
  expect(await suspend(owner.organizationId)).toEqual({ organization: { id: owner.organizationId, suspendedAt: expect.any(String), suspendedReason: REASON }, errors: [] });
  await until(() => streams[0]!.isCut, 'the end of what is open', 1_000);
  for (const stream of streams) await stream.stop();

  const { data } = await owner.ask('{ viewer { organization { suspendedAt suspendedReason } } agents { nodes { id } } calls { nodes { id } } organizationExportUrl auditEvents(where: { action: "organizationSuspend" }) { nodes { action actorName changes { field after } } } }');
  expect(data).toMatchObject({ viewer: { organization: { suspendedAt: expect.any(String), suspendedReason: REASON } }, agents: { nodes: [{ id: agentId }] }, organizationExportUrl: expect.stringContaining('/exports/organization?token=') });
  expect(data.auditEvents.nodes).toEqual([{ action: 'organizationSuspend', actorName: 'Petra', changes: expect.arrayContaining([{ field: 'suspendedReason', after: REASON }]) }]);
  for (const mutation of ['agentCreate(input: { name: "A" })', 'profileUpdate(input: { name: "A" })', 'organizationDeletionCancel', 'organizationCreate(input: { name: "B" })', 'serviceAccountCreate(input: { name: "C" })', `callStart(input: { agentId: "${agentId}", transport: BROWSER })`]) {
    expect([mutation, await codeOf(owner, `mutation { ${mutation} { errors { code } } }`)]).toEqual([mutation, 'ORGANIZATION_SUSPENDED']);
  }
  for (const query of ['{ agents { nodes { id } } }', '{ viewer { via } }', `{ node(id: "${agentId}") { id } }`, `{ nodes(ids: ["${agentId}"]) { id } }`, 'mutation { signOut { errors { code } } }']) expect([query, await codeOf(key, query)]).toEqual([query, 'ORGANIZATION_SUSPENDED']);
  // Nobody is told a new call; who is on the line talks on.
  expect((await kit.link(TAKE, { input: { token: waiting.token, transport: 'BROWSER', mediaId: 'media-1' } })).data.callPlanTake).toMatchObject({ plan: null, errors: [{ code: 'ORGANIZATION_SUSPENDED' }] });
  expect((await kit.test.database.system.call.findUniqueOrThrow({ where: { id: callId } })).endRequestedAt).toBeNull();
  const signedIn = await kit.ask('mutation ($email: String!) { signIn(input: { email: $email, password: "a good password" }) { viewer { organization { suspendedReason } } errors { code } } }', { email: owner.email });
  expect(signedIn.data.signIn).toEqual({ viewer: { organization: { suspendedReason: REASON } }, errors: [] });

  expect(await resume(owner.organizationId)).toEqual({ organization: { suspendedAt: null, suspendedReason: null }, errors: [] });
  expect(await codeOf(owner, 'mutation { agentCreate(input: { name: "A" }) { errors { code } } }')).toBeUndefined();
  expect((await key.ask('{ agents { nodes { id } } }')).data.agents.nodes).toHaveLength(2);
  expect(await resume(owner.organizationId)).toMatchObject({ errors: [] });
});

test('a person of a suspended organization goes elsewhere and works there; nobody joins it, and it is not moved from elsewhere', async () => {
  const owner = await kit.signUp('Owner');
  const elsewhere = (await owner.ask('mutation { organizationCreate(input: { name: "Elsewhere" }) { organization { id } } }')).data.organizationCreate.organization.id as string;
  await suspend(owner.organizationId);
  const goTo = async (id: string) => (await owner.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { organization { suspendedAt } } errors { code } } }', { id })).data.organizationSwitch;
  expect(await goTo(elsewhere)).toEqual({ viewer: { organization: { suspendedAt: null } }, errors: [] });
  expect(await codeOf(owner, 'mutation { agentCreate(input: { name: "A" }) { errors { code } } }')).toBeUndefined();
  expect(await codeOf(owner, 'mutation ($id: ID!) { organizationMove(input: { id: $id }) { errors { code } } }', { id: owner.organizationId })).toBe('ORGANIZATION_NOT_FOUND');
  // From elsewhere its reason is not told.
  expect((await owner.ask('{ viewer { organizations { organization { suspendedAt suspendedReason } } } }')).data.viewer.organizations).toContainEqual({ organization: { suspendedAt: expect.any(String), suspendedReason: null } });
  expect(await goTo(owner.organizationId)).toMatchObject({ errors: [] });
  expect(await codeOf(owner, 'mutation ($id: ID!) { organizationLeave(input: { id: $id }) { errors { code } } }', { id: elsewhere })).toBe('LAST_OWNER');
});

test('clients of a suspended agency go on, without its people', async () => {
  const agency = await kit.signUp('Agency');
  await agency.ask('mutation { organizationBecomeAgency(input: { isAgency: true }) { errors { code } } }');
  const client = (await agency.ask('mutation { clientCreate(input: { name: "Client" }) { organization { id } } }')).data.clientCreate.organization.id as string;
  const goTo = async (id: string) => (await agency.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { via } errors { code } } }', { id })).data.organizationSwitch;
  expect(await goTo(client)).toMatchObject({ viewer: { via: 'DELEGATION' } });
  const agentId = await publishedAgent(agency);
  const key = await keyOf(agency);
  const stream = await overSocket({ url: kit.api.url, token: agency.token, query: 'subscription { liveCalls { __typename } }' });
  await until(() => stream.items.length > 0, 'the stream begins');
  await suspend(agency.organizationId);
  await until(() => stream.isCut, 'the end of what is open', 1_000);
  await stream.stop();
  expect((await agency.ask('{ viewer { via organization { id } organizations { organization { id } } } }')).data.viewer).toEqual({ via: 'MEMBERSHIP', organization: { id: agency.organizationId }, organizations: [{ organization: { id: agency.organizationId } }] });
  expect(await goTo(client)).toMatchObject({ errors: [{ code: 'ORGANIZATION_NOT_FOUND' }] });
  expect(await codeOf(key, 'mutation ($id: ID!) { callStart(input: { agentId: $id, transport: BROWSER }) { errors { code } } }', { id: agentId })).toBeUndefined();
  await resume(agency.organizationId);
  expect(await goTo(client)).toMatchObject({ viewer: { via: 'DELEGATION' } });
});

test('calls that run are ended where that is wanted', async () => {
  const owner = await kit.signUp('Owner');
  const agentId = await publishedAgent(owner);
  const { callId } = await activeCall(kit, owner, agentId);
  const waiting = await startCall(owner, agentId);
  await suspend(owner.organizationId, { endsCalls: true });
  expect((await kit.test.database.system.call.findUniqueOrThrow({ where: { id: callId } })).endRequestedAt).not.toBeNull();
  expect((await owner.ask('query ($id: ID!) { call(id: $id) { status } }', { id: waiting.id })).data.call.status).toBe('ENDED');
});

test('the platform itself, and one\'s own, are not suspended; a reason is needed, and the permission', async () => {
  const owner = await kit.signUp('Owner');
  expect(await suspend(admin.organizationId)).toMatchObject({ organization: null, errors: [{ code: 'OWN_ORGANIZATION', path: ['input', 'id'] }] });
  const user = await kit.test.database.system.user.findUniqueOrThrow({ where: { email: admin.email } });
  const own = await kit.test.database.system.organization.create({ data: { id: '01930000-0000-7000-8000-0000000000ab', name: 'Own', slug: 'own', memberships: { create: { userId: user.id, roleId: '00000000-0000-7000-8000-000000000009' } } } });
  expect(await suspend('org_' + (await admin.ask('{ platformOrganizations(search: "own", first: 1, where: { kind: CLIENT }, orderBy: NAME_ASC) { nodes { id name } } }')).data.platformOrganizations.nodes.find(({ name }: { name: string }) => name === own.name).id.slice(4))).toMatchObject({ errors: [{ code: 'OWN_ORGANIZATION' }] });
  for (const reason of ['too short', 'x'.repeat(501)]) expect(await suspend(owner.organizationId, { reason })).toMatchObject({ errors: [{ code: 'INVALID_INPUT', path: ['input', 'reason'] }] });
  expect(await suspend('org_0351Oxw8O1ylePouVQ0YgZ')).toMatchObject({ errors: [{ code: 'ORGANIZATION_NOT_FOUND' }] });
  expect(await codeOf(owner, SUSPEND, { input: { id: admin.organizationId, reason: REASON } })).toBe('FORBIDDEN');
  expect(await codeOf(owner, 'mutation ($id: ID!) { organizationResume(input: { id: $id }) { errors { code } } }', { id: owner.organizationId })).toBe('FORBIDDEN');
});
