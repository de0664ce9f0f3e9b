import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { roleTemplateId } from '@parley/db';
import { seedTenant } from '@parley/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../limits.js';
import { deleteDueOrganizations } from '../../jobs/delete-organizations.js';
import { decodeAnyId, encodeId } from '../../schema/ids.js';
import { activeCall, append, conversation, publishedAgent, startKit, until, type Kit, type Person } from '../../../test/kit.js';
import { overSocket } from '../../../test/streams.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(() => kit.close());

const uuid = (id: string) => decodeAnyId(id)!.id;
const slugOf = async (who: Person) => (await who.ask('{ viewer { organization { slug } } }')).data.viewer.organization.slug as string;
const DELETE = 'mutation ($slug: String!, $password: String!) { organizationDelete(input: { confirmSlug: $slug, password: $password }) { organization { id deletionAt } errors { __typename code path } } }';
const remove = async (who: Person, slug: string, password = 'a good password') => (await who.ask(DELETE, { slug, password })).data.organizationDelete;
const CANCEL = 'mutation { organizationDeletionCancel { organization { deletionAt } errors { __typename } } }';

/** The grace is over. */
const letPass = (organizationId: string) => kit.test.database.system.organization.update({ where: { id: organizationId }, data: { deletionAt: new Date(Date.now() - 1) } });

/** How many rows of an organization there are, by table: every table that names organizations. */
async function rowsOf(organizationId: string): Promise<Record<string, number>> {
  const { system } = kit.test.database;
  const tables = await system.$queryRaw<{ name: string }[]>`SELECT table_name::text AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'organizationId' ORDER BY 1`;
  const counts: [string, number][] = [];
  for (const { name } of tables) {
    const [row] = await system.$queryRawUnsafe<{ rows: number }[]>(`SELECT count(*)::int AS rows FROM "${name}" WHERE "organizationId" = $1::uuid`, organizationId);
    if (row!.rows > 0) counts.push([name, row!.rows]);
  }
  return Object.fromEntries(counts);
}

test('an organization is deleted by who knows its name and the password, and is kept for thirty days', async () => {
  const owner = await kit.signUp('Owner');
  const slug = await slugOf(owner);
  expect(await remove(owner, 'other')).toEqual({ organization: null, errors: [{ __typename: 'SlugMismatchError', code: 'SLUG_MISMATCH', path: ['input', 'confirmSlug'] }] });
  expect(await remove(owner, slug, 'a wrong password')).toEqual({ organization: null, errors: [{ __typename: 'InvalidCredentialsError', code: 'INVALID_CREDENTIALS', path: ['input', 'password'] }] });
  const agentId = await publishedAgent(owner);
  const first = await remove(owner, slug);
  expect(first).toMatchObject({ organization: { id: owner.organizationId }, errors: [] });
  const days = (Date.parse(first.organization.deletionAt) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.99);
  expect(days).toBeLessThanOrEqual(30);
  expect(await remove(owner, slug)).toEqual(first);
  const start = async () => (await owner.ask('mutation ($id: ID!) { callStart(input: { agentId: $id, transport: BROWSER }) { errors { code } } }', { id: agentId })).data.callStart.errors;
  expect(await start()).toEqual([{ code: 'ORGANIZATION_CLOSING' }]);
  expect((await owner.ask('{ agents { nodes { id } } }')).data.agents.nodes).toHaveLength(1);
  expect(await deleteDueOrganizations(kit.api.app)).toBe(0);
  expect((await owner.ask(CANCEL)).data.organizationDeletionCancel).toEqual({ organization: { deletionAt: null }, errors: [] });
  expect(await start()).toEqual([]);
  const { data } = await owner.ask('{ auditEvents(first: 2, where: { targetType: "organizations" }) { nodes { action } } }');
  expect(data.auditEvents.nodes).toEqual([{ action: 'organizationDeletionCancel' }, { action: 'organizationDelete' }]);
});

