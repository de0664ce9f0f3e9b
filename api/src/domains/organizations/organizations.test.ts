import { roleTemplateId } from '@parley/db';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { activeCall, append, conversation, countStatements, post, publishedAgent, startKit, until, type Kit, type Loose, type Person } from '../../../test/kit.js';

let kit: Kit;
let person: Person;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
});
afterAll(() => kit.close());

const create = async (input: object, who = person) => (await who.ask('mutation ($input: OrganizationCreateInput!) { organizationCreate(input: $input) { organization { id name slug } errors { __typename code path ... on OrganizationLimitError { organizationsMax } } } }', { input })).data.organizationCreate;
const goTo = async (id: string, who = person) => (await who.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { role { key } user { email } organization { id name onboarding { hasAgent } members { nodes { role { key } } } } } errors { __typename code path } } }', { id })).data.organizationSwitch;
const update = async (input: object, who = person) => (await who.ask('mutation ($input: OrganizationUpdateInput!) { organizationUpdate(input: $input) { organization { name slug } errors { __typename code path message } } }', { input })).data.organizationUpdate;
const VIEWER = '{ viewer { role { key } organization { id name } organizations { role { key } organization { id name } } } }';

test('a person makes an organization, owns it, and stays where they are', async () => {
  const { organization, errors } = await create({ name: ' Zweite Müller GmbH ' });
  expect(errors).toEqual([]);
  expect(organization).toMatchObject({ name: 'Zweite Müller GmbH', id: expect.stringMatching(/^org_/), slug: expect.stringMatching(/^zweite-muller-gmbh-[0-9a-f]{6}$/) });
  const { viewer } = (await person.ask(VIEWER)).data;
  expect(viewer).toEqual({ role: { key: 'owner' }, organization: { id: person.organizationId, name: "Person's firm" }, organizations: [
    { role: { key: 'owner' }, organization: { id: person.organizationId, name: "Person's firm" } }, { role: { key: 'owner' }, organization: { id: organization.id, name: 'Zweite Müller GmbH' } },
  ] });
  expect((await create({ name: '日本' })).organization.slug).toMatch(/^organization-/);
  for (const name of ['', '  ', 'x'.repeat(121)]) expect((await create({ name })).errors).toMatchObject([{ __typename: 'InvalidInputError', path: ['input', 'name'] }]);
});

test('the same request once more makes nothing and answers the same; another with that id is refused', async () => {
  const id = 'org_0351Oxw8O1ylePouVQ0YgZ';
  const first = await create({ id, name: 'Once' });
  expect(first).toMatchObject({ organization: { id, name: 'Once' }, errors: [] });
  expect(await create({ id, name: 'Once' })).toEqual(first);
  const taken = { organization: null, errors: [{ __typename: 'IdTakenError', code: 'ID_TAKEN', path: ['input', 'id'] }] };
  expect(await create({ id, name: 'Twice' })).toEqual(taken);
  expect(await create({ id, name: 'Once' }, await kit.signUp('Stranger'))).toEqual(taken);
  expect((await create({ id: 'agt_0351Oxw8O1ylePouVQ0YgZ', name: 'X' })).errors).toMatchObject([{ code: 'INVALID_ID' }]);
});

test('nobody is in more than twenty organizations, however fast they make them', async () => {
  const founder = await kit.signUp('Founder');
  const made = await Promise.all(Array.from({ length: 24 }, (_, index) => create({ name: `Shop ${index}` }, founder)));
  const refused = made.filter(({ errors }) => errors.length > 0);
  expect(refused).toHaveLength(5);
  for (const { organization, errors } of refused) expect([organization, errors]).toEqual([null, [{ __typename: 'OrganizationLimitError', code: 'ORGANIZATION_LIMIT', path: null, organizationsMax: 20 }]]);
  expect((await founder.ask(VIEWER)).data.viewer.organizations).toHaveLength(20);
});

test('a session that goes to another organization sees that one and no longer the old', async () => {
  const mover = await kit.signUp('Mover');
  const agentId = await publishedAgent(mover);
  const { organization } = await create({ name: 'Elsewhere' }, mover);
  expect(await goTo(organization.id, mover)).toEqual({ viewer: { role: { key: 'owner' }, user: { email: mover.email }, organization: { id: organization.id, name: 'Elsewhere', onboarding: { hasAgent: false }, members: { nodes: [{ role: { key: 'owner' } }] } } }, errors: [] });
  const { data } = await mover.ask('query ($id: ID!) { viewer { organization { name } } agents { nodes { id } } agent(id: $id) { id } }', { id: agentId });
  expect(data).toEqual({ viewer: { organization: { name: 'Elsewhere' } }, agents: { nodes: [] }, agent: null });
  expect((await goTo(mover.organizationId, mover)).errors).toEqual([]);
  expect((await mover.ask('{ agents { nodes { id } } }')).data.agents.nodes).toEqual([{ id: agentId }]);
});