test('when the grace is over everything goes, files and accounts too, and nothing of anybody else', async () => {
  const { system } = kit.test.database;
  const [mine, other] = [await seedTenant(system, 'going'), await seedTenant(system, 'staying')];
  await system.membership.create({ data: { organizationId: mine.organizationId, userId: other.userId, roleId: roleTemplateId('viewer') } });
  const folder = join(kit.dataDir, 'recordings', mine.organizationId);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.wav'), 'sound');
  const { organizationId, callId } = mine;
  await system.callEvent.createMany({ data: Array.from({ length: LIMITS.deletionBatchRows + 5 }, (_, index) => ({ organizationId, callId, seq: index + 10, type: 'speech-started', atMs: 0, occurredAt: new Date(0), payload: {} })) });
  const before = await rowsOf(other.organizationId);
  await letPass(organizationId);
  // Two processes at once, and one that is cut short, come to the same end.
  expect(await deleteDueOrganizations(kit.api.app, 1)).toBe(0);
  expect((await rowsOf(organizationId))['call_events']).toBe(6);
  const gone = await Promise.all([deleteDueOrganizations(kit.api.app), deleteDueOrganizations((await kit.another()).app)]);
  expect(gone[0] + gone[1]).toBe(1);
  expect(await rowsOf(organizationId)).toEqual({});
  expect(await system.organization.findUnique({ where: { id: organizationId } })).toBeNull();
  expect(existsSync(folder)).toBe(false);
  expect([await system.user.count({ where: { id: mine.userId } }), await system.user.count({ where: { id: other.userId } })]).toEqual([0, 1]);
  expect(await rowsOf(other.organizationId)).toEqual(before);
});

test('it is too late to take back what is being deleted, and who is signed in there hears of the end', async () => {
  const owner = await kit.signUp('Owner');
  await letPass(uuid(owner.organizationId));
  expect((await owner.ask(CANCEL)).data.organizationDeletionCancel).toEqual({ organization: null, errors: [{ __typename: 'OrganizationClosingError' }] });
  const stream = await overSocket({ url: kit.api.url, token: owner.token, query: 'subscription { liveCalls { __typename } }' });
  await until(() => stream.items.length > 0, 'the stream begins');
  expect(await deleteDueOrganizations(kit.api.app)).toBe(1);
  await until(() => stream.isCut, 'the end of the stream', 1_000);
  expect((await owner.ask('{ viewer { organization { id } } }')).data.viewer).toBeNull();
});

test('the audit log of an organization cannot be shortened while it lives, nor during the grace', async () => {
  const owner = await kit.signUp('Owner');
  const organizationId = uuid(owner.organizationId);
  await kit.test.database.system.organization.update({ where: { id: organizationId }, data: { deletionAt: new Date(Date.now() + 60_000) } });
  await expect(kit.test.database.system.auditEvent.deleteMany({ where: { organizationId } })).rejects.toThrow('append-only');
});

test('everything of an organization is a file, with the ids of the contract and without secrets', async () => {
  const [owner, stranger] = [await kit.signUp('Owner'), await kit.signUp('Stranger')];
  const agentId = await publishedAgent(owner, { name: 'Exported' });
  const strange = await publishedAgent(stranger);
  const { id, callId } = await activeCall(kit, owner, agentId);
  await append(kit, callId, conversation(callId));
  const { data } = await owner.ask('{ organizationExportUrl }');
  const address = (data.organizationExportUrl as string).replace(/^https?:\/\/[^/]+/, kit.api.url);
  const response = await fetch(address);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/jsonl; charset=utf-8']);
  const text = await response.text();
  const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown> & { kind: string });
  expect(lines[0]).toMatchObject({ kind: 'Export', organizationId: owner.organizationId });
  expect(lines.at(-1)).toEqual({ kind: 'End', rows: lines.length - 2 });
  expect(lines.find(({ kind }) => kind === 'Agent')).toMatchObject({ id: agentId, organizationId: owner.organizationId, name: 'Exported' });
  expect(lines.find(({ kind }) => kind === 'Call')).toMatchObject({ id, agentId, status: 'ENDED' });
  expect(lines.filter(({ kind }) => kind === 'CallEvent')).toHaveLength(7);
  expect(lines.find(({ kind }) => kind === 'User')).toMatchObject({ email: owner.email });
  for (const foreign of [stranger.email, strange, stranger.organizationId, 'argon2', uuid(strange)]) expect(text).not.toContain(foreign);
  expect(lines.filter((one) => 'passwordHash' in one || 'tokenHash' in one)).toEqual([]);
  const link = new URL(address);
  const [payload, signature] = link.searchParams.get('token')!.split('.');
  const forged = Buffer.from(Buffer.from(payload!, 'base64url').toString().replace(uuid(owner.organizationId), uuid(stranger.organizationId))).toString('base64url');
  for (const token of [`${forged}.${signature!}`, '', payload!]) expect((await fetch(`${kit.api.url}/exports/organization?token=${token}`)).status).toBe(403);
  expect((await fetch(`${kit.api.url}/exports/audit?token=${link.searchParams.get('token')!}`)).status).toBe(403);
  expect((await owner.ask('{ auditEvents(first: 1) { nodes { action targetId } } }')).data.auditEvents.nodes).toEqual([{ action: 'organizationExport', targetId: encodeId('Organization', uuid(owner.organizationId)) }]);
});