test('going elsewhere under an idempotency key happens once', async () => {
  const mover = await kit.signUp('Careful');
  const { organization } = await create({ name: 'Once elsewhere' }, mover);
  const query = 'mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { organization { name } } errors { code } } }';
  const answer = await post(`${kit.api.url}/graphql`, query, { id: organization.id }, { authorization: `Bearer ${mover.token}`, 'idempotency-key': 'move' });
  expect([answer.errors, answer.data.organizationSwitch]).toEqual([undefined, { viewer: { organization: { name: 'Once elsewhere' } }, errors: [] }]);
  expect((await mover.ask(VIEWER)).data.viewer.organization.name).toBe('Once elsewhere');
});

test('an organization that one is no member of looks like none', async () => {
  const stranger = await kit.signUp('Stranger');
  const refusal = { viewer: null, errors: [{ __typename: 'OrganizationNotFoundError', code: 'ORGANIZATION_NOT_FOUND', path: ['input', 'id'] }] };
  expect(await goTo(person.organizationId, stranger)).toEqual(refusal);
  expect(await goTo('org_000000000000000000000A', stranger)).toEqual(refusal);
  expect((await stranger.ask(VIEWER)).data.viewer.organization.id).toBe(stranger.organizationId);
});

test('what the session has open ends when it goes elsewhere, and says so', async () => {
  const mover = await kit.signUp('Listener');
  const { id } = await activeCall(kit, mover, await publishedAgent(mover));
  const QUERY = 'subscription ($id: ID!) { callEvents(callId: $id) { seq } }';
  const socket = new WebSocket(`${kit.api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = once(socket, 'close');
  const messages: string[] = [];
  socket.on('message', (data: Buffer) => {
    const { type } = JSON.parse(String(data)) as { type: string };
    messages.push(type);
    if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY, variables: { id } } }));
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${mover.token}` } }));
  const sent = httpRequest(`${kit.api.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${mover.token}` } });
  sent.end(JSON.stringify({ query: QUERY, variables: { id } }));
  const [stream] = await once(sent, 'response') as [IncomingMessage];
  const cut = new Promise((resolve) => { stream.on('error', () => undefined).on('close', resolve).resume(); });
  await until(() => messages.includes('connection_ack'), 'the socket is open');
  const { organization } = await create({ name: 'Away' }, mover);
  await goTo(organization.id, mover);
  const [code, reason] = await closed as [number, Buffer];
  expect([code, String(reason)]).toEqual([4205, 'The session works in another organization now.']);
  await cut;
});

test('owners change the name and the slug of their organization', async () => {
  const owner = await kit.signUp('Owner');
  expect(await update({ name: ' New name ', slug: 'new-slug' }, owner)).toEqual({ organization: { name: 'New name', slug: 'new-slug' }, errors: [] });
  expect((await update({ name: 'Newer name' }, owner)).organization).toEqual({ name: 'Newer name', slug: 'new-slug' });
  expect((await update({}, owner)).organization).toEqual({ name: 'Newer name', slug: 'new-slug' });
  expect((await update({ slug: 'new-slug' })).errors).toEqual([{ __typename: 'SlugTakenError', code: 'SLUG_TAKEN', path: ['input', 'slug'], message: 'The slug "new-slug" is in use.' }]);
  expect((await update({ slug: 'Not A Slug', name: '' })).errors.map(({ path }: Loose) => path.join('.'))).toEqual(['input.name', 'input.slug']);
});

test('a person changes what they are called, in all their organizations', async () => {
  const profile = async (name: string) => (await person.ask('mutation ($name: String!) { profileUpdate(input: { name: $name }) { viewer { user { name } } errors { code path } } }', { name })).data.profileUpdate;
  expect(await profile(' Ana Pérez ')).toEqual({ viewer: { user: { name: 'Ana Pérez' } }, errors: [] });
  expect(await profile('')).toEqual({ viewer: { user: { name: '' } }, errors: [] });
  expect(await profile('x'.repeat(121))).toEqual({ viewer: null, errors: [{ code: 'INVALID_INPUT', path: ['input', 'name'] }] });
});

test('onboarding tells each step from the rows there are, in one statement', async () => {
  const beginner = await kit.signUp('Beginner');
  const onboarding = async () => (await beginner.ask('{ viewer { organization { onboarding { hasAgent hasPublishedAgent hasKnowledge hasSpokenCall firstAgentId } } } }')).data.viewer.organization.onboarding;
  const nothing = { hasAgent: false, hasPublishedAgent: false, hasKnowledge: false, hasSpokenCall: false, firstAgentId: null };
  expect(await onboarding()).toEqual(nothing);
  const { data } = await beginner.ask('mutation { agentCreate(input: { name: "First" }) { agent { id } } }');
  const firstAgentId = data.agentCreate.agent.id as string;
  expect(await onboarding()).toEqual({ ...nothing, hasAgent: true, firstAgentId });
  const agentId = await publishedAgent(beginner, { name: 'Second', knowledge: [{ title: 'A', text: 'B' }] });
  expect(await onboarding()).toEqual({ hasAgent: true, hasPublishedAgent: true, hasKnowledge: true, hasSpokenCall: false, firstAgentId });
  const { callId } = await activeCall(kit, beginner, agentId);
  await append(kit, callId, conversation(callId));
  expect((await onboarding()).hasSpokenCall).toBe(true);
  await beginner.ask('mutation ($id: ID!) { agentArchive(input: { id: $id }) { errors { code } } }', { id: agentId });
  expect(await onboarding()).toEqual({ hasAgent: true, hasPublishedAgent: false, hasKnowledge: false, hasSpokenCall: true, firstAgentId });
  expect(await countStatements(kit, onboarding)).toHaveLength(2);
});

test('members are walked page by page, those who have been there longest first, in one statement', async () => {
  const boss = await kit.signUp('Boss');
  const { system } = kit.test.database;
  const { organizationId } = await system.membership.findFirstOrThrow({ where: { user: { email: boss.email } } });
  for (let index = 0; index < 6; index++) {
    // The last four joined at the same moment.
    await system.user.create({ data: { id: crypto.randomUUID(), email: `member${index}@example.com`, passwordHash: 'x', memberships: { create: { organizationId, roleId: roleTemplateId('agent-builder'), createdAt: new Date(Date.now() + Math.min(index, 2) * 1_000) } } } });
  }
  const page = async (args: string) => (await boss.ask(`{ viewer { organization { members(${args}) { nodes { role { key } joinedAt user { email } } edges { cursor node { role { key } } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } } } }`)).data.viewer.organization.members;
  const emails = ({ nodes }: Loose) => nodes.map(({ user }: Loose) => user.email as string);
  const all = emails(await page('first: 20'));
  expect(all.slice(0, 3)).toEqual([boss.email, 'member0@example.com', 'member1@example.com']);
  const walked: string[] = [];
  for (let cursor: string | null = null, more = true; more;) {
    const members: Loose = await page(`first: 2${cursor ? `, after: "${cursor}"` : ''}`);
    walked.push(...emails(members));
    cursor = members.pageInfo.endCursor as string;
    more = members.pageInfo.hasNextPage as boolean;
  }
  expect(walked).toEqual(all);
  const last = await page('last: 3');
  expect(emails(last)).toEqual(all.slice(-3));
  expect(emails(await page(`last: 2, before: "${last.pageInfo.startCursor}"`))).toEqual(all.slice(2, 4));
  expect(await countStatements(kit, () => page('first: 3'))).toHaveLength(2);
});

test('members and steps of an organization are read where one works, nowhere else', async () => {
  const { organization } = await create({ name: 'Not here' });
  for (const field of ['members { nodes { role { key } } }', 'onboarding { hasAgent }']) {
    const { errors } = await person.ask(`{ viewer { organizations { organization { id ${field} } } } }`);
    expect([field, errors?.[0]?.extensions.code]).toEqual([field, 'FORBIDDEN']);
  }
  expect(organization.id).toMatch(/^org_/);
});

test('who signs up or in reads their organization in the same answer', async () => {
  const { data } = await kit.ask('mutation { signUp(input: { email: "fresh@example.com", password: "a good password", organizationName: "Fresh" }) { viewer { role { key } organizations { organization { name } } organization { onboarding { hasAgent } members { nodes { user { email } } } } } } }');
  expect(data.signUp.viewer).toEqual({ role: { key: 'owner' }, organizations: [{ organization: { name: 'Fresh' } }], organization: { onboarding: { hasAgent: false }, members: { nodes: [{ user: { email: 'fresh@example.com' } }] } } });
});
